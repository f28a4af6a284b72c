import type { QueryClient, QueryKey } from '@tanstack/react-query';
import type { Changed } from '@/server/contracts/live-feed';
import type { useTRPC } from '../trpc/client';
import { watchLiveFeed } from './watch-live-feed';

type Api = ReturnType<typeof useTRPC>;

export interface WatchChangesOptions {
  readonly workspace: string;
  readonly queries: QueryClient;
  readonly trpc: Api;
}

/** Changes that come together are one reason to ask again. */
const gatherMs = 250;

/** Has what a page shows read anew when somebody has changed it, until the answer is called. */
export function watchChanges({ workspace, queries, trpc }: WatchChangesOptions): () => void {
  let changes: Changed[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const refresh = () => {
    timer = undefined;
    const gathered = changes;
    changes = [];
    const keys = gathered.flatMap(({ kind, id }) => queriesAbout(trpc, kind).map((queryKey) => ({ queryKey, agentId: kind === 'agent' ? id : undefined })));
    for (const { queryKey, agentId } of [...keys, { queryKey: trpc.auditLog.pathKey(), agentId: undefined }]) {
      void queries.invalidateQueries({ queryKey, predicate: ({ queryKey: whole }) => agentId === undefined || !isOfAnother(whole, agentId) });
    }
  };
  let hasBegun = false;
  const stop = watchLiveFeed({
    workspace,
    onChange: () => undefined,
    onWork: () => undefined,
    onChanged: (what) => {
      changes.push(what);
      timer ??= setTimeout(refresh, gatherMs);
    },
    onWatching: () => {
      // At first the page has only just been read.
      if (hasBegun) void queries.invalidateQueries();
      hasBegun = true;
    },
  });
  return () => {
    clearTimeout(timer);
    stop();
  };
}

/** The queries whose answer depends on a thing of this kind. */
function queriesAbout(trpc: Api, kind: string): readonly QueryKey[] {
  switch (kind) {
    case 'agent':
      return [trpc.agents.pathKey(), trpc.branches.pathKey(), trpc.home.pathKey()];
    case 'api-key':
      return [trpc.apiKeys.pathKey(), trpc.serviceAccounts.pathKey(), trpc.home.pathKey()];
    case 'auth-connection':
      return [trpc.authConnections.pathKey()];
    case 'conversation':
    case 'conversation-tag':
    case 'transcript':
      return [trpc.conversations.pathKey(), trpc.shares.pathKey()];
    case 'credential':
      return [trpc.credentials.pathKey(), trpc.providers.pathKey(), trpc.home.pathKey()];
    case 'environment-variable':
      return [trpc.environmentVariables.pathKey()];
    case 'group':
      return [trpc.groups.pathKey()];
    case 'invitation':
    case 'member':
      return [trpc.members.pathKey(), trpc.invitations.pathKey(), trpc.groups.pathKey(), trpc.home.pathKey()];
    case 'knowledge':
      return [trpc.knowledge.pathKey(), trpc.home.pathKey()];
    case 'mcp-server':
      return [trpc.mcpServers.pathKey(), trpc.tools.pathKey()];
    case 'secret':
      return [trpc.secrets.pathKey()];
    case 'service-account':
      return [trpc.serviceAccounts.pathKey(), trpc.groups.pathKey()];
    case 'test':
    case 'test-folder':
    case 'test-invocation':
      return [trpc.tests.pathKey()];
    case 'tool':
      return [trpc.tools.pathKey()];
    case 'usage-price':
      return [trpc.analytics.pathKey()];
    case 'voice':
      return [trpc.voices.pathKey()];
    case 'webhook':
      return [trpc.webhooks.pathKey()];
    case 'workspace':
      return [trpc.workspaces.pathKey()];
    default:
      return [];
  }
}

/** Whether a query asks about one agent, and that is another. */
function isOfAnother([, asked]: QueryKey, agentId: string): boolean {
  const input: unknown = typeof asked === 'object' && asked !== null && 'input' in asked ? asked.input : undefined;
  return typeof input === 'object' && input !== null && 'agentId' in input && input.agentId !== agentId;
}
