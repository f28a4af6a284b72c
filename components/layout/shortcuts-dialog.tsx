'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Dialog, DialogContent } from '../ui/dialog';
import { Kbd } from '../ui/kbd';
import { SwitchRow } from '../ui/switch';
import { usePlaces } from './navigation';
import { setSingleKeys, singleKeysAreOn } from './single-keys';
import { goKeys } from './use-shortcuts';

const groups = {
  everywhere: [
    { name: 'palette', keys: [['⌘', 'K']] },
    { name: 'help', keys: [['?']] },
    { name: 'search', keys: [['/']] },
  ],
  list: [
    { name: 'rows', keys: [['J'], ['K']] },
    { name: 'choose', keys: [['X']] },
    { name: 'open', keys: [['↵']] },
  ],
  replay: [
    { name: 'play', keys: [['Space']] },
    { name: 'jump', keys: [['←'], ['→']] },
    {
      name: 'step',
      keys: [
        ['⇧', '←'],
        ['⇧', '→'],
      ],
    },
    { name: 'turns', keys: [['J'], ['K']] },
  ],
  call: [
    { name: 'mute', keys: [['M']] },
    { name: 'hangUp', keys: [['Esc']] },
  ],
  workflow: [
    { name: 'undo', keys: [['⌘', 'Z']] },
    { name: 'redo', keys: [['⇧', '⌘', 'Z']] },
    { name: 'remove', keys: [['Del']] },
  ],
} as const;

/** All shortcuts there are, by where they work. Loaded when it is first opened. */
export function ShortcutsDialog({ isOpen, onOpenChange }: { readonly isOpen: boolean; readonly onOpenChange: (isOpen: boolean) => void }) {
  const t = useTranslations('shortcuts');
  const places = usePlaces().flatMap((group) => group.places.map(({ name }) => name as string));
  const nav = useTranslations('nav');
  const [isOn, setIsOn] = useState(singleKeysAreOn);
  const toggle = (on: boolean) => {
    setSingleKeys(on);
    setIsOn(on);
  };
  return (
    <Dialog open={isOpen} onOpenChange={onOpenChange}>
      <DialogContent title={t('title')} className="max-w-2xl">
        <div className="grid gap-x-10 gap-y-6 sm:grid-cols-2">
          <section aria-labelledby="shortcuts-go" className="grid content-start gap-2">
            <h3 id="shortcuts-go" className="text-xs font-medium text-ink-faint">
              {t('groups.go')}
            </h3>
            <dl className="grid gap-1.5">
              {Object.entries(goKeys)
                .filter(([, name]) => places.includes(name))
                .map(([key, name]) => (
                  <Line key={key} what={nav(name)} keys={[['G', key.toUpperCase()]]} />
                ))}
            </dl>
          </section>
          {Object.entries(groups).map(([group, lines]) => (
            <section key={group} aria-labelledby={`shortcuts-${group}`} className="grid content-start gap-2">
              <h3 id={`shortcuts-${group}`} className="text-xs font-medium text-ink-faint">
                {t(`groups.${group as keyof typeof groups}`)}
              </h3>
              <dl className="grid gap-1.5">
                {lines.map(({ name, keys }) => (
                  <Line key={name} what={t(`does.${name}`)} keys={keys} />
                ))}
              </dl>
            </section>
          ))}
        </div>
        <div className="border-t pt-4">
          <SwitchRow label={t('single')} hint={t('singleHint')} checked={isOn} onCheckedChange={toggle} />
        </div>
      </DialogContent>
    </Dialog>
  );
}

/** Each of `keys` does it; the parts of one are pressed together, or one after the other. */
function Line({ what, keys }: { readonly what: string; readonly keys: readonly (readonly string[])[] }) {
  return (
    <div className="flex items-center justify-between gap-4 text-sm">
      <dt>{what}</dt>
      <dd className="flex shrink-0 gap-2">
        {keys.map((parts) => (
          <span key={parts.join()} className="flex gap-1">
            {parts.map((part) => (
              <Kbd key={part}>{part}</Kbd>
            ))}
          </span>
        ))}
      </dd>
    </div>
  );
}
