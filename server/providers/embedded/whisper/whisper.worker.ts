import { createRequire } from 'node:module';
import type { Whisper } from '@napi-rs/whisper';
import { serveWorker } from '../../../lib/serve-worker';
import type { Recognition } from '../recogniser';

export interface WhisperLoad {
  readonly path: string;
  readonly threads: number;
}

export interface WhisperRequest {
  readonly pcm: Int16Array;
  /** Whisper's code such as `es`, or `auto`. */
  readonly language: string;
  readonly prompt: string;
}

const samplesPerPosition = 320;
const maxPositions = 1_500;

/** Whisper learnt on 30 seconds; a context cut much closer to the speech than this makes it repeat itself. */
const sparePositions = 128;
const fewestPositions = 384;

const library = createRequire(import.meta.url)('@napi-rs/whisper') as typeof import('@napi-rs/whisper');
/** Nobody says more in a second; what goes past is a loop, and each loop is tried again at several temperatures. */
const tokensPerSecond = 8;
const spareTokens = 12;
/** More than 32 that repeat themselves are decoded five times over, for more than a second; below, `cleanWhisperText` cuts the loop. */
const unjudgedTokens = 30;

let whisper: Whisper | undefined;
let threads = 2;

serveWorker({
  load(options: WhisperLoad) {
    threads = options.threads;
    whisper = new library.Whisper(options.path, { useGpu: false } as ConstructorParameters<typeof Whisper>[1]);
  },
  transcribe(request: WhisperRequest) {
    return transcribe(request);
  },
});

function transcribe({ pcm, language, prompt }: WhisperRequest): Recognition {
  if (whisper === undefined) throw new Error('Whisper is not loaded');
  const params = new library.WhisperFullParams(0 as ConstructorParameters<typeof library.WhisperFullParams>[0]);
  params.nThreads = threads;
  params.language = language;
  params.initialPrompt = prompt;
  params.noTimestamps = true;
  params.singleSegment = true;
  params.noContext = true;
  params.suppressNonSpeechTokens = true;
  params.maxTokens = mostTokens(pcm.length / 16_000);
  params.printProgress = false;
  params.printRealtime = false;
  params.printTimestamps = false;
  // The encoder's work grows with its context: sized to the utterance, a short one takes a fifth of the time.
  params.audioCtx = Math.min(maxPositions, Math.max(fewestPositions, Math.ceil(pcm.length / samplesPerPosition) + sparePositions));
  const text = whisper.full(
    params,
    Float32Array.from(pcm, (sample) => sample / 32_768),
  );
  const detected = language === 'auto' ? library.Whisper.lang(whisper.fullLangId) : null;
  return { text, ...(detected === null ? {} : { language: detected }) };
}

function mostTokens(seconds: number): number {
  const spoken = Math.ceil(seconds * tokensPerSecond);
  return Math.max(spoken, Math.min(spoken + spareTokens, unjudgedTokens));
}
