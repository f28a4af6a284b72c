'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useRef } from 'react';
import { Badge } from '../ui/badge';
import { cn } from '../ui/cn';
import { type LiveEntry, type LiveTranscript, splitHeard } from './live-transcript';

export interface TranscriptViewProps {
  readonly transcript: LiveTranscript;
  readonly agentName: string;
  /** Absent: whoever looks at it. */
  readonly participantName?: string;
  /** In text mode nothing is played, so nothing is unheard. */
  readonly isTextOnly: boolean;
  readonly empty: ReactNode;
  readonly className?: string;
}

export function TranscriptView({ transcript, agentName, participantName, isTextOnly, empty, className }: TranscriptViewProps) {
  const t = useTranslations('voice');
  const who = participantName ?? t('you');
  const endRef = useRef<HTMLDivElement>(null);
  const frameRef = useRef<HTMLDivElement>(null);
  const followsRef = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: new words are what moves the view
  useEffect(() => {
    if (followsRef.current) endRef.current?.scrollIntoView({ block: 'nearest' });
  }, [transcript]);
  const isEmpty = transcript.entries.length === 0 && transcript.partial === '';
  return (
    <div
      ref={frameRef}
      role="log"
      aria-label={t('transcript')}
      aria-live="polite"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll container must be focusable
      tabIndex={0}
      onScroll={({ currentTarget: frame }) => {
        followsRef.current = frame.scrollHeight - frame.scrollTop - frame.clientHeight < 48;
      }}
      className={cn('overflow-y-auto overscroll-contain focus-visible:-outline-offset-2', className)}
    >
      {isEmpty ? empty : null}
      <ol className="grid gap-3.5">
        {transcript.entries.filter(hasSomething).map((entry) => (
          <li key={entry.key}>
            <Entry entry={entry} agentName={agentName} participantName={who} isTextOnly={isTextOnly} />
          </li>
        ))}
        {transcript.partial === '' ? null : (
          <li aria-hidden>
            <Line who={who} side="participant">
              <span className="text-ink-faint italic">{transcript.partial}</span>
            </Line>
          </li>
        )}
      </ol>
      <div ref={endRef} className="h-3" />
    </div>
  );
}

/** While a person answers in its place, the agent's own answers are empty. */
function hasSomething(entry: LiveEntry): boolean {
  return entry.kind !== 'agent' || entry.text !== '' || !entry.isFinal || entry.isPerson === true;
}

function Entry({
  entry,
  agentName,
  participantName,
  isTextOnly,
}: {
  readonly entry: LiveEntry;
  readonly agentName: string;
  readonly participantName: string;
  readonly isTextOnly: boolean;
}) {
  const t = useTranslations('voice');
  switch (entry.kind) {
    case 'participant':
      return (
        <Line who={participantName} side="participant" mark={entry.medium === 'text' ? <Badge>{t('typed')}</Badge> : null}>
          {entry.text}
        </Line>
      );
    case 'agent': {
      const { heard, unheard } = isTextOnly ? { heard: entry.text, unheard: '' } : splitHeard(entry.text, entry.heardText);
      return (
        <Line
          who={agentName}
          side="agent"
          mark={
            entry.isPerson === true ? <Badge tone="accent">{t('person')}</Badge> : entry.isInterrupted ? <Badge tone="warn">{t('interrupted')}</Badge> : null
          }
        >
          {heard}
          {unheard === '' ? null : entry.isInterrupted ? (
            <s className="text-ink-faint decoration-ink-faint/70">
              <span className="sr-only">{t('notHeard')}: </span>
              {unheard}
            </s>
          ) : (
            <span className="text-ink-faint">{unheard}</span>
          )}
          {entry.text === '' ? <span className="text-ink-faint">{entry.isPerson === true ? t('personUnrecognised') : '…'}</span> : null}
        </Line>
      );
    }
    case 'tool':
      return (
        <p className="flex items-center gap-2 text-xs text-ink-soft">
          <span className="font-mono">{t('tool', { name: entry.toolName })}</span>
          <Badge tone={entry.state === 'failed' ? 'danger' : entry.state === 'done' ? 'good' : 'neutral'}>{t(`toolState.${entry.state}`)}</Badge>
        </p>
      );
    case 'failover':
      return (
        <p className="text-xs text-warn">{entry.to === null ? t('failoverNone', { from: entry.from }) : t('failover', { from: entry.from, to: entry.to })}</p>
      );
  }
}

function Line({
  who,
  side,
  mark,
  children,
}: {
  readonly who: string;
  readonly side: 'participant' | 'agent';
  readonly mark?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <div className={cn('grid gap-0.5 border-l-2 pl-3', side === 'participant' ? 'border-participant' : 'border-agent')}>
      <p className={cn('flex items-center gap-2 text-xs font-medium', side === 'participant' ? 'text-participant' : 'text-agent')}>
        {who}
        {mark}
      </p>
      <p className="font-serif text-lg text-pretty whitespace-pre-wrap break-words">{children}</p>
    </div>
  );
}
