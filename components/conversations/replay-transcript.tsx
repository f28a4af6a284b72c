'use client';

import { ThumbsDown, ThumbsUp } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useMemo, useRef } from 'react';
import type { TranscriptItem, TranscriptToolResult } from '@/server/contracts/conversation';
import { LatencyBar } from '../latency/latency-bar';
import { latencyParts } from '../latency/latency-parts';
import { Badge } from '../ui/badge';
import { cn } from '../ui/cn';
import { clockText } from './clock-text';
import { shownWords, type TimedItem } from './transcript-times';

export interface ReplayTranscriptProps {
  readonly items: readonly TimedItem[];
  readonly activeIndex: number | undefined;
  readonly atMs: number;
  readonly isPlaying: boolean;
  /** What the whole width of a latency bar stands for. */
  readonly scaleMs: number;
  readonly onSeek: (ms: number, index?: number) => void;
  /** What can be done with a turn of the participant. */
  readonly turnAction?: (index: number) => ReactNode;
}

export function ReplayTranscript({ items, activeIndex, atMs, isPlaying, scaleMs, onSeek, turnAction }: ReplayTranscriptProps) {
  const t = useTranslations('replay');
  const activeRef = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isPlaying && activeIndex !== undefined) activeRef.current?.scrollIntoView({ block: 'nearest' });
  }, [activeIndex, isPlaying]);
  // A result is an entry of its own; it is shown with the call it answers.
  const results = useMemo(() => new Map(items.flatMap(({ item }) => item.toolResults ?? []).map((result) => [result.requestId, result])), [items]);
  const shown = items.filter(({ item }) => item.message !== null || item.toolCalls !== undefined || item.platformEvent !== undefined);
  if (shown.length === 0) return <p className="py-8 text-center text-sm text-ink-soft">{t('transcriptEmpty')}</p>;
  return (
    <ol className="grid gap-1">
      {shown.map((timed) => {
        const isActive = timed.index === activeIndex;
        return (
          <li key={timed.index} ref={isActive ? activeRef : null} aria-current={isActive ? 'true' : undefined} className="scroll-my-40">
            <Item
              timed={timed}
              results={results}
              isActive={isActive}
              atMs={isActive ? atMs : undefined}
              scaleMs={scaleMs}
              onSeek={onSeek}
              action={
                timed.item.role === 'user' && timed.item.message !== null && timed.item.ignoredAsBackchannel !== true ? turnAction?.(timed.index) : undefined
              }
            />
          </li>
        );
      })}
    </ol>
  );
}

interface ItemProps {
  readonly timed: TimedItem;
  readonly isActive: boolean;
  readonly atMs: number | undefined;
  readonly scaleMs: number;
  readonly results: ReadonlyMap<string, TranscriptToolResult>;
  readonly onSeek: (ms: number, index?: number) => void;
  readonly action: ReactNode;
}

function Item({ timed, isActive, atMs, scaleMs, results, onSeek, action }: ItemProps) {
  const t = useTranslations('replay');
  const { item, startMs } = timed;
  const isAgent = item.role === 'agent';
  const latency = item.parley?.latency;
  const hasText = (item.message ?? item.originalMessage ?? '') !== '';
  return (
    <div className={cn('grid gap-x-4 gap-y-1 rounded-md px-3 py-2.5 transition-colors sm:grid-cols-[4.5rem_minmax(0,1fr)]', isActive && 'bg-sunken')}>
      <button
        type="button"
        onClick={() => onSeek(startMs, timed.index)}
        aria-label={t('jump', { at: clockText(startMs, true) })}
        className="self-start rounded-sm text-left font-mono text-xs leading-6 text-ink-faint hover:text-accent"
      >
        {clockText(startMs, true)}
      </button>
      <div className={cn('grid min-w-0 gap-1 border-l-2 pl-3', isAgent ? 'border-agent' : 'border-participant')}>
        <p className={cn('flex flex-wrap items-center gap-x-2 gap-y-1 text-xs font-medium', isAgent ? 'text-agent' : 'text-participant')}>
          {isAgent ? t('agent') : t('participant')}
          <Marks item={item} />
        </p>
        {item.parley?.isUnrecognised === true ? (
          <p className="text-sm text-ink-soft italic">{t('personUnrecognised')}</p>
        ) : hasText ? (
          <Words item={item} atMs={atMs} onSeek={(ms) => onSeek(ms, timed.index)} />
        ) : null}
        {item.platformEvent === 'user_turn_timeout' ? <p className="text-xs text-ink-soft">{t('turnTimeout')}</p> : null}
        <Tools item={item} results={results} />
        {latency === undefined ? null : (
          <div className="mt-1 flex max-w-md items-center gap-3">
            <LatencyBar latency={latency} scaleMs={scaleMs} />
            <span className="shrink-0 text-xs text-ink-soft">{latencyParts(latency).totalMs} ms</span>
          </div>
        )}
        {action}
      </div>
    </div>
  );
}

function Words({ item, atMs, onSeek }: { readonly item: TranscriptItem; readonly atMs: number | undefined; readonly onSeek: (ms: number) => void }) {
  const t = useTranslations('replay');
  const words = shownWords(item);
  const firstUnheard = words.findIndex((word) => !word.isHeard);
  return (
    // Clicking a word is a shortcut for the mouse; the button with the time is there for everyone.
    // biome-ignore lint/a11y/useKeyWithClickEvents: the time button beside it does the same by keyboard
    // biome-ignore lint/a11y/noStaticElementInteractions: see above
    <p
      className="font-serif text-lg text-pretty"
      onClick={(event) => {
        const start = event.target instanceof HTMLElement ? event.target.dataset['start'] : undefined;
        if (start !== undefined) onSeek(Number(start));
      }}
    >
      {words.map((word, index) => {
        const isNow = atMs !== undefined && word.startMs !== undefined && word.endMs !== undefined && atMs >= word.startMs && atMs < word.endMs;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a stored transcript's words never move
          <span key={index}>
            {index === firstUnheard ? <span className="sr-only">{t('notHeard')}: </span> : null}
            <span
              data-start={word.startMs}
              className={cn(
                'rounded-xs',
                word.startMs !== undefined && 'cursor-pointer hover:bg-accent-soft',
                isNow && 'bg-accent text-on-accent hover:bg-accent',
                !word.isHeard && 'text-ink-faint line-through decoration-1',
              )}
            >
              {word.text}
            </span>{' '}
          </span>
        );
      })}
    </p>
  );
}

function Marks({ item }: { readonly item: TranscriptItem }) {
  const t = useTranslations('replay');
  const format = useFormatter();
  const confidence = item.parley?.confidence;
  return (
    <>
      {item.parley?.saidBy === 'person' ? <Badge tone="accent">{t('saidByPerson')}</Badge> : null}
      {item.interrupted === true ? <Badge tone="warn">{t('interrupted')}</Badge> : null}
      {item.ignoredAsBackchannel === true ? <Badge>{t('backchannel')}</Badge> : null}
      {item.sourceMedium === 'text' ? <Badge>{t('typed')}</Badge> : null}
      {item.feedback === undefined || item.feedback === null ? null : item.feedback.score === 'like' ? (
        <Badge tone="good">
          <ThumbsUp aria-hidden />
          {t('liked')}
        </Badge>
      ) : (
        <Badge tone="danger">
          <ThumbsDown aria-hidden />
          {t('disliked')}
        </Badge>
      )}
      {confidence === undefined ? null : (
        <span className="font-normal text-ink-faint">
          {t('confidence', { percent: format.number(confidence, { style: 'percent', maximumFractionDigits: 0 }) })}
        </span>
      )}
    </>
  );
}

function Tools({ item, results }: { readonly item: TranscriptItem; readonly results: ReadonlyMap<string, TranscriptToolResult> }) {
  const t = useTranslations('replay');
  return (item.toolCalls ?? []).map((call) => {
    const result = results.get(call.requestId);
    return (
      <details key={call.requestId} className="rounded-md border bg-surface text-xs">
        <summary className="flex items-center gap-2 px-2.5 py-1.5">
          <span className="font-mono">{t('tool', { name: call.toolName })}</span>
          {result === undefined ? null : <span className="text-ink-faint">{t('toolTook', { value: result.toolLatencySecs.toFixed(2) })}</span>}
          {result?.isError === true ? <Badge tone="danger">{t('toolFailed')}</Badge> : null}
        </summary>
        <dl className="grid gap-1 border-t px-2.5 py-2">
          <dt className="text-ink-faint">{t('toolInput')}</dt>
          <dd className="font-mono break-all whitespace-pre-wrap">{call.paramsAsJson}</dd>
          {result === undefined ? null : (
            <>
              <dt className="text-ink-faint">{t('toolOutput')}</dt>
              <dd className="font-mono break-all whitespace-pre-wrap">{result.resultValue}</dd>
            </>
          )}
        </dl>
      </details>
    );
  });
}
