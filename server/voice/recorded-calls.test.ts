import { beforeAll, describe, expect, it } from 'vitest';
import type { EndOfTurnJudge } from '../providers/spec/end-of-turn';
import { endByProsody } from '../providers/prosody/prosody';
import { createWebRtcVad } from '../providers/webrtc-vad/voice-activity';
import { concatSamples } from './audio/pcm';
import { RecordedMouth } from './testing/recorded-mouth';
import { ScriptedConversation } from './testing/run-scripted';
import { amplified, cough, hum, mixed, type RecordedSentence, recordedSentence, repeated, silence, whiteNoise, wordsOfSentence } from './testing/sounds';

// A gate on counts, which a busy machine does not change: real recordings and a real detector on a virtual clock. The figures may fall, never rise.
const falseInterruptionsAllowed = 0;
const cutOffsAllowed = 2;
const longestHoldMs = 400;
const longestToHoldMs = 150;

const blockMs = 20;
const blockSamples = 320;
const echoDelayMs = 80;
const agentSpeech = repeated(
  concatSamples([recordedSentence('cafe-table-for-two'), silence(180), recordedSentence('support-reset-password'), silence(180)]),
  7_000,
);
const agentWords = 'Do you have a table for two people tomorrow? How do I reset my password? Do you have a table for two people tomorrow?';
const detector = createWebRtcVad();

beforeAll(async () => {
  // Compiled once, so that opening it takes no time of the virtual clock's.
  (await detector.open()).close();
});

describe('recorded calls', () => {
  it('B1–B12 hums, coughs, noise, listening words and the agent’s echo never end its speech and hold it for 400 ms at most', async () => {
    const harmless: Readonly<Record<string, Uplink>> = {
      'a short "mm"': { sound: hum(300) },
      'a short "mm", transcribed': { sound: hum(300), words: 'mm' },
      'a hum': { sound: hum(700) },
      'a low hum': { sound: hum(700, 95) },
      'a high hum': { sound: hum(700, 220) },
      'a short cough': { sound: cough(150) },
      'a long cough': { sound: cough(400) },
      'a quiet hiss': { sound: whiteNoise(1_200, 500) },
      'a loud hiss': { sound: whiteNoise(1_200, 12_000) },
      'listening words': { sound: recordedSentence('cafe-opening-hours').slice(0, 8_000), words: 'okay right' },
      'an echo at -10 dB': { echoDb: -10 },
      'an echo at -20 dB': { echoDb: -20 },
      'an echo in words': { echoDb: -14, words: 'do you have a table' },
    };
    const stopped: string[] = [];
    let noticed = 0;
    for (const [name, uplink] of Object.entries(harmless)) {
      const { call, holdsMs } = await spokenOver(uplink);
      if (call.of('response-ended').some(({ isInterrupted }) => isInterrupted)) stopped.push(name);
      if (call.of('speech-started').length > 0) noticed++;
      expect(Math.max(0, ...holdsMs), name).toBeLessThanOrEqual(longestHoldMs);
    }
    expect(stopped.length, stopped.join(', ')).toBeLessThanOrEqual(falseInterruptionsAllowed);
    expect(noticed, 'sounds that the detector took for speech').toBe(Object.keys(harmless).length);
  }, 60_000);

  it('B1, B4 a real interruption silences the agent at once and ends its speech, in noise, over an echo and without known words too', async () => {
    const sound = recordedSentence('barge-in-wait');
    const words = wordsOfSentence['barge-in-wait'];
    const real: Readonly<Record<string, Uplink>> = {
      'with words': { sound, words },
      'without words': { sound: recordedSentence('cafe-opening-hours') },
      'over an echo': { sound, words, echoDb: -24 },
      'in noise': { sound: mixed(sound, whiteNoise(sound.length / 16, 300)), words },
    };
    for (const [name, uplink] of Object.entries(real)) {
      const { call, heldAfterMs } = await spokenOver(uplink);
      expect(
        call.of('response-ended').some(({ isInterrupted }) => isInterrupted),
        name,
      ).toBe(true);
      expect(heldAfterMs, name).toBeLessThanOrEqual(longestToHoldMs);
    }
  }, 60_000);

  it('T1 a speaker who pauses inside a sentence is rarely answered there, and always at its end', async () => {
    const cutOff: string[] = [];
    for (const name of Object.keys(wordsOfSentence) as RecordedSentence[]) {
      for (const pauseMs of [300, 500, 800]) {
        const { answeredInside, commits } = await pausing(name, pauseMs);
        if (answeredInside) cutOff.push(`${name} at ${pauseMs} ms`);
        expect(commits, `${name} at ${pauseMs} ms`).toBeGreaterThan(0);
      }
    }
    expect(cutOff.length, cutOff.join(', ')).toBeLessThanOrEqual(cutOffsAllowed);
  }, 60_000);
});

interface Uplink {
  readonly sound?: Int16Array;
  readonly words?: string;
  /** The agent's own sound comes back so much quieter. */
  readonly echoDb?: number;
}

/** The agent talks; after two seconds this is heard. */
async function spokenOver({ sound = new Int16Array(0), words = '', echoDb }: Uplink) {
  const call = callWith({ firstMessage: agentWords });
  const loudspeaker = new Loudspeaker(call);
  const onsetMs = 2_000;
  const stream = concatSamples([silence(onsetMs), sound, silence(2_500)]);
  call.ear.words = words;
  for (let at = 0; at < stream.length; at += blockSamples) {
    const block = stream.slice(at, at + blockSamples);
    const heard = echoDb === undefined ? block : mixed(block, amplified(loudspeaker.heard(at / 16 - echoDelayMs, blockMs), echoDb));
    if (words !== '' && at / 16 === onsetMs + 400) call.ear.partial(words.split(' ').slice(0, 2).join(' '));
    await play(call, heard);
  }
  const holds = call.events.flatMap(({ event, atMs }, i) => {
    if (event.kind !== 'playout-held') return [];
    const end = call.events.slice(i).find(({ event: { kind } }) => kind === 'playout-resumed' || kind === 'response-ended');
    return [{ fromMs: atMs, forMs: (end?.atMs ?? atMs) - atMs }];
  });
  return { call, holdsMs: holds.map(({ forMs }) => forMs), heldAfterMs: (holds[0]?.fromMs ?? Number.POSITIVE_INFINITY) - onsetMs };
}

/** One of the recorded sentences with a pause in the middle of its words. */
async function pausing(name: RecordedSentence, pauseMs: number) {
  const call = callWith({
    endOfTurn: { id: 'prosody', hears: 'sound', probability: async ({ sound }) => endByProsody(sound) ?? Promise.reject(new Error('too little voice')) },
  });
  const pcm = recordedSentence(name);
  const words = wordsOfSentence[name].split(' ');
  const half = quietestIn(pcm);
  call.ear.words = words.slice(0, Math.round((words.length * half) / pcm.length)).join(' ');
  for (const sound of [silence(400), pcm.slice(0, half), silence(pauseMs)]) await play(call, sound);
  const answeredInside = call.of('transcription-final').length > 0;
  call.ear.words = words.join(' ');
  for (const sound of [pcm.slice(half), silence(2_600)]) await play(call, sound);
  return { answeredInside, commits: call.of('transcription-final').length - (answeredInside ? 1 : 0) };
}

/** Where a speaker could have paused: the quietest moment of the middle half. */
function quietestIn(pcm: Int16Array): number {
  const levelAt = (at: number) => pcm.subarray(at, at + 640).reduce((sum, sample) => sum + Math.abs(sample), 0);
  let best = Math.floor(pcm.length / 4);
  for (let at = best; at < pcm.length * 0.75; at += 160) if (levelAt(at) < levelAt(best)) best = at;
  return best + 320;
}

function callWith(options: { readonly firstMessage?: string; readonly endOfTurn?: EndOfTurnJudge }): ScriptedConversation {
  return new ScriptedConversation({
    firstMessage: options.firstMessage ?? '',
    parts: { voiceActivity: detector, textToSpeech: new RecordedMouth(agentSpeech), endOfTurn: options.endOfTurn ?? null },
  });
}

async function play(call: ScriptedConversation, sound: Int16Array): Promise<void> {
  for (let at = 0; at < sound.length; at += blockSamples) {
    call.send({ kind: 'audio-in', pcm: sound.slice(at, at + blockSamples) });
    await call.clock.advance(blockMs);
  }
}

/** A client that plays what comes, as soon as it may. */
class Loudspeaker {
  readonly #call: ScriptedConversation;
  readonly #sound = new Int16Array(16_000 * 12);
  #taken = 0;
  #endMs = 0;

  constructor(call: ScriptedConversation) {
    this.#call = call;
  }

  heard(fromMs: number, forMs: number): Int16Array {
    for (const { atMs, frame } of this.#call.audio.slice(this.#taken)) {
      const startMs = Math.max(this.#endMs, atMs + 40);
      this.#sound.set(frame.pcm, Math.round(startMs * 16));
      this.#endMs = startMs + frame.durationMs;
      this.#taken++;
    }
    return this.#sound.slice(Math.max(0, fromMs * 16), Math.max(0, (fromMs + forMs) * 16));
  }
}
