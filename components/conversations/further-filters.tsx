'use client';

import { X } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { countedFilter, type FilterName, type FilterValues } from './conversation-filter';
import { endReasons } from '@/server/contracts/conversation';

/** Filters that an address brings and no field shows, each with a way to take it off. */
const further = ['tool', 'ending', 'user', 'interruptions', 'criterion', 'collected', 'feedback', 'counted'] as const satisfies readonly FilterName[];

/** Our own words among what is counted; the rest are names. */
const countedWords = ['hold', 'false-hold', 'overlap', 'backchannel', 'agent', 'participant'] as const;

export function FurtherFilters({
  values,
  onChange,
}: {
  readonly values: FilterValues;
  readonly onChange: (changes: Readonly<Record<string, string>>) => void;
}) {
  const t = useTranslations('conversations');
  const format = useFormatter();
  const time = (unix: string) => format.dateTime(Number(unix) * 1000, { dateStyle: 'medium', timeStyle: 'short' });
  const counted = (text: string) => {
    const condition = countedFilter(text).counted;
    if (condition === undefined) return text;
    const word = (part: string) => {
      const known = countedWords.find((each) => each === part);
      return known === undefined ? part : t(`further.words.${known}`);
    };
    const what = (condition.keys ?? []).map((key) =>
      key
        .split('\u001f')
        .filter((part) => part !== '')
        .map(word)
        .join(' · '),
    );
    const name = t(`further.counted.${condition.measure}`);
    return what.length === 0 ? name : `${name} · ${format.list(what, { type: 'disjunction' })}`;
  };
  const chips: { readonly key: string; readonly text: string; readonly names: readonly FilterName[] }[] = further
    .filter((name) => values[name] !== '')
    .map((name) => {
      const value = values[name];
      if (name === 'ending') {
        const known = endReasons.find((reason) => reason === value);
        return { key: name, text: t('further.ending', { value: known === undefined ? value : t(`endReasons.${known}`) }), names: [name] };
      }
      if (name === 'feedback') return { key: name, text: t(value === 'like' ? 'further.liked' : 'further.disliked'), names: [name] };
      if (name === 'counted') return { key: name, text: counted(value), names: [name] };
      return { key: name, text: t(`further.${name}`, { value }), names: [name] };
    });
  if (/^\d+$/.test(values.after) && /^\d+$/.test(values.before))
    chips.push({ key: 'moment', text: t('further.moment', { from: time(values.after), to: time(values.before) }), names: ['after', 'before'] });
  if (chips.length === 0) return null;
  return (
    <ul aria-label={t('further.label')} className="flex flex-wrap gap-2">
      {chips.map(({ key, text, names }) => (
        <li key={key}>
          <button
            type="button"
            onClick={() => onChange(Object.fromEntries(names.map((name) => [name, ''])))}
            className="flex h-7 max-w-96 items-center gap-1.5 rounded-full border bg-accent-soft px-3 text-xs text-accent-ink hover:bg-sunken"
          >
            <span className="truncate">{text}</span>
            <X className="size-3.5 shrink-0" aria-hidden />
            <span className="sr-only">{t('further.remove')}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
