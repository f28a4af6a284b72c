// `npm run bench -- rest [--rate 100] [--seconds 30]`: the public API's own time on the embedded database. A server of its own process,
// a workspace with 60 agents and 600 conversations, requests sent at a fixed rate whether the ones before were answered or not.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { percentile, printTable } from '../lib/figures';

const { values } = parseArgs({ options: { rate: { type: 'string', default: '100' }, seconds: { type: 'string', default: '30' } } });
const rate = Number(values.rate);
const seconds = Number(values.seconds);
const warmUpSeconds = 5;

interface Ready {
  readonly url: string;
  readonly apiKey: string;
  readonly agentId: string;
  readonly conversationId: string;
}

const server = fork(path.join(import.meta.dirname, 'server.ts'), { execArgv: ['--import', 'tsx'] });
const [ready] = (await once(server, 'message')) as [Ready];

const requests: readonly { readonly name: string; readonly path: string; readonly method?: string; readonly body?: () => unknown }[] = [
  { name: 'list agents', path: '/v1/convai/agents?page_size=30' },
  { name: 'read an agent', path: `/v1/convai/agents/${ready.agentId}` },
  { name: 'change an agent', path: `/v1/convai/agents/${ready.agentId}`, method: 'PATCH', body: () => ({ name: `Agent ${Math.random()}` }) },
  { name: 'list conversations', path: '/v1/convai/conversations?page_size=30' },
  { name: 'read a conversation', path: `/v1/convai/conversations/${ready.conversationId}` },
  { name: 'signed URL', path: `/v1/convai/conversation/get-signed-url?agent_id=${ready.agentId}` },
  { name: 'list tools', path: '/v1/convai/tools' },
  { name: 'who the key belongs to', path: '/v1/user' },
];

const times = new Map<string, number[]>(requests.map(({ name }) => [name, []]));
const failures: string[] = [];
try {
  await drive(warmUpSeconds, () => undefined);
  await drive(seconds, (name, ms) => times.get(name)?.push(ms));
} finally {
  server.send('stop');
  await once(server, 'exit');
}

const all = [...times.values()].flat();
const row = (name: string, list: readonly number[]) => [name, String(list.length), ...[0.5, 0.95, 0.99].map((share) => percentile(list, share).toFixed(1))];
console.log(`${rate} requests a second for ${seconds} s, embedded PostgreSQL, times in ms as the caller sees them, ${failures.length} failed`);
printTable([['request', 'times', 'P50', 'P95', 'P99'], ...[...times].map(([name, list]) => row(name, list)), row('all', all)]);
if (failures.length > 0) console.log(failures.slice(0, 3).join('\n'));
process.exitCode = failures.length === 0 ? 0 : 1;

/** Sends at the rate; waits for the last answers. */
async function drive(forSeconds: number, note: (name: string, ms: number) => void): Promise<void> {
  const sent: Promise<void>[] = [];
  const begun = performance.now();
  for (let i = 0; i < rate * forSeconds; i++) {
    const waitMs = begun + (i * 1000) / rate - performance.now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    const request = requests[i % requests.length];
    if (request !== undefined) sent.push(send(request, note));
  }
  await Promise.all(sent);
}

async function send(request: (typeof requests)[number], note: (name: string, ms: number) => void): Promise<void> {
  const startedAt = performance.now();
  try {
    const answer = await fetch(ready.url + request.path, {
      method: request.method ?? 'GET',
      headers: { 'xi-api-key': ready.apiKey, 'content-type': 'application/json' },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body()) }),
      signal: AbortSignal.timeout(10_000),
    });
    const text = await answer.text();
    note(request.name, performance.now() - startedAt);
    if (!answer.ok) failures.push(`${request.name}: ${answer.status} ${text.slice(0, 200)}`);
  } catch (error) {
    failures.push(`${request.name}: ${String(error)}`);
  }
}
