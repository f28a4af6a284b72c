// What speech over the agent does to it: real interruptions, listening noises, hums and coughs. See `method` below.
import { printTable, speechOf } from '../lib/figures';
import { overAgent, overAgentFigures } from '../lib/over-agent';
import { type Profile, stubProviders } from '../lib/stub-providers';
import { loadPrompts } from '../wer/prompts';
import { startSocketServer } from '../../server/testing/socket-server';
import { cough, hum } from '../../server/voice/testing/sounds';

const count = Number(process.argv[process.argv.indexOf('--calls') + 1]) || 8;
const firstMessage = Array.from({ length: 12 }, (_, i) => `This is sentence number ${i + 1} of a long explanation.`).join(' ');

const method = `method: the agent explains something for a long time over /v1/convai/conversation; the caller plays what comes as the official client does, and makes a sound after two seconds.
silent after: onset of the sound → the agent is no longer audible (median, P95, ms). goes on: share of calls in which the same speech went on. dropped: share in which it was stopped for good.
held: from falling silent to going on, where it went on. n = ${count} calls a row; vendors are stubs with set delays.`;

interface Scenario {
  readonly name: string;
  readonly profile: Profile;
  readonly words: string;
  readonly sound: Int16Array;
  readonly peer: string;
}

const speech = loadPrompts(40)
  .map(({ pcm }) => speechOf(pcm))
  .find((pcm) => pcm.length > 16_000 * 1.4 && pcm.length < 16_000 * 2.2);
if (speech === undefined) throw new Error('no recording of a suitable length');

const scenarios: readonly Scenario[] = [
  { name: 'interruption, words known', profile: 'streaming', words: 'wait stop I have another question', sound: speech, peer: '531 (781)' },
  { name: 'interruption, words late', profile: 'request-response', words: 'wait stop I have another question', sound: speech, peer: '531 (781)' },
  { name: '300 ms "mm", transcribed', profile: 'streaming', words: 'mm', sound: hum(300), peer: '500, dropped for good' },
  { name: '300 ms "mm", not transcribed', profile: 'request-response', words: '', sound: hum(300), peer: '531, goes on at 2.7 s' },
  { name: '700 ms hum', profile: 'request-response', words: '', sound: hum(700), peer: '530, dropped or 3.1 s' },
  { name: '150 ms cough', profile: 'request-response', words: '', sound: cough(150), peer: '-' },
];

const rows: string[][] = [['sound', 'vendors', 'silent after', 'goes on', 'held', 'dropped', 'peer: silent after']];
for (const scenario of scenarios) rows.push(await measure(scenario));
printTable(rows);
console.log(`\n${method}`);
process.exit(0);

async function measure({ name, profile, words, sound, peer }: Scenario): Promise<string[]> {
  const stubs = await stubProviders(profile, { words, answer: 'Yes, what would you like to know?' });
  const server = await startSocketServer({ conversationConfig: { turn: { turnTimeout: -1 } } }, { firstMessage, providers: stubs.providers });
  const outcomes = await overAgent(
    server.url,
    Array.from({ length: count }, () => ({ sound })),
  );
  await server.close();
  await stubs.close();
  return [name, profile, ...overAgentFigures(outcomes), peer];
}
