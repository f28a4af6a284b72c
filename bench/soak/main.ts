// Whether cost stays flat over time and with many sessions, and whether a thousand conversations leave anything behind. See `method` below.
import { sleep } from '../lib/caller';
import { Crowd, type Usage } from '../lib/crowd';
import { percentile, printTable } from '../lib/figures';

const minutes = numberAfter('--minutes', 3);
const many = numberAfter('--sessions', 100);
const conversations = numberAfter('--conversations', 1_000);
const sliceMs = 20_000;
/** Conversations at a time, and how long each lasts, where only their traces count. */
const atOnce = 40;
const shortMs = 2_500;

const method = `method: one server process with vendors of its own (streaming), callers in another; each sends sound all the time and asks every 8 s.
Flat: 1 and then ${many} sessions for ${minutes} min each, in slices of ${sliceMs / 1000} s; the first slice is warm-up. drift: what the last third of the slices costs over the first third.
Left behind: ${conversations} conversations of ${shortMs / 1000} s, ${atOnce} at a time; heap after a full collection, before and after.
An hour is --minutes 60; figures of fewer minutes say less about slow leaks.`;

const crowd = await Crowd.start({ profile: 'streaming', turnEveryMs: 8_000, execArgv: ['--expose-gc'] });
const flat: string[][] = [['sessions', 'slices', 'CPU ms / session-s (median)', 'drift', 'heap MB first → last', 'RSS MB first → last', 'P50 ms first → last']];
for (const count of [1, many]) flat.push(await hold(count));
printTable(flat);
console.log('');
const left: string[][] = [['conversations', 'heap MB', 'RSS MB', 'still running']];
const before = await settled();
left.push(['0', before.heapMb.toFixed(1), before.rssMb.toFixed(0), String(before.running)]);
for (let done = 0; done < conversations; ) {
  const until = Math.min(conversations, done + Math.ceil(conversations / 4));
  for (; done < until; done += atOnce) await shortOnes(Math.min(atOnce, until - done));
  const now = await settled();
  left.push([String(Math.min(done, conversations)), now.heapMb.toFixed(1), now.rssMb.toFixed(0), String(now.running)]);
}
printTable(left);
console.log(`\n${method}`);
await crowd.close();
process.exit(0);

async function hold(count: number): Promise<string[]> {
  const callers = await Promise.all(Array.from({ length: count }, (_, i) => crowd.open(i, count)));
  const speaking = crowd.speak(callers);
  await sleep(sliceMs);
  const slices: { readonly cpu: number; readonly usage: Usage; readonly p50: number }[] = [];
  let last = await crowd.usage();
  for (let elapsedMs = 0; elapsedMs < minutes * 60_000; elapsedMs += sliceMs) {
    for (const caller of callers) caller.responses.length = 0;
    await sleep(sliceMs);
    const now = await crowd.usage();
    const responses = callers.flatMap((caller) => caller.responses);
    slices.push({ cpu: (now.cpuMs - last.cpuMs) / (count * (sliceMs / 1_000)), usage: now, p50: percentile(responses, 0.5) });
    last = now;
  }
  speaking.stop();
  for (const caller of callers) caller.ws.terminate();
  await sleep(2_000);
  const third = Math.max(1, Math.floor(slices.length / 3));
  const mean = (part: typeof slices) => part.reduce((sum, { cpu }) => sum + cpu, 0) / Math.max(1, part.length);
  const drift = (mean(slices.slice(-third)) / mean(slices.slice(0, third)) - 1) * 100;
  const [first, final] = [slices[0], slices.at(-1)];
  const over = (of: (slice: (typeof slices)[number]) => number, digits = 0) =>
    first === undefined || final === undefined ? '-' : `${of(first).toFixed(digits)} → ${of(final).toFixed(digits)}`;
  return [
    String(count),
    String(slices.length),
    percentile(
      slices.map(({ cpu }) => cpu),
      0.5,
    ).toFixed(1),
    `${drift >= 0 ? '+' : ''}${drift.toFixed(0)} %`,
    over(({ usage }) => usage.heapMb, 1),
    over(({ usage }) => usage.rssMb),
    over(({ p50 }) => p50),
  ];
}

async function shortOnes(count: number): Promise<void> {
  const callers = await Promise.all(Array.from({ length: count }, (_, i) => crowd.open(i, count)));
  const speaking = crowd.speak(callers);
  await sleep(shortMs);
  speaking.stop();
  for (const caller of callers) caller.ws.terminate();
  await sleep(100);
}

/** Everything that ends by itself has ended: vendors' sockets, and timers of closing. */
async function settled(): Promise<Usage> {
  await sleep(6_000);
  await crowd.usage();
  return crowd.usage();
}

function numberAfter(name: string, usual: number): number {
  const at = process.argv.indexOf(name);
  const value = at < 0 ? Number.NaN : Number(process.argv[at + 1]);
  return Number.isFinite(value) && value > 0 ? value : usual;
}
