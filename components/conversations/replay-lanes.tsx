'use client';

import { useTranslations } from 'next-intl';
import { cn } from '../ui/cn';
import { clockText } from './clock-text';
import { trackGrid } from './replay-tracks';
import type { Stretch } from './timeline';
import { placeIn } from './track-window';
import { type Lane, lanes, type WorkSpan } from './work-spans';

export interface ReplayLanesProps {
  readonly spans: readonly WorkSpan[];
  readonly window: Stretch;
  readonly atMs: number;
  readonly selectedId: string;
  readonly onSelect: (span: WorkSpan) => void;
}

const colours: Readonly<Record<Lane, string>> = {
  hearing: 'bg-part-transcription',
  knowledge: 'bg-part-delivery',
  model: 'bg-part-thinking',
  tools: 'bg-accent',
  voice: 'bg-part-speaking',
  trouble: 'bg-warn',
};

/** What was done for the conversation, on the clock of the tracks above: a lane for each kind of work that there was. */
export function ReplayLanes({ spans, window, atMs, selectedId, onSelect }: ReplayLanesProps) {
  const t = useTranslations('replay');
  const playhead = placeIn(window, atMs);
  const used = lanes.filter((lane) => spans.some((span) => span.lane === lane));
  if (used.length === 0) return null;
  return (
    <section aria-label={t('work')} className="grid gap-1">
      {used.map((lane) => (
        <div key={lane} className={trackGrid}>
          <h2 className="self-center text-2xs text-ink-faint">{t(`lanes.${lane}`)}</h2>
          <div className="relative h-6 overflow-hidden rounded-sm bg-sunken/60">
            {spans
              .filter((span) => span.lane === lane)
              .map((span) => (
                <SpanButton key={span.id} span={span} window={window} isSelected={span.id === selectedId} onSelect={onSelect} />
              ))}
            {playhead < 0 || playhead > 1 ? null : (
              <span aria-hidden className="pointer-events-none absolute inset-y-0 -ml-px w-0.5 bg-ink/60" style={{ left: `${playhead * 100}%` }} />
            )}
          </div>
        </div>
      ))}
    </section>
  );
}

interface SpanButtonProps {
  readonly span: WorkSpan;
  readonly window: Stretch;
  readonly isSelected: boolean;
  readonly onSelect: (span: WorkSpan) => void;
}

function SpanButton({ span, window, isSelected, onSelect }: SpanButtonProps) {
  const name = useSpanName()(span);
  const left = Math.max(0, placeIn(window, span.startMs));
  const right = Math.min(1, placeIn(window, span.endMs));
  if (right < 0 || left > 1) return null;
  return (
    <button
      type="button"
      data-on-the-clock
      aria-pressed={isSelected}
      aria-label={name}
      title={name}
      onClick={() => onSelect(span)}
      className={cn(
        'absolute inset-y-0.5 min-w-2 scroll-mt-96 overflow-hidden rounded-xs text-left',
        span.isError ? 'bg-danger' : span.isSpeculative ? 'bg-part-prepared' : colours[span.lane],
        isSelected ? 'ring-2 ring-ink' : 'opacity-85 hover:opacity-100',
      )}
      style={{
        left: `min(${left * 100}%, calc(100% - 8px))`,
        width: `${Math.max(0, right - left) * 100}%`,
        // A moment is drawn wider than it is: what begins with it must not hide it.
        zIndex: span.endMs > span.startMs ? undefined : 1,
      }}
    />
  );
}

/** What a span is called: what was done, by whom, when and for how long. */
export function useSpanName(): (span: WorkSpan) => string {
  const t = useTranslations('replay');
  return (span) => {
    const what = span.isSpeculative ? t('speculative') : isKnownKind(span.kind) ? t(`spanKinds.${span.kind}`) : span.kind;
    const named = span.by === '' ? what : t('spanBy', { what, by: span.by });
    const at = clockText(span.startMs, true);
    return span.endMs > span.startMs ? t('spanLasting', { name: named, at, ms: Math.round(span.endMs - span.startMs) }) : t('spanAt', { name: named, at });
  };
}

const knownKinds = [
  'transcription-final',
  'knowledge-retrieved',
  'draft-started',
  'response-started',
  'response-audible',
  'tool-called',
  'provider-failed',
  'failed-over',
  'request-hedged',
  'audio-lost',
] as const;

function isKnownKind(kind: string): kind is (typeof knownKinds)[number] {
  return knownKinds.some((known) => known === kind);
}
