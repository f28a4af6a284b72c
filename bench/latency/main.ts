// Response latency over the compatible socket: human recordings in real time, vendors with set delays. See `method` below.
import type { TurnLatency } from '../../server/contracts/conversation';
import { loadPrompts } from '../wer/prompts';
import { Caller, sleep } from '../lib/caller';
import { medianP95, printTable, speechOf } from '../lib/figures';
import { type Profile, stubDelays, stubProviders, stubTotalMs } from '../lib/stub-providers';
import { startSocketServer } from '../../server/testing/socket-server';

const count = Number(process.argv[process.argv.indexOf('--prompts') + 1]) || 20;
/** No word in it asks for more, so that the silence rule is the plain one whatever part of it is heard. */
const words = 'table breakfast saturday morning coffee window garden evening dinner lunch terrace parking music dessert invoice booking';

const method = `method: ${count} recorded prompts of one speaker (1.2 to 4 s), trimmed to their speech, sent in real time over /v1/convai/conversation.
response: last sample of speech sent → first audio frame received. overhead: response − ${stubTotalMs} ms (STT ${stubDelays.speechToText}, first token ${stubDelays.firstToken}, first sound ${stubDelays.firstSound}).
text known … sent: the server's own times after the last speech it heard, of the same turns. drafts: answers begun before the turn was over, and how many were the answer.
figures: median (P95) in ms. The peer's were measured on another day on a machine of this kind: read them as a ratio, not to the millisecond.`;

const recordings = loadPrompts(count * 4)
  .map(({ pcm }) => speechOf(pcm))
  .filter((pcm) => pcm.length > 16_000 * 1.2 && pcm.length < 16_000 * 4)
  .slice(0, count);

const rows: string[][] = [
  [
    'profile',
    'silence rule',
    'n',
    'response',
    'overhead',
    'peer: response',
    'peer: overhead',
    'text known',
    'turn closed',
    'first token',
    'first sound',
    'sent',
    'drafts used',
  ],
];
const only = process.argv[process.argv.indexOf('--profile') + 1];
for (const profile of (['streaming', 'request-response'] as const).filter((name) => !process.argv.includes('--profile') || name === only)) {
  for (const eagerness of process.argv.includes('--normal') ? (['normal'] as const) : (['normal', 'eager'] as const))
    rows.push(await measure(profile, eagerness));
}
printTable(rows);
console.log(`\n${method}`);
process.exit(0);

async function measure(profile: Profile, eagerness: 'normal' | 'eager'): Promise<string[]> {
  const measured: TurnLatency[] = [];
  const drafts = { made: 0, used: 0 };
  const stubs = await stubProviders(profile, { words, answer: 'We open at nine in the morning, and we close at two.' });
  const server = await startSocketServer(
    { conversationConfig: { turn: { turnEagerness: eagerness, turnTimeout: -1 } } },
    {
      providers: stubs.providers,
      onEvent: (event) => {
        if (event.kind === 'turn-measured') measured.push(event.latency);
        if (event.kind === 'draft-started') drafts.made++;
        if (event.kind === 'draft-used') drafts.used++;
      },
    },
  );
  const responses: number[] = [];
  for (const recording of recordings) {
    const caller = await Caller.call(server.url);
    await sleep(600);
    const { endedMs } = await caller.say(recording);
    const answer = await caller.until(({ type, atMs }) => type === 'audio' && atMs > endedMs, 8_000);
    if (answer !== null) responses.push(answer.atMs - endedMs);
    caller.close();
    await sleep(100);
  }
  await server.close();
  await stubs.close();
  const peer = profile === 'streaming' ? ['655 (676)', '5 (26)'] : ['1127 (1161)', '477 (511)'];
  const parts = (['transcriptionMs', 'endpointingMs', 'firstTokenMs', 'firstByteMs', 'firstSentMs'] as const).map((name) =>
    medianP95(measured.flatMap((latency) => latency[name] ?? [])),
  );
  return [
    profile,
    eagerness,
    String(responses.length),
    medianP95(responses),
    medianP95(responses.map((ms) => ms - stubTotalMs)),
    ...peer,
    ...parts,
    `${drafts.used} of ${drafts.made}`,
  ];
}
