// How many conversations one process holds, and what each costs. See `method` below.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { WebSocket } from 'ws';
import { sleep } from '../lib/caller';
import { medianP95, percentile, printTable, speechOf } from '../lib/figures';
import { loadPrompts } from '../wer/prompts';

const profile = process.argv.includes('--request-response') ? 'request-response' : 'streaming';
const steps = (process.argv[process.argv.indexOf('--sessions') + 1] ?? '')
  .split(',')
  .map(Number)
  .filter((n) => n > 0);
const sessions = steps.length > 0 ? steps : [1, 20, 60, 120];
const seconds = 24;
const frameMs = 60;
/** A caller speaks once in so long; callers begin spread over it. */
const turnEveryMs = 8_000;

const method = `method: one server process (its own sockets, detector and pipeline; vendors with set delays in a second process, callers in a third.
Each caller sends sound all the time in frames of ${frameMs} ms and asks every ${turnEveryMs / 1000} s with a recorded prompt. ${seconds} s a row after 4 s of warm-up. profile: ${profile}.
response: last sample of speech sent → first audio received. CPU: user + system time of the server process per second of one session.
The peer, measured on another day on a machine of this kind: 23 to 33 ms per session-second; 24 to 40 sessions before P50 is 50 ms worse; 6 to 8 MB a session.`;

const recording = loadPrompts(40)
  .map(({ pcm }) => speechOf(pcm))
  .find((pcm) => pcm.length > 16_000 * 1.2 && pcm.length < 16_000 * 2);
if (recording === undefined) throw new Error('no recording of a suitable length');
const frameSamples = (16_000 * frameMs) / 1000;
const frame = (pcm: Int16Array) => JSON.stringify({ user_audio_chunk: Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength).toString('base64') });
// A quiet room, not nothing: digital silence would be cheaper than any line.
const silence = frame(Int16Array.from({ length: frameSamples }, () => Math.round((Math.random() - 0.5) * 60)));
const question = Array.from({ length: Math.floor(recording.length / frameSamples) }, (_, i) =>
  frame(recording.slice(i * frameSamples, (i + 1) * frameSamples)),
);

const profileDir = process.argv.includes('--cpu-prof') ? process.argv[process.argv.indexOf('--cpu-prof') + 1] : undefined;
const server = fork(path.join(import.meta.dirname, 'server.ts'), [profile], {
  execArgv: ['--import', 'tsx', ...(profileDir === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileDir}`])],
});
const [{ url }] = (await once(server, 'message')) as [{ url: string }];
const rows: string[][] = [['sessions', 'turns', 'response', 'CPU ms / session-s', 'RSS MB', 'MB / further session', 'late frames']];
let firstMb = 0;
for (const count of sessions) rows.push(await measure(count));
printTable(rows);
console.log(`\n${method}`);
server.send('stop');
await once(server, 'exit');
process.exit(0);

async function measure(count: number): Promise<string[]> {
  const callers = await Promise.all(Array.from({ length: count }, (_, i) => open(i, count)));
  let ticks = 0;
  let late = 0;
  const startedMs = performance.now();
  const timer = setInterval(() => {
    while (ticks * frameMs <= performance.now() - startedMs) {
      if (performance.now() - startedMs - ticks * frameMs > 2 * frameMs) late++;
      ticks++;
      for (const caller of callers) caller.send();
    }
  }, 10);
  await sleep(4_000);
  for (const caller of callers) caller.responses.length = 0;
  const before = await usage();
  await sleep(seconds * 1_000);
  const after = await usage();
  clearInterval(timer);
  const responses = callers.flatMap((caller) => caller.responses);
  for (const caller of callers) caller.ws.terminate();
  await sleep(1_500);
  if (firstMb === 0) firstMb = after.rssMb;
  const further = count === sessions[0] ? '-' : ((after.rssMb - firstMb) / (count - (sessions[0] ?? 1))).toFixed(1);
  const cpu = (after.cpuMs - before.cpuMs) / (count * seconds);
  console.error(`  ${count} sessions: P50 ${Math.round(percentile(responses, 0.5))} ms, ${cpu.toFixed(1)} CPU ms per session-second`);
  return [String(count), String(responses.length), medianP95(responses), cpu.toFixed(1), after.rssMb.toFixed(0), further, String(late)];
}

interface DensityCaller {
  readonly ws: WebSocket;
  readonly responses: number[];
  send(): void;
}

async function open(index: number, count: number): Promise<DensityCaller> {
  const ws = new WebSocket(`${url}/v1/convai/conversation?agent_id=agent_test`);
  await once(ws, 'open');
  ws.send(JSON.stringify({ type: 'conversation_initiation_client_data' }));
  const turnFrames = Math.round(turnEveryMs / frameMs);
  let at = Math.round((index / count) * turnFrames) + 20;
  let spokeUntilMs: number | null = null;
  const responses: number[] = [];
  ws.on('message', (data: Buffer) => {
    // Cheap on purpose: the callers' process must not be what is measured.
    if (spokeUntilMs === null || data.length < 200 || !data.subarray(0, 24).includes('"audio"')) return;
    responses.push(performance.now() - spokeUntilMs);
    spokeUntilMs = null;
  });
  ws.on('error', () => undefined);
  return {
    ws,
    responses,
    send() {
      const place = at++ % turnFrames;
      ws.send(question[place] ?? silence);
      if (place === question.length - 1) spokeUntilMs = performance.now();
    },
  };
}

async function usage(): Promise<{ cpuMs: number; rssMb: number; running: number }> {
  server.send('usage');
  const [answer] = (await once(server, 'message')) as [{ cpuMs: number; rssMb: number; running: number }];
  return answer;
}
