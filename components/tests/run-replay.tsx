'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { ReplayEvents } from '../conversations/replay-events';
import { ReplayLanes } from '../conversations/replay-lanes';
import { ReplayTranscript } from '../conversations/replay-transcript';
import { ReplayUsage } from '../conversations/replay-usage';
import { SpanDetails } from '../conversations/span-details';
import { timedItems } from '../conversations/transcript-times';
import { useReplay } from '../conversations/use-replay';
import { usePastTime } from '../i18n/use-past-time';
import { BackLink } from '../layout/back-link';
import { Failure } from '../layout/failure';
import { useQueryParameters } from '../layout/use-query-parameters';
import { useWorkspace } from '../layout/workspace-context';
import { useLiveFeed } from '../live/use-live-feed';
import { type Answers, useTRPC } from '../trpc/client';
import { Button } from '../ui/button';
import { Notice } from '../ui/notice';
import { Skeleton } from '../ui/skeleton';
import { Tabs, TabsContent, TabsList, TabsTrigger } from '../ui/tabs';
import { RunStatus, RunVerdict } from './run-verdict';
import type { TestDocument } from './test-document';

type RunAnswer = Answers['tests']['testRun'];

const views = ['transcript', 'usage', 'events'] as const;

/** One run of a test, gone through like a conversation: what was said, called and looked up, when, and how it was judged. */
export function RunReplay({ testRunId }: { readonly testRunId: string }) {
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const run = useQuery(trpc.tests.testRun.queryOptions({ workspace: slug, testRunId }));
  useLiveFeed(run.data?.status === 'pending' ? { work: 'tests' } : {}, () => void run.refetch());
  if (run.data !== undefined) return <RunPage run={run.data} />;
  return <div className="p-8">{run.isError ? <Failure message={run.error.message} onRetry={() => void run.refetch()} /> : <Skeleton className="h-96" />}</div>;
}

function RunPage({ run }: { readonly run: RunAnswer }) {
  const t = useTranslations('tests');
  const replayText = useTranslations('replay');
  const { href } = useWorkspace();
  const [parameters, setParameters] = useQueryParameters();
  const durationMs = Math.max(1, ...run.events.map(({ atMs }) => atMs));
  const conversation = { durationMs, recordingMs: 0, transcript: run.responses, events: run.events };
  const { items, active, player, spans, window, scaleMs, seek } = useReplay({ conversation, audioUrl: null, parameters, setParameters });
  const view = views.find((name) => name === parameters.get('view')) ?? 'transcript';
  const selected = spans.find((span) => span.id === parameters.get('span'));
  return (
    <div className="mx-auto grid w-full max-w-[90rem] grid-cols-1 gap-5 px-4 pt-5 pb-10 sm:px-8">
      <header className="grid gap-2">
        <BackLink href={href(`/tests?tab=runs&runs=${run.invocationId}`)}>{t('replay.back')}</BackLink>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <h1 className="font-serif text-2xl font-medium">{run.testName}</h1>
          <RunStatus status={run.status} />
          <Origins run={run} />
        </div>
        <Subject run={run} />
      </header>
      {run.status === 'pending' ? <Notice>{t('replay.pending')}</Notice> : null}
      {run.result === null ? null : (
        <section aria-label={t('replay.verdict')} className="rounded-lg border bg-surface p-4">
          <RunVerdict result={run.result} />
        </section>
      )}
      <ReplayLanes
        spans={spans}
        window={window}
        atMs={player.atMs}
        selectedId={selected?.id ?? ''}
        onSelect={(span) => setParameters({ span: span.id === selected?.id ? '' : span.id })}
      />
      {selected === undefined ? null : <SpanDetails span={selected} onSeek={seek} onClose={() => setParameters({ span: '' })} />}
      <Tabs value={view} onValueChange={(next) => setParameters({ view: next === 'transcript' ? '' : next })}>
        <TabsList aria-label={replayText('views')}>
          {views.map((name) => (
            <TabsTrigger key={name} value={name}>
              {replayText(`tabs.${name}`)}
            </TabsTrigger>
          ))}
        </TabsList>
        <TabsContent value="transcript" className="grid max-w-4xl gap-5 pt-4">
          <Before run={run} />
          <ReplayTranscript items={items} activeIndex={active?.index} atMs={player.atMs} isPlaying={false} scaleMs={scaleMs} onSeek={seek} />
        </TabsContent>
        <TabsContent value="usage" className="pt-4">
          <ReplayUsage events={run.events} />
        </TabsContent>
        <TabsContent value="events" className="pt-4">
          <ReplayEvents events={run.events} onSeek={seek} />
        </TabsContent>
      </Tabs>
    </div>
  );
}

/** What was tested, and when. */
function Subject({ run: { invocation, updatedAt } }: { readonly run: RunAnswer }) {
  const t = useTranslations('tests');
  const pastTime = usePastTime();
  const { agentId, agentName, branchName, isDraft, versionNumber } = invocation;
  const { href } = useWorkspace();
  const branch = branchName === null ? [] : [isDraft ? t('draftOf', { branch: branchName }) : branchName];
  const version = versionNumber === null ? [] : [t('versionShort', { number: versionNumber })];
  return (
    <p className="text-sm text-ink-soft">
      {agentName === null ? (
        t('goneAgent')
      ) : (
        <Link href={href(`/agents/${agentId}`)} className="hover:text-accent">
          {agentName}
        </Link>
      )}
      {[...branch, ...version, pastTime(updatedAt)].map((part) => ` · ${part}`)}
    </p>
  );
}

/** Where the test and what it came from are. */
function Origins({ run }: { readonly run: RunAnswer }) {
  const t = useTranslations('tests');
  const { href } = useWorkspace();
  const conversationId = (run.document as TestDocument).from_conversation_metadata?.conversation_id;
  return (
    <div className="ml-auto flex flex-wrap gap-2">
      <Button asChild size="sm">
        <Link href={href(`/tests/${run.testId}`)}>{t('openTest')}</Link>
      </Button>
      {conversationId === undefined ? null : (
        <Button asChild size="sm">
          <Link href={href(`/conversations/${conversationId}`)}>{t('openConversation')}</Link>
        </Button>
      )}
    </div>
  );
}

/** What the test gives as said before: it has no time of its own. */
function Before({ run: { before } }: { readonly run: RunAnswer }) {
  const t = useTranslations('tests');
  if (before.length === 0) return null;
  return (
    <section aria-labelledby="before" className="grid gap-2 rounded-lg bg-sunken/60 p-4">
      <h2 id="before" className="text-xs text-ink-soft">
        {t('replay.before')}
      </h2>
      <ol className="grid gap-2 text-sm">
        {timedItems(before, 0).map(({ item, index }) => (
          <li key={index}>
            <span className={item.role === 'agent' ? 'text-xs text-agent' : 'text-xs text-participant'}>{t(`roles.${item.role}`)}</span>
            <p className="text-pretty">{item.message}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}
