import type { QueryClient, QueryKey } from '@tanstack/react-query';
import type { Changed, readersOfChanges } from '@/server/contracts/live-feed';
import type { useTRPC } from '../trpc/client';
import { watchLiveFeed } from './watch-live-feed';

type Api = ReturnType<typeof useTRPC>;

export interface WatchChangesOptions {
  readonly workspace: string;
  readonly queries: QueryClient;
  readonly trpc: Api;
  /** Somebody's place in the workspace has changed: perhaps one's own. */
  readonly onMembers: () => void;
  /** Where the server is; absent: where the page came from. */
  readonly origin?: string;
}

/** Changes that come together are one reason to ask again. */
const gatherMs = 250;

/** The queries whose answer depends on a thing of this kind. */
const queriesAbout: Readonly<Record<keyof typeof readersOfChanges | 'usage-price', (trpc: Api) => readonly QueryKey[]>> = {
  agent: ({ agents, branches, home }) => [agents.pathKey(), branches.pathKey(), home.pathKey()],
  'api-key': ({ apiKeys, serviceAccounts }) => [apiKeys.pathKey(), serviceAccounts.pathKey()],
  'auth-connection': ({ authConnections }) => [authConnections.pathKey()],
  conversation: ({ conversations, shares }) => [conversations.pathKey(), shares.pathKey()],
  'conversation-tag': ({ conversations }) => [conversations.pathKey()],
  credential: ({ credentials, providers, home }) => [credentials.pathKey(), providers.pathKey(), home.pathKey()],
  'environment-variable': ({ environmentVariables }) => [environmentVariables.pathKey()],
  group: ({ groups }) => [groups.pathKey()],
  invitation: ({ invitations, home }) => [invitations.pathKey(), home.pathKey()],
  knowledge: ({ knowledge, home }) => [knowledge.pathKey(), home.pathKey()],
  'mcp-server': ({ mcpServers, tools }) => [mcpServers.pathKey(), tools.pathKey()],
  member: ({ members, invitations, groups, home }) => [members.pathKey(), invitations.pathKey(), groups.pathKey(), home.pathKey()],
  secret: ({ secrets }) => [secrets.pathKey()],
  'service-account': ({ serviceAccounts, groups }) => [serviceAccounts.pathKey(), groups.pathKey()],
  test: ({ tests }) => [tests.pathKey()],
  'test-folder': ({ tests }) => [tests.pathKey()],
  'test-invocation': ({ tests }) => [tests.pathKey()],
  tool: ({ tools }) => [tools.pathKey()],
  transcript: ({ conversations }) => [conversations.pathKey()],
  'usage-price': ({ analytics }) => [analytics.pathKey()],
  voice: ({ voices }) => [voices.pathKey()],
  webhook: ({ webhooks }) => [webhooks.pathKey()],
  workspace: ({ workspaces }) => [workspaces.pathKey()],
};

/** Has what a page shows read anew when somebody has changed it, until the answer is called. */
export function watchChanges({ workspace, queries, trpc, onMembers, ...place }: WatchChangesOptions): () => void {
  let changes: Changed[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const refresh = () => {
    timer = undefined;
    const gathered = changes;
    changes = [];
    void queries.invalidateQueries({ queryKey: trpc.auditLog.pathKey() });
    if (gathered.some(({ kind }) => kind === 'member')) onMembers();
    for (const { kind, id } of gathered) {
      if (!isListed(kind)) continue;
      const predicate = ({ queryKey }: { readonly queryKey: QueryKey }) => kind !== 'agent' || !isOfAnother(queryKey, id);
      for (const queryKey of queriesAbout[kind](trpc)) void queries.invalidateQueries({ queryKey, predicate });
    }
  };
  let hasBegun = false;
  const stop = watchLiveFeed({
    workspace,
    ...place,
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

function isListed(kind: string): kind is keyof typeof queriesAbout {
  return Object.hasOwn(queriesAbout, kind);
}

/** Whether a query asks about one agent, and that is another. */
function isOfAnother([, asked]: QueryKey, agentId: string): boolean {
  const input: unknown = typeof asked === 'object' && asked !== null && 'input' in asked ? asked.input : undefined;
  return typeof input === 'object' && input !== null && 'agentId' in input && input.agentId !== agentId;
}
