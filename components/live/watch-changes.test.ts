import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { QueryClient } from '@tanstack/react-query';
import { createTRPCClient, httpLink } from '@trpc/client';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';
import { Server } from 'socket.io';
import superjson from 'superjson';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { liveNamespace } from '@/server/contracts/live-feed';
import type { AppRouter } from '@/server/trpc/root';
import { watchChanges } from './watch-changes';

let server: Server;
let stop: () => void;
let queries: QueryClient;
let membersSeen: number;
const trpcOf = (queryClient: QueryClient) =>
  createTRPCOptionsProxy<AppRouter>({
    queryClient,
    client: createTRPCClient<AppRouter>({ links: [httpLink({ url: 'http://127.0.0.1:1', transformer: superjson })] }),
  });
const input = { workspace: 'demo' };

beforeEach(async () => {
  const http = createServer();
  server = new Server(http);
  server.of(liveNamespace).on('connection', (client) => {
    client.on('watch', (_: string, answer: (problem: string | null) => void) => answer(null));
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  queries = new QueryClient();
  membersSeen = 0;
  const origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  stop = watchChanges({ workspace: 'demo', queries, trpc: trpcOf(queries), onMembers: () => membersSeen++, origin });
  await expect.poll(() => server.of(liveNamespace).sockets.size).toBe(1);
});

afterEach(async () => {
  stop();
  await server.close();
});

const isStale = (queryKey: readonly unknown[]) => queries.getQueryState(queryKey)?.isInvalidated;
/** As if a page had asked for each of these. */
const asked = (...keys: readonly (readonly unknown[])[]) => {
  for (const key of keys) queries.setQueryData(key, 'answer');
};

it('has what depends on a change read anew, of that agent alone, and the audit log', async () => {
  const { agents, branches, tools, auditLog } = trpcOf(queries);
  const [mine, others] = ['agent_1', 'agent_2'].map((agentId) => branches.list.queryKey({ ...input, agentId }));
  if (mine === undefined || others === undefined) throw new Error('two agents');
  const [list, toolList, entries] = [agents.list.queryKey(input), tools.list.queryKey(input), auditLog.pathKey()];
  asked(mine, others, list, toolList, entries);
  server.of(liveNamespace).emit('changed', { kind: 'agent', id: 'agent_1' });
  await expect.poll(() => isStale(mine)).toBe(true);
  expect([list, others, toolList, entries].map(isStale)).toEqual([true, false, false, true]);
});

it('says that somebody’s place in the workspace has changed', async () => {
  server.of(liveNamespace).emit('changed', { kind: 'invitation', id: 'i' });
  server.of(liveNamespace).emit('changed', { kind: 'member', id: 'm' });
  await expect.poll(() => membersSeen).toBe(1);
});

it('has everything read anew when something may have gone by untold, and not when it begins', async () => {
  const { tools, voices } = trpcOf(queries);
  const [key, other] = [tools.list.queryKey(input), voices.pathKey()];
  asked(key, other);
  server.of(liveNamespace).emit('changed', { kind: 'voice', id: 'v' });
  await expect.poll(() => isStale(other)).toBe(true);
  expect(isStale(key)).toBe(false);
  server.of(liveNamespace).emit('missed');
  await expect.poll(() => isStale(key)).toBe(true);
});
