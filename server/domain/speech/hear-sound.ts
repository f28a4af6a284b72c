import type { WorkspaceScope } from '../../auth/scope';
import { systemClock } from '../../lib/clock';
import { withDeadline } from '../../lib/wait';
import type { Services } from '../services';
import { heardRate } from './decode-sound';
import { noteSpeechUse } from './note-speech-use';
import { asAppError } from './say-text';

export interface HearInput {
  /** Mono PCM16 at `heardRate`. */
  readonly pcm: Int16Array;
  /** BCP 47 code, or `auto`. */
  readonly language: string;
  /** `provider:model`; other names mean what the installation hears with. */
  readonly modelId: string | undefined;
  readonly hints: readonly string[];
  readonly signal: AbortSignal;
}

export interface HeardWord {
  readonly text: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly confidence: number | undefined;
}

export interface HeardSpeech {
  readonly text: string;
  readonly language: string;
  readonly words: readonly HeardWord[];
  readonly producedBy: string;
}

/** Engines hear up to half a minute at once: a longer recording is cut where it is quietest between these, in seconds. */
const cutBetween = { from: 15, to: 25 } as const;
const pieceLimitMs = 120_000;

/** Turns a recording into words. Throws `not_configured`, `provider_rejected`, and what the signal gives. */
export async function hearSound(scope: WorkspaceScope, services: Pick<Services, 'speech'>, input: HearInput): Promise<HeardSpeech> {
  scope.may('agents:read');
  const { pcm, language, modelId, hints, signal } = input;
  const chain = modelId?.includes(':') === true ? [modelId] : [];
  try {
    const ear = await services.speech.openEar(scope, { chain, language, hints, signal, onPartial: () => undefined, onError: () => undefined });
    try {
      const pieces: HeardSpeech[] = [];
      for (const { start, end } of piecesOf(pcm)) {
        ear.push(pcm.subarray(start, end));
        const heard = await withDeadline({ clock: systemClock, limitMs: pieceLimitMs, what: 'transcription', signal }, (limited) => ear.transcribe(limited));
        ear.commit();
        const offsetMs = (start / heardRate) * 1000;
        const lengthMs = ((end - start) / heardRate) * 1000;
        const words = heard.words ?? spread(heard.text, lengthMs);
        pieces.push({
          text: heard.text,
          language: heard.language ?? language,
          words: words.map((word) => ({ text: word.text, startMs: word.startMs + offsetMs, endMs: word.endMs + offsetMs, confidence: heard.confidence })),
          producedBy: heard.producedBy,
        });
      }
      const whole = joined(pieces, language);
      await noteSpeechUse(scope, { kind: 'stt', characters: 0, audioMs: (pcm.length / heardRate) * 1000, voiceId: '', model: whole.producedBy });
      return whole;
    } finally {
      await ear.close();
    }
  } catch (thrown) {
    throw asAppError(thrown);
  }
}

function joined(pieces: readonly HeardSpeech[], language: string): HeardSpeech {
  return {
    text: pieces
      .map(({ text }) => text.trim())
      .filter((text) => text !== '')
      .join(' '),
    language: pieces[0]?.language ?? language,
    words: pieces.flatMap(({ words }) => words),
    producedBy: pieces[0]?.producedBy ?? '',
  };
}

/** Where to cut so that no piece is too long and no word is cut in two. */
export function piecesOf(pcm: Int16Array): readonly { readonly start: number; readonly end: number }[] {
  const pieces: { start: number; end: number }[] = [];
  let start = 0;
  while (pcm.length - start > cutBetween.to * heardRate) {
    const end = quietest(pcm, start + cutBetween.from * heardRate, start + cutBetween.to * heardRate);
    pieces.push({ start, end });
    start = end;
  }
  if (pcm.length > start) pieces.push({ start, end: pcm.length });
  return pieces;
}

/** Middle of the quietest tenth of a second. */
function quietest(pcm: Int16Array, from: number, to: number): number {
  const width = heardRate / 10;
  let best = { at: to, energy: Number.POSITIVE_INFINITY };
  for (let at = from; at + width <= to; at += width / 2) {
    let energy = 0;
    for (let i = at; i < at + width; i++) energy += (pcm[i] ?? 0) ** 2;
    if (energy < best.energy) best = { at: at + width / 2, energy };
  }
  return Math.floor(best.at);
}

/** Words of an ear that gives no times: each as long as its letters. */
function spread(text: string, lengthMs: number): readonly { readonly text: string; readonly startMs: number; readonly endMs: number }[] {
  const words = text.split(/\s+/u).filter((word) => word !== '');
  const letters = words.reduce((sum, word) => sum + word.length + 1, 0);
  let at = 0;
  return words.map((word) => {
    const startMs = (at / letters) * lengthMs;
    at += word.length + 1;
    return { text: word, startMs, endMs: (at / letters) * lengthMs };
  });
}
