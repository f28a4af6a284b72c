'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { useQueryParameters } from '../layout/use-query-parameters';
import { ReplayLatency } from './replay-latency';
import { ReplayTracks } from './replay-tracks';
import { ReplayTranscript } from './replay-transcript';
import { hasVoices } from './timeline';
import { type ReplayInput, useReplay } from './use-replay';

export interface SharedReplayProps {
  readonly conversation: Omit<ReplayInput['conversation'], 'recordingMs'> & {
    readonly agentName: string;
    readonly startedAt: Date;
    readonly isMasked: boolean;
    readonly expiresAt: Date;
  };
}

/** Who spoke when, what was said and how fast the answers came; nothing to change and nothing to go on to. */
export function SharedReplay({ conversation }: SharedReplayProps) {
  const t = useTranslations('share');
  const format = useFormatter();
  const [parameters, setParameters] = useQueryParameters();
  const replay = useReplay({ conversation: { ...conversation, recordingMs: 0 }, audioUrl: null, parameters, setParameters });
  const { player, items, active, timeline, window, durationMs, scaleMs, seek } = replay;
  const day = (date: Date) => format.dateTime(date, { dateStyle: 'medium' });
  return (
    <div className="mx-auto grid w-full max-w-4xl grid-cols-1 gap-6 px-4 py-8 sm:px-8">
      <header className="grid gap-1">
        <h1 className="font-serif text-2xl font-medium">{t('title', { agent: conversation.agentName })}</h1>
        <p className="text-sm text-ink-soft">
          {format.dateTime(conversation.startedAt, { dateStyle: 'medium', timeStyle: 'short' })} · {t('until', { date: day(conversation.expiresAt) })}
          {conversation.isMasked ? ` · ${t('masked')}` : ''}
        </p>
      </header>
      {hasVoices(timeline) ? (
        <section aria-label={t('tracks')} className="rounded-lg border bg-surface p-3">
          <ReplayTracks
            timeline={timeline}
            sound={undefined}
            window={window}
            durationMs={durationMs}
            atMs={player.atMs}
            active={active}
            onSeek={seek}
            onToggle={() => undefined}
          />
        </section>
      ) : null}
      <section aria-label={t('transcript')}>
        <ReplayTranscript items={items} activeIndex={active?.index} atMs={player.atMs} isPlaying={false} scaleMs={scaleMs} onSeek={seek} />
      </section>
      <section aria-label={t('latency')} className="grid gap-3">
        <h2 className="font-serif text-xl font-medium">{t('latency')}</h2>
        <ReplayLatency items={items} scaleMs={scaleMs} onSeek={seek} />
      </section>
    </div>
  );
}
