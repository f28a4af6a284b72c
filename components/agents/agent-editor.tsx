'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ExternalLink, Mic } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { type ReactNode, useCallback, useState } from 'react';
import { BackLink } from '../layout/back-link';
import { Failure } from '../layout/failure';
import { Refused } from '../layout/refused';
import { useQueryParameters } from '../layout/use-query-parameters';
import { useWorkspace } from '../layout/workspace-context';
import { type Answers, useTRPC } from '../trpc/client';
import { useRefusal } from '../trpc/use-refusal';
import { Button } from '../ui/button';
import { Dialog, DialogTrigger, SheetContent } from '../ui/dialog';
import { Notice } from '../ui/notice';
import { Skeleton } from '../ui/skeleton';
import { Tabs, TabsContent, TabsList, TabsTrigger } from '../ui/tabs';
import { AgentMenu } from './agent-menu';
import { BehaviourSection } from './behaviour-section';
import type { DocumentChange } from './document-changes';
import { EditorBar } from './editor-bar';
import { type EditorTab, editorTabs } from './editor-tabs';
import { prepare, sections } from './tab-sections';
import { type AgentDraft, useAgentDraft } from './use-agent-draft';
import { useCoEditors } from './use-co-editors';
import { useKeptDraft } from './use-kept-draft';

// What is needed once something was changed.
const SaveChanges = dynamic(() => import('./save-changes').then((module) => module.SaveChanges), { loading: () => null });
const ConflictsNotice = dynamic(() => import('./conflicts-notice').then((module) => module.ConflictsNotice), { loading: () => null });
// Nobody speaks before the page is there.
const TalkPanel = dynamic(() => import('../voice/talk-panel').then((module) => module.TalkPanel), {
  ssr: false,
  loading: () => <Skeleton className="m-4 h-64" />,
});

type AgentAnswer = Answers['agents']['get'];

export function AgentEditor({ agentId }: { readonly agentId: string }) {
  const { slug, may } = useWorkspace();
  const trpc = useTRPC();
  const [parameters] = useQueryParameters();
  const branchId = parameters.get('branch') ?? '';
  const branch = branchId === '' ? {} : { branchId };
  const agent = useQuery(trpc.agents.get.queryOptions({ workspace: slug, agentId, ...branch }));
  const shownBranchId = agent.data?.branchId ?? '';
  // Read once: from then on the page itself is what is kept.
  const draft = useQuery({
    ...trpc.branches.draft.queryOptions({ workspace: slug, agentId, branchId: shownBranchId }),
    enabled: may('agents:write') && shownBranchId !== '',
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  if (agent.isError && agent.data === undefined) {
    return (
      <div className="p-8">
        <Failure message={agent.error.message} onRetry={() => void agent.refetch()} />
      </div>
    );
  }
  if (agent.data === undefined || draft.isLoading) return <Skeleton className="m-8 h-96" />;
  return <Editor key={agent.data.branchId} agent={agent.data} kept={draft.data ?? null} />;
}

function Editor({ agent, kept }: { readonly agent: AgentAnswer; readonly kept: Answers['branches']['draft'] }) {
  const t = useTranslations('editor');
  const { href, may } = useWorkspace();
  const [parameters, setParameters] = useQueryParameters();
  const queries = useQueryClient();
  const trpc = useTRPC();
  const isMain = agent.branchId === agent.mainBranchId;
  const keeper = useKeptDraft(agent, kept);
  const draft = useAgentDraft(
    {
      agentId: agent.id,
      ...(isMain ? {} : { branchId: agent.branchId }),
      versionNumber: agent.versionNumber,
      name: agent.name,
      config: agent.version.config,
    },
    keeper,
  );
  const disabled = !may('agents:write');
  const refusal = useRefusal(trpc.agents.archive.mutationKey(), trpc.agents.duplicate.mutationKey());
  const tab = editorTabs.find((name) => name === parameters.get('tab')) ?? 'behaviour';
  const isDirty = draft.changes.length > 0;
  const [path, setPath] = useState<readonly string[]>([]);
  const { others, tellSaved } = useCoEditors({
    agentId: agent.id,
    branchId: agent.branchId,
    hasChanges: isDirty,
    isEditing: !disabled,
    onSaved: useCallback(() => void queries.invalidateQueries({ queryKey: trpc.agents.pathKey() }), [queries, trpc]),
  });

  const onEnded = useCallback(() => void queries.invalidateQueries({ queryKey: trpc.conversations.pathKey() }), [queries, trpc]);
  const console = (className: string) => (
    <TalkPanel
      agentId={agent.id}
      agentName={agent.name}
      source="console"
      {...(isMain ? {} : { versionId: agent.version.id })}
      onEnded={onEnded}
      onWorkflowPath={setPath}
      conversationHref={(conversationId) => href(`/conversations/${conversationId}`)}
      className={className}
      {...(isDirty ? { note: t('unsavedNote', { number: agent.versionNumber }) } : {})}
    />
  );

  return (
    <div className="grid flex-1 grid-cols-1 xl:grid-cols-[minmax(0,1fr)_24rem]">
      <div className="flex min-w-0 flex-col">
        <EditorBar
          agent={agent}
          draft={draft}
          others={others}
          actions={isDirty && !disabled ? <SaveChanges agent={agent} draft={draft} onSaved={tellSaved} /> : null}
        />
        <div className="mx-auto grid w-full max-w-4xl flex-1 grid-cols-1 content-start gap-5 px-4 pt-5 pb-10 sm:px-8">
          <header className="grid gap-2">
            <BackLink href={href('/agents')}>{t('back')}</BackLink>
            <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
              <h1 className="min-w-0 font-serif text-2xl font-medium break-words">{draft.document.name === '' ? agent.name : draft.document.name}</h1>
              <div className="ml-auto flex items-center gap-1.5">
                <MobileConsole>{console('h-full')}</MobileConsole>
                {agent.version.config.platformSettings.auth.enableAuth ? null : (
                  <Button asChild look="quiet">
                    <a href={`/talk/${agent.id}`} target="_blank" rel="noreferrer">
                      <ExternalLink aria-hidden />
                      {t('talkPage')}
                    </a>
                  </Button>
                )}
                {disabled ? null : <AgentMenu agent={agent} hasLeft />}
              </div>
            </div>
          </header>
          {disabled ? <Notice>{t('readOnly')}</Notice> : null}
          <Refused why={refusal} />
          {draft.begunOn === undefined ? null : <ConflictsNotice agent={agent} draft={draft} />}
          <Tabs value={tab} onValueChange={(value) => setParameters({ tab: value === 'behaviour' ? '' : value })}>
            <TabsList aria-label={agent.name} className="md:flex-wrap md:gap-x-4 md:pt-1 md:*:mb-0 md:*:py-1.5">
              {editorTabs.map((name) => (
                <TabsTrigger key={name} value={name} onPointerEnter={() => prepare(name)} onFocus={() => prepare(name)}>
                  {t(`tabs.${name}`)}
                  {draft.changes.some((change) => tabOf(change) === name) ? (
                    <span className="relative ml-1.5 inline-block size-1.5 rounded-full bg-participant align-middle">
                      <span className="sr-only"> {t('changedMark')}</span>
                    </span>
                  ) : null}
                </TabsTrigger>
              ))}
            </TabsList>
            <TabsContent value={tab} className="pt-6 outline-none" tabIndex={-1}>
              <TabBody tab={tab} draft={draft} disabled={disabled} agent={agent} path={path} />
            </TabsContent>
          </Tabs>
        </div>
      </div>
      <aside aria-label={t('console')} className="hidden border-l xl:block">
        <div className="sticky top-0 h-dvh">{console('h-full')}</div>
      </aside>
    </div>
  );
}

function TabBody({
  tab,
  draft,
  disabled,
  agent,
  path,
}: {
  readonly tab: EditorTab;
  readonly draft: AgentDraft;
  readonly disabled: boolean;
  readonly agent: AgentAnswer;
  readonly path: readonly string[];
}) {
  switch (tab) {
    case 'behaviour':
      return <BehaviourSection draft={draft} disabled={disabled} />;
    case 'workflow':
      return <sections.Workflow draft={draft} disabled={disabled} agentId={agent.id} path={path} />;
    case 'tools':
      return <sections.Tools draft={draft} disabled={disabled} />;
    case 'knowledge':
      return <sections.Knowledge draft={draft} disabled={disabled} />;
    case 'voice':
      return <sections.Voice draft={draft} disabled={disabled} />;
    case 'model':
      return <sections.Model draft={draft} disabled={disabled} />;
    case 'hearing':
      return <sections.Hearing draft={draft} disabled={disabled} />;
    case 'turns':
      return <sections.Turns draft={draft} disabled={disabled} agent={agent} />;
    case 'guardrails':
      return <sections.Guardrails draft={draft} disabled={disabled} />;
    case 'analysis':
      return <sections.Analysis draft={draft} disabled={disabled} agentId={agent.id} />;
    case 'tests':
      return <sections.Tests draft={draft} disabled={disabled} agentId={agent.id} branchId={agent.branchId} />;
    case 'channels':
      return <sections.Channels draft={draft} disabled={disabled} agentId={agent.id} />;
    case 'privacy':
      return <sections.Privacy draft={draft} disabled={disabled} />;
    case 'limits':
      return <sections.Limits draft={draft} disabled={disabled} />;
    case 'branches':
      return <sections.Branches agent={agent} disabled={disabled} />;
    case 'versions':
      return <sections.Versions agent={agent} />;
    case 'json':
      return <sections.Json draft={draft} disabled={disabled} agent={agent} />;
  }
}

/** Below the width where the console has a column of its own it comes in as a sheet. */
function MobileConsole({ children }: { readonly children: ReactNode }) {
  const t = useTranslations('editor');
  return (
    <Dialog>
      <DialogTrigger asChild>
        <Button look="primary" className="xl:hidden">
          <Mic aria-hidden />
          {t('talk')}
        </Button>
      </DialogTrigger>
      <SheetContent title={t('console')} className="xl:hidden">
        {children}
      </SheetContent>
    </Dialog>
  );
}

/** Under which tab a changed value is found. */
function tabOf({ path }: DocumentChange): EditorTab | undefined {
  const [top, section, part, detail] = path;
  if (top === 'name') return 'behaviour';
  if (top !== 'config') return undefined;
  if (section === 'workflow') return 'workflow';
  if (section === 'platformSettings') {
    if (part === 'testing') return 'tests';
    if (part === 'guardrails') return 'guardrails';
    if (part === 'evaluation' || part === 'dataCollection' || part === 'workspaceOverrides') return 'analysis';
    if (part === 'privacy') return 'privacy';
    if (part === 'callLimits' || part === 'queueingConfig') return 'limits';
    return part === 'auth' || part === 'overrides' || part === 'widget' ? 'channels' : 'json';
  }
  if (section === 'conversationConfig') {
    if (part === 'tts' || part === 'languagePresets') return 'voice';
    if (detail === 'softTimeoutConfig') return 'voice';
    if (part === 'conversation' || path.includes('maxConversationDurationMessage')) return 'limits';
    if (part === 'turn' || detail === 'disableFirstMessageInterruptions') return 'turns';
    if (part === 'asr') return 'hearing';
    if (['toolIds', 'mcpServerIds', 'builtInTools'].some((member) => path.includes(member))) return 'tools';
    if (path.includes('knowledgeBase') || path.includes('rag')) return 'knowledge';
    return path.includes('temperature') ? 'model' : 'behaviour';
  }
  if (part === 'knowledgeText') return 'knowledge';
  if (part === 'ttsChain' || part === 'speaking') return 'voice';
  if (part === 'llmChain' || part === 'fallback') return 'model';
  if (part === 'sttChain' || part === 'hints') return 'hearing';
  return part === 'turnTaking' ? 'turns' : undefined;
}
