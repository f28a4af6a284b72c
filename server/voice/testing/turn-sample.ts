import { readFileSync } from 'node:fs';
import type { OverlapPolicyName } from '../../contracts/agent-config';
import type { ConversationEvent } from '../../contracts/conversation';
import type { SpeechChunk, TextToSpeechProvider } from '../../providers/spec/text-to-speech';
import { createWebRtcVad } from '../../providers/webrtc-vad/voice-activity';
import { readWav } from '../audio/pcm';
import { eventRules } from '../frames';
import type { PlayoutTrack } from '../stages/playout';
import { ScriptedConversation } from './run-scripted';

/** What is said in the sample; the recordings beside are made from it by `scripts/turn-taking-samples.ts`. */
export const sampleLines = {
  answer: {
    voice: 'flite-slt',
    text: 'Of course. On Saturday we open at nine in the morning, and the kitchen closes at half past five. You can sit inside or in the garden, and for groups of more than six we ask you to call a day ahead.',
  },
  reply: { voice: 'flite-slt', text: 'Yes, behind the house, and it is free.' },
  aside: { voice: 'flite-rms', text: 'Later.' },
  question: { voice: 'flite-rms', text: 'Is there any parking nearby?' },
} as const;
export type SampleLine = keyof typeof sampleLines;

interface CallerLine {
  readonly line: SampleLine;
  readonly atMs: number;
  /** What a recogniser makes of it in the end, and until then. */
  readonly words: string;
  readonly partials: readonly (readonly [afterMs: number, words: string])[];
}

/** One and the same caller for every policy: a word to somebody else, then a question. */
export const sampleCaller: readonly CallerLine[] = [
  // Spoken away from the telephone: it is sound, and no words of it arrive.
  { line: 'aside', atMs: 2_000, words: '', partials: [] },
  {
    line: 'question',
    atMs: 4_800,
    words: 'is there any parking nearby',
    partials: [
      [500, 'is there'],
      [900, 'is there any parking'],
      [1_300, 'is there any parking nearby'],
    ],
  },
];

export const sampleMs = 9_600;
const blockMs = 20;
const blockSamples = 320;

export interface PlayedSample {
  readonly events: readonly ConversationEvent[];
  /** At 16 kHz, as long as the sample. */
  readonly caller: Int16Array;
}

/** Plays the sample's call through the real pipeline on a virtual clock. `track` hears what the caller would. */
export async function playTurnSample(policy: OverlapPolicyName, track: PlayoutTrack | null = null): Promise<PlayedSample> {
  const detector = createWebRtcVad();
  // Compiled before the clock begins.
  (await detector.open()).close();
  const caller = callerSound();
  const call = new ScriptedConversation({
    firstMessage: sampleLines.answer.text,
    canHold: true,
    config: { parley: { turnTaking: { overlapPolicy: policy } } },
    parts: { voiceActivity: detector, textToSpeech: takes },
    track,
  });
  call.model.replies = [sampleLines.reply.text, sampleLines.reply.text, sampleLines.reply.text];
  for (let atMs = 0; atMs < sampleMs; atMs += blockMs) {
    for (const { atMs: startMs, words, partials } of sampleCaller) {
      if (atMs === startMs) call.ear.words = words;
      for (const [afterMs, soFar] of partials) if (atMs === startMs + afterMs) call.ear.partial(soFar);
    }
    call.send({ kind: 'audio-in', pcm: caller.slice(atMs * 16, atMs * 16 + blockSamples) });
    await call.clock.advance(blockMs);
  }
  const events = call.events
    .filter(({ event }) => eventRules[event.kind].isLogged)
    .map(({ atMs, event: { kind, ...data } }, sequence): ConversationEvent => ({ sequence, atMs, kind, data }));
  call.ending.abort({ reason: 'ended-by-member', detail: 'the sample is over' });
  await call.clock.advance(blockMs);
  return { events, caller };
}

export function recordingOf(line: SampleLine): URL {
  return new URL(`./turn-sample/${line}.wav`, import.meta.url);
}

/** The recording without the silence around it. */
function soundOf(line: SampleLine): Int16Array {
  const { pcm } = readWav(readFileSync(recordingOf(line)));
  const isLoud = (sample: number) => Math.abs(sample) > 200;
  return pcm.slice(pcm.findIndex(isLoud), pcm.findLastIndex(isLoud) + 1);
}

function callerSound(): Int16Array {
  const sound = new Int16Array(sampleMs * 16);
  for (const { line, atMs } of sampleCaller) sound.set(soundOf(line), atMs * 16);
  return sound;
}

const chunkSamples = 1_600;

/** A voice that has recorded the sample's answers. */
const takes: TextToSpeechProvider = {
  id: 'recorded:sample',
  languages: '*',
  voices: async () => [],
  open: async () => ({
    producedBy: 'recorded:sample',
    sampleRate: 16_000,
    async *speak(segments: AsyncIterable<string>, signal: AbortSignal): AsyncGenerator<SpeechChunk> {
      let text = '';
      for await (const segment of segments) text += segment;
      const pcm = soundOf(text.includes('behind') ? 'reply' : 'answer');
      for (let at = 0; at < pcm.length; at += chunkSamples) {
        signal.throwIfAborted();
        yield { pcm: pcm.slice(at, at + chunkSamples) };
      }
    },
    close: async () => undefined,
  }),
};
