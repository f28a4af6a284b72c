// What must not stop the agent, and what must: noises, voices, its own echo, listening words, pauses, a bad network. See `method` below.
import { Caller, sleep } from '../lib/caller';
import { printTable, speechOf } from '../lib/figures';
import { overAgent, overAgentFigures } from '../lib/over-agent';
import { loadRecordings, recordedSound } from '../lib/recordings';
import { type Profile, stubProviders } from '../lib/stub-providers';
import { startSocketServer } from '../../server/testing/socket-server';
import { concatSamples } from '../../server/voice/audio/pcm';
import { RecordedMouth } from '../../server/voice/testing/recorded-mouth';
import { repeated, silence } from '../../server/voice/testing/sounds';
import { scenariosFor } from './scenarios';

const option = (name: string): string | undefined => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : undefined);
const calls = Number(option('--calls')) || 8;
const only = option('--only');

const method = `method: over /v1/convai/conversation; the agent speaks with recordings of one person (asterisk-core-sounds-en), callers with those of another (-it), played in real time as a microphone;
the caller plays what comes as the official client does, its loudspeaker reaching the microphone where "echo" is said. What recognisers hear is given (vendors are stubs with set delays), the sound is real.
silent after: onset → the agent is no longer audible (median, P95, ms). goes on: share of calls in which the same speech is audible 1.5 s after the sound. held: from falling silent to going on (median, P95, ms).
dropped: share in which it was stopped for good. n = ${calls} calls a row. Bars: interruptions silent after 250 ms; everything else never dropped, held 400 ms at most.
The peer (LiveKit Agents for Node 1.9.0, its defaults) was measured on another day on a machine of this kind; "-": not measured.`;

const voices = { agent: sentences('en'), caller: sentences('it') };
const scenarios = scenariosFor({
  interruption: suitable(voices.caller, 1_400, 2_400),
  // A voice's usual loudness is known after 1.2 s of it.
  question: suitable(voices.caller, 1_800, 3_500),
  listeningWords: ['is', 'vm-and', 'time', 'hours'].flatMap((name) => recordedSound('it', name) ?? recordedSound('en', name) ?? []).map(speechOf),
}).filter(({ name }) => only === undefined || name.includes(only));

await warmUp();
const rows: string[][] = [['sound', 'recogniser', 'silent after', 'goes on', 'held', 'dropped', 'peer: silent after']];
for (const scenario of scenarios) {
  const server = await serverFor(scenario.recogniser, scenario.words, scenario.question === undefined);
  const { sounds } = scenario;
  const encounters = Array.from({ length: calls }, (_, i) => ({ ...scenario, sound: sounds[i % sounds.length] ?? silence(0) }));
  const outcomes = await overAgent(server.url, encounters);
  await server.close();
  rows.push([scenario.name, scenario.recogniser, ...overAgentFigures(outcomes), scenario.peer]);
  console.error(rows.at(-1)?.join(' | '));
}
printTable(rows);
if (only === undefined || only === 'pause') {
  console.log('\npauses inside a sentence, in calls where the agent has the words so far:');
  printTable([['words before the pause', 'pause', 'answered inside it'], ...(await pausesInside())]);
}
console.log(`\n${method}`);
process.exit(0);

/** What the first call of a process costs is no later call's. */
async function warmUp(): Promise<void> {
  const server = await serverFor('streaming', 'hello', true);
  await overAgent(server.url, [{ sound: silence(500) }]);
  await server.close();
}

/** Does the agent begin to answer while the caller only takes a breath? */
async function pausesInside(): Promise<string[][]> {
  const half = suitable(voices.caller, 1_200, 2_000);
  const found: string[][] = [];
  for (const words of ['my number is five five two and', 'I wanted to ask about breakfast']) {
    const server = await serverFor('streaming', words, false);
    for (const pauseMs of [300, 600, 1_000]) {
      let answered = 0;
      for (let call = 0; call < calls; call += 2) {
        const inside = await Promise.all([0, 1].map(() => answersWithin(server.url, concatSamples([half, silence(pauseMs)]))));
        answered += inside.filter(Boolean).length;
      }
      found.push([words, `${pauseMs} ms`, `${Math.round((100 * answered) / (Math.ceil(calls / 2) * 2))} %`]);
    }
    await server.close();
  }
  return found;
}

async function answersWithin(url: string, pcm: Int16Array): Promise<boolean> {
  const caller = await Caller.call(url);
  await sleep(300);
  await caller.say(pcm);
  const hasAnswered = caller.received.some(({ type }) => type === 'audio');
  caller.close();
  return hasAnswered;
}

async function serverFor(profile: Profile, words: string, speaksFirst: boolean): Promise<{ readonly url: string; close(): Promise<void> }> {
  const stubs = await stubProviders(profile, { words, answer: 'Yes, and this is a long answer.' });
  const textToSpeech = new RecordedMouth(repeated(concatSamples(voices.agent.slice(0, 12)), 14_000));
  const server = await startSocketServer(
    { conversationConfig: { turn: { turnTimeout: -1 } } },
    { firstMessage: speaksFirst ? 'This is a long explanation.' : '', providers: { ...stubs.providers, textToSpeech } },
  );
  return {
    url: server.url,
    async close() {
      await server.close();
      await stubs.close();
    },
  };
}

function sentences(language: 'en' | 'it'): Int16Array[] {
  const recordings = loadRecordings(language, 24).map(({ pcm }) => speechOf(pcm));
  if (recordings.length === 0) throw new Error(`no recordings: apt-get install asterisk-core-sounds-${language} asterisk-core-sounds-${language}-g722`);
  return recordings;
}

function suitable(recordings: readonly Int16Array[], fromMs: number, toMs: number): Int16Array {
  const found = recordings.find(({ length }) => length / 16 >= fromMs && length / 16 <= toMs);
  if (found === undefined) throw new Error(`no recording of ${fromMs} to ${toMs} ms`);
  return found;
}
