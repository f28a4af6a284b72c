'use client';

import { useTranslations } from 'next-intl';
import { useCallback, useMemo, useState } from 'react';
import type { ConversationEvent } from '@/server/contracts/conversation';
import { Button } from '../ui/button';
import { Input } from '../ui/input';
import { Select } from '../ui/select';
import { clockText } from './clock-text';
import { isNamed } from './event-kinds';

const pageSize = 200;

export function ReplayEvents({ events, onSeek }: { readonly events: readonly ConversationEvent[]; readonly onSeek: (ms: number) => void }) {
  const t = useTranslations('replay');
  const ui = useTranslations('ui');
  // A kind that this page does not know yet keeps the name it was stored under.
  const nameOf = useCallback((name: string) => (isNamed(name) ? t(`eventKinds.${name}`) : name), [t]);
  const [kind, setKind] = useState('');
  const [search, setSearch] = useState('');
  const [most, setMost] = useState(pageSize);
  const kinds = useMemo(() => [...new Set(events.map((event) => event.kind))].toSorted(), [events]);
  const found = useMemo(() => {
    const wanted = search.trim().toLowerCase();
    return events.filter(
      (event) =>
        (kind === '' || event.kind === kind) &&
        (wanted === '' || `${nameOf(event.kind)} ${event.kind} ${JSON.stringify(event.data)}`.toLowerCase().includes(wanted)),
    );
  }, [events, kind, search, nameOf]);
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <Select
          aria-label={t('eventsFilter')}
          className="w-52"
          value={kind}
          onValueChange={setKind}
          options={[{ value: '', label: t('eventsAll') }, ...kinds.map((name) => ({ value: name, label: nameOf(name) }))]}
        />
        <Input
          type="search"
          aria-label={t('eventsSearch')}
          placeholder={t('eventsSearch')}
          className="w-60"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <span role="status" className="text-xs text-ink-faint">
          {t('eventsCount', { shown: found.length, total: events.length })}
        </span>
      </div>
      {found.length === 0 ? (
        <p className="py-8 text-center text-sm text-ink-soft">{ui('noResults')}</p>
      ) : (
        <ol className="overflow-hidden rounded-lg border bg-surface font-mono text-xs">
          {found.slice(0, most).map((event) => (
            <li key={event.sequence} className="flex items-start gap-3 border-b px-3 py-1.5 last:border-b-0 hover:bg-sunken/60">
              <button
                type="button"
                className="w-14 shrink-0 text-left text-ink-faint hover:text-accent"
                aria-label={t('jump', { at: clockText(event.atMs, true) })}
                onClick={() => onSeek(event.atMs)}
              >
                {clockText(event.atMs, true)}
              </button>
              <span title={event.kind} className="w-28 shrink-0 font-sans font-medium break-words sm:w-44">
                {nameOf(event.kind)}
              </span>
              <EventData data={event.data} />
            </li>
          ))}
        </ol>
      )}
      {found.length > most ? (
        <Button className="justify-self-center" onClick={() => setMost(most + pageSize)}>
          {t('eventsMore', { count: Math.min(pageSize, found.length - most) })}
        </Button>
      ) : null}
    </div>
  );
}

/** Longer than a line or two: shown in full when asked for. */
const longText = 160;

function EventData({ data }: { readonly data: ConversationEvent['data'] }) {
  const text = describe(data);
  if (text.length <= longText) return <span className="min-w-0 break-all text-ink-soft">{text}</span>;
  return (
    <details className="group min-w-0 flex-1 text-ink-soft">
      <summary className="block truncate group-open:hidden">{text}</summary>
      <pre className="whitespace-pre-wrap break-all font-mono">{JSON.stringify(data, null, 2)}</pre>
    </details>
  );
}

function describe(data: ConversationEvent['data']): string {
  return Object.entries(data)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('  ');
}
