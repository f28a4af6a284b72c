import { concatSamples } from '../audio/pcm';
import { SpeechLevel } from '../audio/speech-level';
import { pipelineSampleRate } from '../frames';
import type { VoiceActivityDetector } from '../../providers/spec/voice-activity';

/** Probability from which a frame counts as speech, and below which speech counts as over. */
const onsetThreshold = 0.5;
const releaseThreshold = 0.35;
/** Speech for this long is an onset; silence for this long is an end. */
const onsetMs = 64;
const releaseMs = 64;
/** Sound from before the onset that speech-to-text gets as well. */
const leadInMs = 352;

export interface SoundIn {
  readonly pcm: Int16Array;
  /** When its last sample arrived, on the conversation's clock. */
  readonly atMs: number;
}

export type SpeechEvent =
  | { readonly kind: 'activity'; readonly probability: number; readonly atMs: number }
  /** `sound` holds the lead-in. */
  | { readonly kind: 'speech-started'; readonly onsetMs: number; readonly sound: Int16Array; readonly atMs: number }
  | { readonly kind: 'speech'; readonly sound: Int16Array; readonly atMs: number }
  /** A first short silence; speech may go on. `isSure`: the detector says so, not only the loudness. */
  | { readonly kind: 'speech-paused'; readonly isSure: boolean }
  | { readonly kind: 'speech-ended'; readonly lastSpeechMs: number };

/** Where speech begins and ends in a stream of sound. Silence between utterances is not passed on. */
export async function* detectSpeech(input: AsyncIterable<SoundIn>, detector: VoiceActivityDetector): AsyncGenerator<SpeechEvent, void, void> {
  const frameMs = (detector.frameSamples / pipelineSampleRate) * 1000;
  const leadInFrames = Math.ceil(leadInMs / frameMs);
  let pending = new Int16Array(0);
  let leadIn: Int16Array[] = [];
  let isSpeech = false;
  let speechMs = 0;
  let silenceMs = 0;
  let sinceActivity = 0;
  const level = new SpeechLevel();
  let isPaused = false;
  for await (const { pcm, atMs } of input) {
    const sound = pending.length === 0 ? pcm : concatSamples([pending, pcm]);
    let at = 0;
    for (; at + detector.frameSamples <= sound.length; at += detector.frameSamples) {
      const frame = sound.slice(at, at + detector.frameSamples);
      const frameEndMs = atMs - ((sound.length - at - detector.frameSamples) / pipelineSampleRate) * 1000;
      const probability = await detector.probability(frame);
      if (++sinceActivity >= 3) {
        sinceActivity = 0;
        yield { kind: 'activity', probability, atMs: frameEndMs };
      }
      if (!isSpeech) {
        leadIn.push(frame);
        if (leadIn.length > leadInFrames) leadIn.shift();
        speechMs = probability >= onsetThreshold ? speechMs + frameMs : 0;
        if (speechMs < onsetMs) continue;
        isSpeech = true;
        silenceMs = 0;
        yield { kind: 'speech-started', onsetMs: frameEndMs - speechMs, sound: concatSamples(leadIn), atMs: frameEndMs };
        leadIn = [];
        continue;
      }
      yield { kind: 'speech', sound: frame, atMs: frameEndMs };
      const isOver = probability < releaseThreshold;
      // The detector looks back: it calls the first silent frame or two speech, which loudness does not.
      const { isQuiet, isPause } = level.take(frame, probability >= onsetThreshold);
      silenceMs = isOver || isQuiet ? silenceMs + frameMs : 0;
      if (silenceMs === frameMs) isPaused = false;
      if (silenceMs > 0 && !isPaused && (isOver || isPause)) {
        isPaused = true;
        yield { kind: 'speech-paused', isSure: isOver };
      }
      if (silenceMs < releaseMs) continue;
      isSpeech = false;
      speechMs = 0;
      yield { kind: 'speech-ended', lastSpeechMs: frameEndMs - silenceMs };
    }
    pending = sound.slice(at);
  }
}
