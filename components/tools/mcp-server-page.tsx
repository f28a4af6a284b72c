'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { approvalPolicies, type ApprovalPolicy } from '@/server/contracts/approval-policy';
import { BackLink } from '../layout/back-link';
import { Failure } from '../layout/failure';
import { useWorkspace } from '../layout/workspace-context';
import { type Answers, useTRPC } from '../trpc/client';
import { optimistic, together } from '../trpc/optimistic';
import { Badge, type BadgeTone } from '../ui/badge';
import { Button } from '../ui/button';
import { Section } from '../ui/card';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { EmptyState } from '../ui/empty-state';
import { Field } from '../ui/field';
import { Notice } from '../ui/notice';
import { Select } from '../ui/select';
import { Skeleton } from '../ui/skeleton';

type Server = Answers['mcpServers']['get'];
type ListedServer = Answers['mcpServers']['list'][number];
type ToolList = Answers['mcpServers']['tools'];
type ListedTool = Extract<ToolList, { isReached: true }>['tools'][number];

interface PolicyChange {
  readonly approvalPolicy: ApprovalPolicy;
}

export function McpServerPage({ serverId }: { readonly serverId: string }) {
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const server = useQuery(trpc.mcpServers.get.queryOptions({ workspace: slug, serverId }));
  if (server.isError && server.data === undefined) {
    return (
      <div className="p-8">
        <Failure message={server.error.message} onRetry={() => void server.refetch()} />
      </div>
    );
  }
  if (server.data === undefined) return <Skeleton className="m-8 h-96" />;
  return <Loaded server={server.data} />;
}

function Loaded({ server }: { readonly server: Server }) {
  const t = useTranslations('tools');
  const ui = useTranslations('ui');
  const { slug, href, may } = useWorkspace();
  const router = useRouter();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const mayWrite = may('tools:write');
  const refresh = () => queries.invalidateQueries({ queryKey: trpc.mcpServers.pathKey() });
  const withPolicy = <S extends ListedServer>(each: S, approvalPolicy: ApprovalPolicy): S => ({ ...each, config: { ...each.config, approvalPolicy } });
  const setPolicy = useMutation(
    trpc.mcpServers.setApprovalPolicy.mutationOptions({
      ...together(
        optimistic(queries, trpc.mcpServers.get.queryKey({ workspace: slug, serverId: server.id }), (one: Server, { approvalPolicy }: PolicyChange) =>
          withPolicy(one, approvalPolicy),
        ),
        optimistic(queries, trpc.mcpServers.list.pathKey(), (list: readonly ListedServer[], { approvalPolicy }: PolicyChange) =>
          list.map((each) => (each.id === server.id ? withPolicy(each, approvalPolicy) : each)),
        ),
      ),
      onSettled: refresh,
    }),
  );
  const remove = useMutation(trpc.mcpServers.delete.mutationOptions());
  const { config } = server;
  return (
    <div className="mx-auto grid w-full max-w-[90rem] grid-cols-1 gap-6 px-4 py-6 sm:px-8 sm:py-8 [&>*]:max-w-[60rem]">
      <header className="grid gap-2">
        <BackLink href={href('/tools?tab=mcp')}>{t('tabs.mcp')}</BackLink>
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <h1 className="min-w-0 font-serif text-2xl font-medium break-words">{server.name}</h1>
          <Badge>{config.transport === 'SSE' ? 'SSE' : 'Streamable HTTP'}</Badge>
          {mayWrite ? (
            <div className="ml-auto">
              <ConfirmDialog
                trigger={<Button look="danger-quiet">{ui('delete')}</Button>}
                title={t('deleteTitle', { name: server.name })}
                description={t('deleteHelp')}
                confirmLabel={ui('delete')}
                typeToConfirm={server.name}
                onConfirm={async () => {
                  await remove.mutateAsync({
                    workspace: slug,
                    serverId: server.id,
                  });
                  router.push(href('/tools?tab=mcp'));
                  await refresh();
                }}
              />
            </div>
          ) : null}
        </div>
        <p className="font-mono text-xs break-all text-ink-soft">{typeof config.url === 'string' ? config.url : t('secret')}</p>
      </header>
      <div>
        <Section title={t('policy')} description={t('policyHelp')}>
          <Field label={t('policy')} className="max-w-lg" error={setPolicy.error?.message}>
            {(control) => (
              <Select
                value={config.approvalPolicy}
                disabled={!mayWrite || setPolicy.isPending}
                onValueChange={(policy) => {
                  const approvalPolicy = approvalPolicies.find((known) => known === policy);
                  if (approvalPolicy !== undefined) setPolicy.mutate({ workspace: slug, serverId: server.id, approvalPolicy });
                }}
                options={approvalPolicies.map((value) => ({
                  value,
                  label: t(`policies.${value}`),
                  detail: t(`policyHelps.${value}`),
                }))}
                {...control}
              />
            )}
          </Field>
        </Section>
        {mayWrite ? <OfferedTools server={server} /> : null}
        <Section title={t('usedBy')} className="border-t">
          {server.usedBy.length === 0 ? <p className="text-sm text-ink-soft">{t('unused')}</p> : null}
          <ul className="grid gap-1">
            {server.usedBy.map(({ id, name }) => (
              <li key={id}>
                <Link href={href(`/agents/${id}?tab=tools`)} className="text-sm font-medium hover:text-accent">
                  {name}
                </Link>
              </li>
            ))}
          </ul>
        </Section>
      </div>
    </div>
  );
}

const stateTones: Readonly<Record<ListedTool['state'], BadgeTone>> = {
  up_to_date: 'good',
  needs_review: 'warn',
  not_approved: 'neutral',
};

/** What the server offers right now, and what of it is approved. */
function OfferedTools({ server }: { readonly server: Server }) {
  const t = useTranslations('tools');
  const ui = useTranslations('ui');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const offered = useQuery(
    trpc.mcpServers.tools.queryOptions({
      workspace: slug,
      serverId: server.id,
    }),
  );
  return (
    <Section
      title={t('offered')}
      description={t('offeredHelp')}
      className="border-t"
      actions={
        <Button size="sm" isBusy={offered.isFetching} onClick={() => void offered.refetch()}>
          {t('askAgain')}
        </Button>
      }
    >
      {offered.isPending ? <Skeleton className="h-24" /> : null}
      {offered.isError ? <Failure message={offered.error.message} onRetry={() => void offered.refetch()} /> : null}
      {offered.data?.isReached === false ? (
        <Notice tone="warn" title={t('notReached')}>
          {offered.data.message}
        </Notice>
      ) : null}
      {offered.data?.isReached === true && offered.data.tools.length === 0 ? <EmptyState title={ui('noResults')} description={t('offersNothing')} /> : null}
      {offered.data?.isReached === true && offered.data.tools.length > 0 ? (
        <ul className="grid rounded-lg border bg-surface [&>li+li]:border-t">
          {offered.data.tools.map((listed) => (
            <OfferedTool key={listed.tool.name} server={server} listed={listed} />
          ))}
        </ul>
      ) : null}
    </Section>
  );
}

interface NewApproval {
  readonly toolName: string;
  readonly approvalPolicy: 'auto_approved' | 'requires_approval';
}

function OfferedTool({ server, listed }: { readonly server: Server; readonly listed: ListedTool }) {
  const t = useTranslations('tools');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { tool, state, approval } = listed;
  const listKey = trpc.mcpServers.tools.queryKey({ workspace: slug, serverId: server.id });
  const onSettled = () => queries.invalidateQueries({ queryKey: trpc.mcpServers.pathKey() });
  const approve = useMutation(
    trpc.mcpServers.approveTool.mutationOptions({
      ...optimistic(queries, listKey, (list: ToolList, { toolName, approvalPolicy }: NewApproval) =>
        withTool(list, toolName, (each) => ({
          ...each,
          state: 'up_to_date', // Only the server knows the hash, and nobody asks for it here.
          approval: { toolHash: '', ...each.approval, toolName, approvalPolicy },
        })),
      ),
      onSettled,
    }),
  );
  const withdraw = useMutation(
    trpc.mcpServers.withdrawApproval.mutationOptions({
      ...optimistic(queries, listKey, (list: ToolList, { toolName }: { toolName: string }) =>
        withTool(list, toolName, (each) => ({ ...each, state: 'not_approved', approval: undefined })),
      ),
      onSettled,
    }),
  );
  const isPerTool = server.config.approvalPolicy === 'require_approval_per_tool';
  const approveAs = (approvalPolicy: 'auto_approved' | 'requires_approval') =>
    approve.mutate({
      workspace: slug,
      serverId: server.id,
      toolName: tool.name,
      description: tool.description ?? '',
      inputSchema: tool.inputSchema as Record<string, unknown>,
      approvalPolicy,
    });
  const failure = approve.error?.message ?? withdraw.error?.message;
  return (
    <li className="grid gap-2 px-4 py-3">
      <div className="flex flex-wrap items-center gap-2">
        <span className="font-mono text-sm font-medium">{tool.name}</span>
        {isPerTool ? <Badge tone={stateTones[state]}>{t(`approval.${state}`)}</Badge> : null}
        {isPerTool ? (
          <div className="ml-auto flex flex-wrap gap-2">
            {state !== 'up_to_date' || approval?.approvalPolicy !== 'auto_approved' ? (
              <Button size="sm" isBusy={approve.isPending} onClick={() => approveAs('auto_approved')} aria-label={`${t('approve')}: ${tool.name}`}>
                {t('approve')}
              </Button>
            ) : null}
            {state !== 'up_to_date' || approval?.approvalPolicy !== 'requires_approval' ? (
              <Button size="sm" isBusy={approve.isPending} onClick={() => approveAs('requires_approval')} aria-label={`${t('askEachTime')}: ${tool.name}`}>
                {t('askEachTime')}
              </Button>
            ) : null}
            {state === 'not_approved' ? null : (
              <Button
                size="sm"
                look="danger-quiet"
                isBusy={withdraw.isPending}
                aria-label={`${t('withdraw')}: ${tool.name}`}
                onClick={() =>
                  withdraw.mutate({
                    workspace: slug,
                    serverId: server.id,
                    toolName: tool.name,
                  })
                }
              >
                {t('withdraw')}
              </Button>
            )}
          </div>
        ) : null}
      </div>
      <p className="text-sm text-ink-soft text-pretty">{tool.description}</p>
      {approval === undefined || !isPerTool ? null : <p className="text-xs text-ink-faint">{t(`approvedAs.${approval.approvalPolicy}`)}</p>}
      {failure === undefined ? null : (
        <p role="alert" className="text-sm text-danger">
          {failure}
        </p>
      )}
    </li>
  );
}

/** What a server offers, with one tool of it changed. */
function withTool(list: ToolList, toolName: string, change: (tool: ListedTool) => ListedTool): ToolList {
  return list.isReached ? { ...list, tools: list.tools.map((each) => (each.tool.name === toolName ? change(each) : each)) } : list;
}
