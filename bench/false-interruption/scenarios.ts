import type { LineOptions } from '../lib/line';
import type { Profile } from '../lib/stub-providers';
import { amplified, cough, hum, silence, whiteNoise } from '../../server/voice/testing/sounds';

export interface Scenario {
  readonly name: string;
  readonly recogniser: Profile;
  /** What the recogniser hears. */
  readonly words: string;
  /** The calls are shared out among them. */
  readonly sounds: readonly Int16Array[];
  readonly line?: LineOptions;
  readonly question?: Int16Array;
  readonly peer: string;
}

export interface Recorded {
  readonly interruption: Int16Array;
  readonly question: Int16Array;
  readonly listeningWords: readonly Int16Array[];
}

const request = 'wait stop I have another question';
const delayMs = 120;

export function scenariosFor({ interruption, question, listeningWords }: Recorded): Scenario[] {
  const still = [silence(3_000)];
  const noise = (peak: number) => whiteNoise(4_000, peak);
  const real = { words: request, sounds: [interruption] } as const;
  return [
    { name: 'interruption', recogniser: 'streaming', ...real, peer: '531 (781)' },
    { name: 'interruption, words late', recogniser: 'request-response', ...real, peer: '531 (781)' },
    {
      name: 'interruption without words, over an echo at -20 dB',
      recogniser: 'request-response',
      words: '',
      sounds: [interruption],
      line: { echo: { db: -20, delayMs } },
      peer: '-',
    },
    { name: 'interruption, in a noisy room', recogniser: 'streaming', ...real, line: { room: noise(1_000) }, peer: '-' },
    { name: 'interruption, 5 % of sound lost', recogniser: 'streaming', ...real, line: { losesEvery: 20 }, peer: '-' },
    { name: 'interruption, network stalls', recogniser: 'streaming', ...real, line: { stalls: { every: 50, blocks: 8 } }, peer: '-' },
    { name: '300 ms "mm", transcribed', recogniser: 'streaming', words: 'mm', sounds: [hum(300)], peer: '500, dropped for good' },
    { name: '300 ms "mm"', recogniser: 'request-response', words: '', sounds: [hum(300)], peer: '531, goes on at 2.7 s' },
    { name: '300 ms "mm", 5 % of sound lost', recogniser: 'request-response', words: '', sounds: [hum(300)], line: { losesEvery: 20 }, peer: '-' },
    {
      name: '700 ms hum, four voices',
      recogniser: 'request-response',
      words: '',
      sounds: [95, 125, 180, 220].map((hz) => hum(700, hz)),
      peer: '530, dropped or 3.1 s',
    },
    { name: 'listening words, recorded', recogniser: 'streaming', words: 'okay right', sounds: listeningWords, peer: '-' },
    { name: 'coughs, 150 and 400 ms', recogniser: 'request-response', words: '', sounds: [cough(150), cough(400)], peer: '-' },
    {
      name: 'bursts of noise, quiet and loud',
      recogniser: 'request-response',
      words: '',
      sounds: [500, 12_000].map((peak) => whiteNoise(1_200, peak)),
      peer: '-',
    },
    { name: 'a noisy room', recogniser: 'request-response', words: '', sounds: still, line: { room: noise(3_000) }, peer: '-' },
    {
      name: 'somebody else, 18 dB quieter',
      recogniser: 'streaming',
      words: 'what did you do at the weekend we were at the lake',
      sounds: [amplified(interruption, -18)],
      question,
      peer: '-',
    },
    ...[-10, -20, -30].map(
      (db): Scenario => ({ name: `echo at ${db} dB`, recogniser: 'request-response', words: '', sounds: still, line: { echo: { db, delayMs } }, peer: '-' }),
    ),
    {
      name: 'echo at -20 dB, transcribed',
      recogniser: 'streaming',
      words: 'this is a long explanation',
      sounds: still,
      line: { echo: { db: -20, delayMs } },
      peer: '-',
    },
  ];
}
