// How many conversations one process holds, and what each costs. See `method` below.
import { sleep } from '../lib/caller';
import { Crowd, frameMs } from '../lib/crowd';
import { medianP95, percentile, printTable } from '../lib/figures';

const profile = process.argv.includes('--request-response') ? 'request-response' : 'streaming';
const steps = (process.argv[process.argv.indexOf('--sessions') + 1] ?? '')
  .split(',')
  .map(Number)
  .filter((n) => n > 0);
const sessions = steps.length > 0 ? steps : [1, 20, 60, 120];
const seconds = 24;
/** A caller speaks once in so long; callers begin spread over it. */
const turnEveryMs = 8_000;

const method = `method: one server process (its own sockets, detector and pipeline), vendors with set delays in a second process, callers in a third.
Each caller sends sound all the time in frames of ${frameMs} ms, that of a quiet room between questions, and asks every ${turnEveryMs / 1000} s with a recorded prompt. ${seconds} s a row after 4 s of warm-up. profile: ${profile}.
response: last sample of speech sent → first audio received. CPU: user + system time of the server process per second of one session, all its threads. RSS: after a full collection.
The peer, measured on another day on a machine of this kind: 23 to 33 ms per session-second; 24 to 40 sessions before P50 is 50 ms worse; 6 to 8 MB a session.`;

const profileDir = process.argv.includes('--cpu-prof') ? process.argv[process.argv.indexOf('--cpu-prof') + 1] : undefined;
const execArgv = ['--expose-gc', ...(profileDir === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileDir}`])];
const crowd = await Crowd.start({ profile, turnEveryMs, execArgv });
const rows: string[][] = [['sessions', 'turns', 'response', 'CPU ms / session-s', 'RSS MB', 'MB / further session', 'late frames']];
let firstMb = 0;
for (const count of sessions) rows.push(await measure(count));
printTable(rows);
console.log(`\n${method}`);
await crowd.close();
process.exit(0);

async function measure(count: number): Promise<string[]> {
  const callers = await Promise.all(Array.from({ length: count }, (_, i) => crowd.open(i, count)));
  const speaking = crowd.speak(callers);
  await sleep(4_000);
  for (const caller of callers) caller.responses.length = 0;
  const before = await crowd.usage();
  await sleep(seconds * 1_000);
  const after = await crowd.usage();
  const late = speaking.stop();
  const responses = callers.flatMap((caller) => caller.responses);
  for (const caller of callers) caller.ws.terminate();
  await sleep(1_500);
  if (firstMb === 0) firstMb = after.rssMb;
  const further = count === sessions[0] ? '-' : ((after.rssMb - firstMb) / (count - (sessions[0] ?? 1))).toFixed(1);
  const cpu = (after.cpuMs - before.cpuMs) / (count * seconds);
  console.error(`  ${count} sessions: P50 ${Math.round(percentile(responses, 0.5))} ms, ${cpu.toFixed(1)} CPU ms per session-second`);
  return [String(count), String(responses.length), medianP95(responses), cpu.toFixed(1), after.rssMb.toFixed(0), further, String(late)];
}
