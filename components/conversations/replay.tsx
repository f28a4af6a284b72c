'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Download, Pause, Play, RotateCcw, RotateCw, SkipBack, SkipForward, Trash2, ZoomIn, ZoomOut } from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useFormatter, useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { languageName } from '../agents/languages';
import { BackLink } from '../layout/back-link';
import { Failure } from '../layout/failure';
import { useQueryParameters } from '../layout/use-query-parameters';
import { useWorkspace } from '../layout/workspace-context';
import { useLiveConversations } from '../live/use-live-conversations';
import { useLiveFeed } from '../live/use-live-feed';
import { type Answers, useTRPC } from '../trpc/client';
import { Button } from '../ui/button';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { CopyButton } from '../ui/copy-button';
import { Dropdown, DropdownContent, DropdownItem, DropdownTrigger } from '../ui/dropdown';
import { Notice } from '../ui/notice';
import { Segmented } from '../ui/segmented';
import { Skeleton } from '../ui/skeleton';
import { Tabs, TabsContent, TabsList, TabsTrigger } from '../ui/tabs';
import { clockText } from './clock-text';
import { ConnectionCurve } from './connection-curve';
import { endReasonKey, isRunning, Source, StatusBadge } from './conversations-table';
import { MakeTest } from './make-test';
import { ReplayLanes } from './replay-lanes';
import { ReplayTracks } from './replay-tracks';
import { ReplayTranscript } from './replay-transcript';
import { ShareButton } from './share-button';
import { hasVoices, type Timeline } from './timeline';
import { zooms } from './track-window';
import { type ReplayState, useReplay } from './use-replay';

type ConversationAnswer = Answers['conversations']['get'];

// What is not seen at first is loaded when it is opened.
const ReplayLatency = dynamic(() => import('./replay-latency').then((module) => module.ReplayLatency), { loading: OnItsWay });
const ReplayRhythm = dynamic(() => import('./replay-rhythm').then((module) => module.ReplayRhythm), { loading: OnItsWay });
const ReplayTags = dynamic(() => import('./replay-tags').then((module) => module.ReplayTags), { ssr: false, loading: () => <div className="h-8" /> });
const ReplayAnalysis = dynamic(() => import('./replay-analysis').then((module) => module.ReplayAnalysis), { loading: OnItsWay });
const ReplayUsage = dynamic(() => import('./replay-usage').then((module) => module.ReplayUsage), { loading: OnItsWay });
const ReplayEvents = dynamic(() => import('./replay-events').then((module) => module.ReplayEvents), { loading: OnItsWay });
const SpanDetails = dynamic(() => import('./span-details').then((module) => module.SpanDetails), { loading: OnItsWay });

function OnItsWay() {
  return <Skeleton className="h-40" />;
}

const views = ['transcript', 'latency', 'rhythm', 'analysis', 'usage', 'events'] as const;
const rates = ['0.5', '1', '1.5', '2'] as const;

export function Replay({ conversationId }: { readonly conversationId: string }) {
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  useLiveConversations();
  const conversation = useQuery(trpc.conversations.get.queryOptions({ workspace: slug, conversationId }));
  const running = conversation.data !== undefined && isRunning(conversation.data);
  useLiveFeed({ conversationId: running ? conversationId : undefined, gatherMs: 1_500 }, () => void conversation.refetch());
  if (conversation.data === undefined) {
    return (
      <div className="p-8">
        {conversation.isError ? <Failure message={conversation.error.message} onRetry={() => void conversation.refetch()} /> : <Skeleton className="h-96" />}
      </div>
    );
  }
  return <ReplayPage conversation={conversation.data} />;
}

/** What is not there any more, or will go, and when. */
function Retention({ conversation: { retention } }: { readonly conversation: ConversationAnswer }) {
  const t = useTranslations('replay.retention');
  const format = useFormatter();
  const on = (at: Date) => ({ date: format.dateTime(at, { dateStyle: 'medium' }) });
  const { transcriptErasedAt, audioErasedAt, transcriptDueAt, audioDueAt } = retention;
  if (retention.keepsNothing) return <Notice>{t('keptNothing')}</Notice>;
  if (transcriptErasedAt !== null) return <Notice>{t('erased', on(transcriptErasedAt))}</Notice>;
  if (audioErasedAt !== null) return <Notice>{t('erasedAudio', on(audioErasedAt))}</Notice>;
  const due = [transcriptDueAt, audioDueAt].filter((at) => at !== null).sort((a, b) => a.getTime() - b.getTime())[0];
  return due === undefined ? null : <p className="text-xs text-ink-faint">{t('due', on(due))}</p>;
}

function ReplayPage({ conversation }: { readonly conversation: ConversationAnswer }) {
  const t = useTranslations('replay');
  const { href, may } = useWorkspace();
  const [parameters, setParameters] = useQueryParameters();
  const running = isRunning(conversation);
  const endDetail = conversation.endDetail ?? '';
  const audioUrl = conversation.hasAudio ? `/v1/convai/conversations/${conversation.id}/audio?format=wav` : null;
  const replay = useReplay({ conversation, audioUrl, parameters, setParameters });
  const { player, items, active, timeline, spans, window, durationMs, scaleMs, seek } = replay;
  const view = views.find((name) => name === parameters.get('view')) ?? 'transcript';
  const selected = spans.find((span) => span.id === parameters.get('span'));

  return (
    <div className="mx-auto grid w-full max-w-[90rem] grid-cols-1 gap-5 px-4 pt-5 pb-10 sm:px-8">
      <header className="grid gap-2">
        <BackLink href={href('/conversations')}>{t('back')}</BackLink>
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <Title conversation={conversation} agentHref={href(`/agents/${conversation.agentId}`)} />
          <Actions conversation={conversation} audioUrl={audioUrl} />
        </div>
      </header>
      {running ? <Notice>{t('running')}</Notice> : null}
      <Retention conversation={conversation} />
      {conversation.isMasked ? <Notice>{t('maskedForYou')}</Notice> : null}
      {hasFailed(conversation) && endDetail !== '' ? <Notice tone="warn">{endDetail}</Notice> : null}
      <section aria-label={t('player')} className="z-20 rounded-lg border bg-surface p-3 lg:sticky lg:top-2">
        {player.state === 'failed' ? (
          <Failure message={t('audioFailed')} onRetry={player.retry} />
        ) : audioUrl !== null && player.sound === undefined ? (
          <Skeleton className="h-44" />
        ) : (
          <div className="grid gap-2">
            {hasVoices(timeline) ? (
              <ReplayTracks
                timeline={timeline}
                sound={player.sound}
                window={window}
                durationMs={durationMs}
                atMs={player.atMs}
                active={active}
                onSeek={seek}
                onToggle={player.toggle}
              />
            ) : null}
            <Controls replay={replay} hasAudio={audioUrl !== null} />
          </div>
        )}
      </section>
      <section className="grid gap-3 px-3">
        <ReplayLanes
          spans={spans}
          window={window}
          atMs={player.atMs}
          selectedId={selected?.id ?? ''}
          onSelect={(span) => setParameters({ span: span.id === selected?.id ? '' : span.id })}
        />
        <WhatHappened timeline={timeline} onSeek={seek} />
      </section>
      {selected === undefined ? null : <SpanDetails span={selected} onSeek={seek} onClose={() => setParameters({ span: '' })} />}
      <div className="grid grid-cols-1 gap-6 lg:grid-cols-[minmax(0,1fr)_18rem]">
        <Tabs value={view} onValueChange={(next) => setParameters({ view: next === 'transcript' ? '' : next })}>
          <TabsList aria-label={t('views')}>
            {views.map((name) => (
              <TabsTrigger key={name} value={name}>
                {t(`tabs.${name}`)}
              </TabsTrigger>
            ))}
          </TabsList>
          <TabsContent value="transcript" className="pt-4">
            <ReplayTranscript
              items={items}
              activeIndex={active?.index}
              atMs={player.atMs}
              isPlaying={player.isPlaying}
              scaleMs={scaleMs}
              onSeek={seek}
              turnAction={(index) => (may('agents:write') ? <MakeTest conversationId={conversation.id} itemIndex={index} /> : null)}
            />
          </TabsContent>
          <TabsContent value="latency" className="pt-4">
            <ReplayLatency items={items} scaleMs={scaleMs} onSeek={seek} />
          </TabsContent>
          <TabsContent value="rhythm" className="pt-4">
            <ReplayRhythm timeline={timeline} onSeek={seek} />
          </TabsContent>
          <TabsContent value="analysis" className="pt-4">
            <ReplayAnalysis conversation={conversation} />
          </TabsContent>
          <TabsContent value="usage" className="pt-4">
            <ReplayUsage events={conversation.events} />
          </TabsContent>
          <TabsContent value="events" className="pt-4">
            <ReplayEvents events={conversation.events} onSeek={seek} />
          </TabsContent>
        </Tabs>
        <Facts conversation={conversation} />
      </div>
    </div>
  );
}

function Title({ conversation, agentHref }: { readonly conversation: ConversationAnswer; readonly agentHref: string }) {
  const listText = useTranslations('conversations');
  const format = useFormatter();
  return (
    <div className="grid">
      <h1 className="font-serif text-2xl font-medium">
        <Link href={agentHref} className="hover:text-accent">
          {conversation.agentName}
        </Link>
      </h1>
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-ink-soft">
        <time dateTime={conversation.startedAt.toISOString()}>{format.dateTime(conversation.startedAt, { dateStyle: 'full', timeStyle: 'short' })}</time>
        <span aria-hidden>·</span>
        {clockText(conversation.durationMs)}
        <StatusBadge row={conversation} />
        {conversation.endReason === null ? null : listText(`endReasons.${endReasonKey(conversation.endReason)}`)}
      </p>
    </div>
  );
}

function Controls({ replay, hasAudio }: { readonly replay: ReplayState; readonly hasAudio: boolean }) {
  const t = useTranslations('replay');
  const { player, durationMs, zoom, setZoom, seek, goTurn } = replay;
  const nearer = zooms.find((candidate) => candidate > zoom);
  const farther = zooms.findLast((candidate) => candidate < zoom);
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-1.5">
      <Control name={t('turnBefore')} onClick={() => goTurn(-1)}>
        <SkipBack aria-hidden />
      </Control>
      <Control name={t('backward')} onClick={() => seek(player.atMs - 5_000)}>
        <RotateCcw aria-hidden />
      </Control>
      {hasAudio ? (
        <Button
          look="primary"
          size="icon"
          className="size-10 rounded-full"
          aria-label={player.isPlaying ? t('pause') : t('play')}
          disabled={player.state !== 'ready'}
          onClick={player.toggle}
        >
          {player.isPlaying ? <Pause aria-hidden /> : <Play aria-hidden />}
        </Button>
      ) : null}
      <Control name={t('forward')} onClick={() => seek(player.atMs + 5_000)}>
        <RotateCw aria-hidden />
      </Control>
      <Control name={t('turnAfter')} onClick={() => goTurn(1)}>
        <SkipForward aria-hidden />
      </Control>
      <span className="ml-1 font-mono text-sm">
        {clockText(player.atMs, true)} <span className="text-ink-faint">/ {clockText(durationMs, true)}</span>
      </span>
      <span className="hidden text-xs text-ink-faint xl:inline">{hasAudio ? t('keysHelp') : t('noAudio')}</span>
      <div className="ml-auto flex items-center gap-1">
        <Control name={t('zoomOut')} disabled={farther === undefined} onClick={() => setZoom(farther ?? zoom)}>
          <ZoomOut aria-hidden />
        </Control>
        <span className="w-7 text-center font-mono text-xs text-ink-soft">{zoom}×</span>
        <Control name={t('zoomIn')} disabled={nearer === undefined} onClick={() => setZoom(nearer ?? zoom)}>
          <ZoomIn aria-hidden />
        </Control>
        {hasAudio ? (
          <Segmented
            className="ml-1"
            aria-label={t('rate')}
            value={String(player.rate)}
            onValueChange={(value) => player.setRate(Number(value))}
            options={rates.map((value) => ({ value, label: `${value}×` }))}
          />
        ) : null}
      </div>
    </div>
  );
}

interface ControlProps {
  readonly name: string;
  readonly disabled?: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

function Control({ name, disabled = false, onClick, children }: ControlProps) {
  return (
    <Button look="quiet" size="icon" aria-label={name} title={name} disabled={disabled} onClick={onClick}>
      {children}
    </Button>
  );
}

/** What the tracks show, in words: for those who do not see them. */
function WhatHappened({ timeline, onSeek }: { readonly timeline: Timeline; readonly onSeek: (ms: number) => void }) {
  const t = useTranslations('replay');
  const lines = [
    ...timeline.participant.map((stretch) => ({ ...stretch, text: t('spoke.participant') })),
    ...timeline.agent.map((stretch) => ({ ...stretch, text: stretch.isHeard ? t('spoke.agent') : t('spoke.unheard') })),
    ...timeline.overlaps.map((overlap) => ({ ...overlap, text: t(`overlaps.${overlap.outcome}`) })),
    ...timeline.marks.map((mark) => ({ ...mark, text: mark.text === '' ? t(`marks.${mark.kind}`) : `${t(`marks.${mark.kind}`)}: ${mark.text}` })),
  ].toSorted((a, b) => a.startMs - b.startMs);
  if (lines.length === 0) return null;
  return (
    <details className="text-xs">
      <summary className="text-ink-faint hover:text-ink">{t('inWords', { count: lines.length })}</summary>
      <ol className="mt-2 grid max-h-72 gap-0.5 overflow-y-auto">
        {lines.map(({ startMs, endMs, text }) => (
          <li key={`${startMs}-${endMs}-${text}`} className="flex gap-3">
            <button
              type="button"
              className="shrink-0 font-mono text-ink-faint hover:text-accent"
              aria-label={t('jump', { at: clockText(startMs, true) })}
              onClick={() => onSeek(startMs)}
            >
              {endMs > startMs ? `${clockText(startMs, true)} – ${clockText(endMs, true)}` : clockText(startMs, true)}
            </button>
            {text}
          </li>
        ))}
      </ol>
    </details>
  );
}

function Actions({ conversation, audioUrl }: { readonly conversation: ConversationAnswer; readonly audioUrl: string | null }) {
  const t = useTranslations('replay');
  const { slug, href, may } = useWorkspace();
  const router = useRouter();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const remove = useMutation(trpc.conversations.delete.mutationOptions());
  const saveTranscript = () => {
    const { id, agentId, agentName, startedAt, durationMs, transcript } = conversation;
    const url = URL.createObjectURL(
      new Blob([JSON.stringify({ id, agentId, agentName, startedAt, durationMs, transcript }, null, 2)], { type: 'application/json' }),
    );
    save(url, `${id}.json`);
    URL.revokeObjectURL(url);
  };
  return (
    <div className="ml-auto flex items-center gap-2">
      {may('conversations:write') ? <ShareButton conversationId={conversation.id} isAlwaysMasked={conversation.isMasked} /> : null}
      <Dropdown>
        <DropdownTrigger asChild>
          <Button>
            <Download aria-hidden />
            {t('download')}
          </Button>
        </DropdownTrigger>
        <DropdownContent align="end">
          {audioUrl === null ? null : <DropdownItem onSelect={() => save(audioUrl, `${conversation.id}.wav`)}>{t('downloadAudio')}</DropdownItem>}
          <DropdownItem onSelect={saveTranscript}>{t('downloadTranscript')}</DropdownItem>
        </DropdownContent>
      </Dropdown>
      {may('conversations:write') ? (
        <ConfirmDialog
          trigger={
            <Button look="danger-quiet" size="icon" aria-label={t('delete')} title={t('delete')}>
              <Trash2 aria-hidden />
            </Button>
          }
          title={t('deleteTitle')}
          description={t('deleteHelp')}
          confirmLabel={t('delete')}
          typeToConfirm={t('deleteWord')}
          onConfirm={async () => {
            await remove.mutateAsync({ workspace: slug, conversationId: conversation.id });
            router.push(href('/conversations'));
            await queries.invalidateQueries({ queryKey: trpc.conversations.list.pathKey() });
          }}
        />
      ) : null}
    </div>
  );
}

function Facts({ conversation }: { readonly conversation: ConversationAnswer }) {
  const t = useTranslations('replay');
  const listText = useTranslations('conversations');
  const locale = useLocale();
  const { href } = useWorkspace();
  const heardBy = lastOf(conversation.transcript, (item) => item.conversationTurnMetrics?.convaiAsrProvider);
  const spokenBy = lastOf(conversation.transcript, (item) => item.conversationTurnMetrics?.convaiTtsModel);
  const model = lastOf(conversation.transcript, (item) => item.producingLlm);
  const { feedback } = conversation;
  const method =
    (['public', 'authorization_header', 'signed_url', 'shareable_link'] as const).find((known) => known === conversation.authorizationMethod) ?? 'other';
  const rows: readonly (readonly [string, ReactNode])[] = [
    [
      t('version'),
      <Link key="version" className="text-accent underline underline-offset-3" href={href(`/agents/${conversation.agentId}?tab=versions`)}>
        {conversation.agentVersionNumber}
      </Link>,
    ],
    [t('language'), languageName(conversation.language, locale)],
    [listText('source'), <Source key="source" source={conversation.source} />],
    [listText('latency'), conversation.responseLatencyMs === null ? null : `${conversation.responseLatencyMs} ms`],
    [t('ending'), hasFailed(conversation) ? null : conversation.endDetail],
    [listText('messages'), conversation.messageCount],
    [listText('interruptions'), conversation.interruptionCount],
    [t('heardBy'), heardBy],
    [t('thoughtBy'), model],
    [t('spokenBy'), spokenBy],
    [t('access'), t(`accessMethods.${method}`)],
    [t('userId'), conversation.userId],
    [t('feedback'), feedback.likes + feedback.dislikes === 0 ? null : t('feedbackCounts', { likes: feedback.likes, dislikes: feedback.dislikes })],
  ];
  return (
    <aside aria-label={t('facts')} className="grid content-start gap-4 text-sm">
      {conversation.summary === '' ? null : (
        <div className="grid gap-1">
          <h2 className="text-xs text-ink-faint">{t('summary')}</h2>
          <p className="font-serif text-base text-pretty">{conversation.summary}</p>
        </div>
      )}
      <ReplayTags conversation={conversation} />
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-2">
        {rows
          .filter(([, value]) => value !== null && value !== undefined && value !== '')
          .map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="text-ink-faint">{name}</dt>
              <dd className="text-right break-words">{value}</dd>
            </div>
          ))}
      </dl>
      <ConnectionCurve events={conversation.events} durationMs={conversation.durationMs} />
      <div className="flex items-center justify-between gap-2">
        <div className="grid min-w-0">
          <span className="text-xs text-ink-faint">{t('id')}</span>
          <span className="truncate font-mono text-xs">{conversation.id}</span>
        </div>
        <CopyButton text={conversation.id} />
      </div>
    </aside>
  );
}

/** What the latest item that tells it says: not every item of a transcript does. */
function lastOf(
  transcript: ConversationAnswer['transcript'],
  told: (item: ConversationAnswer['transcript'][number]) => string | undefined,
): string | undefined {
  const item = transcript.findLast((candidate) => told(candidate) !== undefined);
  return item === undefined ? undefined : told(item);
}

/** An end that someone may want to look into. How an ordinary one came about is a fact like any other. */
function hasFailed({ status }: { readonly status: string }): boolean {
  return status === 'failed';
}

function save(url: string, name: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
}
