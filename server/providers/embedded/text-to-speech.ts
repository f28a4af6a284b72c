import type { CapabilitySpec } from '../spec/provider-spec';
import type { Alignment, SpeechChunk, TextToSpeechOptions, TextToSpeechProvider, TextToSpeechSession, Voice } from '../spec/text-to-speech';
import { embeddedError } from './errors';
import { createEspeakEngine, espeakVoiceFor } from './espeak/engine';
import { createFliteEngine } from './flite/engine';
import { baseLanguage } from './language';
import { normaliseText } from './normalise-text';
import { createPiperEngine } from './piper/engine';
import type { EngineVoice, SpeechEngine, SpeechModel } from './speech-engine';
import { pauseAfterMs, splitClauses } from './text/split-clauses';
import { trimSilence } from './text/trim-silence';
import { orAborted } from '../../lib/wait';

const chunkMs = 100;

const piper = createPiperEngine();
const flite = createFliteEngine();
const espeak = createEspeakEngine();
const engines: Readonly<Record<SpeechModel, SpeechEngine>> = { piper, flite, espeak };

/** Best first. Which one a language gets is asked at each conversation's start, so a model that arrived meanwhile is used. */
const automaticOrder: readonly SpeechEngine[] = [piper, flite, espeak];

export const embeddedTextToSpeech: CapabilitySpec<TextToSpeechProvider> = {
  models: [
    { id: 'auto', label: 'Best voice on this machine', languages: '*' },
    { id: 'piper', label: 'Piper (neural, from the model store)', languages: ['en'] },
    { id: 'flite', label: 'flite (built in)', languages: ['en'] },
    { id: 'espeak', label: 'eSpeak NG (where installed)', languages: '*' },
  ],
  defaultModel: 'auto',
  create(_settings, model) {
    if (model !== 'auto' && !isSpeechModel(model)) throw embeddedError('invalid-request', `the embedded provider has no voice model "${model}"`);
    return createProvider(model);
  },
};

/** What each engine could do for a language now, in the order in which `auto` takes them; one found too slow here goes last. */
export async function speechTiers(language: string): Promise<readonly { engine: SpeechModel; ready: boolean; detail: string }[]> {
  return Promise.all(
    slowLast(automaticOrder).map(async (engine) => {
      const { ok, detail } = await engine.readiness();
      if (!ok) return { engine: engine.model, ready: false, detail };
      const voice = voiceForLanguage(engine, language, await engine.voices());
      if (voice === undefined) return { engine: engine.model, ready: false, detail: `${engine.model} does not speak ${language}` };
      return {
        engine: engine.model,
        ready: true,
        detail: `${detail}: ${voice.id}${engine.pace?.() === 'slow' ? '; too slow on this machine to be chosen unasked' : ''}`,
      };
    }),
  );
}

function createProvider(model: SpeechModel | 'auto'): TextToSpeechProvider {
  const usable = model === 'auto' ? automaticOrder : [engines[model]];
  return {
    id: `embedded:${model}`,
    languages: model === 'flite' || model === 'piper' ? ['en'] : '*',
    async voices() {
      return (await allVoices(usable)).map(({ voice: { engineVoice: _, ...voice } }): Voice => voice);
    },
    async open(options) {
      const { engine, voice } = await chooseVoice(usable, options);
      // Starts the engine's thread while the agent still thinks: the first clause would wait 200 ms for it.
      if (engine.warmUp === undefined) engine.synthesise({ text: 'a', voice: voice.engineVoice, speed: 1 }, options.signal).catch(() => undefined);
      else engine.warmUp();
      return createSession(engine, voice, options);
    },
  };
}

interface Choice {
  readonly engine: SpeechEngine;
  readonly voice: EngineVoice;
}

/** The voice asked for when it speaks the language, else the first engine's that does. A voice that left with its engine is not an error: the agent goes on in another. */
async function chooseVoice(usable: readonly SpeechEngine[], { voiceId, language }: TextToSpeechOptions): Promise<Choice> {
  if (voiceId !== undefined) {
    const asked = (await allVoices(usable)).find(({ voice }) => voice.id === voiceId);
    if (asked !== undefined && speaks(asked.voice, language)) return asked;
  }
  for (const engine of quickFirst(usable)) {
    if (!(await engine.readiness()).ok) continue;
    const voice = voiceForLanguage(engine, language, await engine.voices());
    if (voice !== undefined) return { engine, voice };
  }
  throw embeddedError(
    'unsupported',
    `No voice for "${language}" on this machine. Install eSpeak NG (apt-get install espeak-ng), or add a key of a cloud voice such as ELEVENLABS_API_KEY.`,
  );
}

/** An engine that is not loaded and known to be quick gives way to one that speaks at once, and is loaded for the next conversation meanwhile. */
function quickFirst(usable: readonly SpeechEngine[]): readonly SpeechEngine[] {
  const isQuick = (engine: SpeechEngine): boolean => (engine.pace?.() ?? 'quick') === 'quick';
  if (usable.length > 1) for (const engine of usable) if (!isQuick(engine)) engine.warmUp?.();
  return [...usable.filter(isQuick), ...usable.filter((engine) => !isQuick(engine))];
}

function slowLast(usable: readonly SpeechEngine[]): readonly SpeechEngine[] {
  const isSlow = (engine: SpeechEngine): boolean => engine.pace?.() === 'slow';
  return [...usable.filter((engine) => !isSlow(engine)), ...usable.filter(isSlow)];
}

/** Loads and measures the voices that need it, so that the first conversation may have them. */
export function warmUpSpeech(): void {
  for (const engine of automaticOrder) engine.warmUp?.();
}

/** Whether a voice for a language has not shown yet how fast it is here; until then conversations begin with another. */
export async function speechIsLoading(language: string): Promise<boolean> {
  for (const engine of automaticOrder) {
    const isUnknown = engine.pace?.() === 'unknown' && (await engine.readiness()).ok;
    if (isUnknown && voiceForLanguage(engine, language, await engine.voices()) !== undefined) return true;
  }
  return false;
}

async function allVoices(usable: readonly SpeechEngine[]): Promise<Choice[]> {
  const lists = await Promise.all(
    usable.map(async (engine) => ((await engine.readiness()).ok ? (await engine.voices()).map((voice) => ({ engine, voice })) : [])),
  );
  return lists.flat();
}

function voiceForLanguage(engine: SpeechEngine, language: string, voices: readonly EngineVoice[]): EngineVoice | undefined {
  const wanted = language === 'auto' ? 'en' : language;
  return engine === espeak ? espeakVoiceFor(wanted, voices) : voices.find((voice) => speaks(voice, wanted));
}

function speaks(voice: Voice, language: string): boolean {
  if (voice.languages === '*' || language === 'auto') return true;
  return voice.languages.some((code) => baseLanguage(code) === baseLanguage(language));
}

function isSpeechModel(model: string): model is SpeechModel {
  return model in engines;
}

function createSession(engine: SpeechEngine, voice: EngineVoice, options: TextToSpeechOptions): TextToSpeechSession {
  const speed = Math.min(2, Math.max(0.5, options.speed));
  const language = voice.languages === '*' ? options.language : (voice.languages[0] ?? options.language);
  const closing = new AbortController();

  return {
    producedBy: `embedded:${engine.model}`,
    sampleRate: engine.sampleRate,
    async *speak(segments, signal) {
      const ends = AbortSignal.any([signal, closing.signal, options.signal]);
      const abandoned = new AbortController();
      const stop = AbortSignal.any([ends, abandoned.signal]);
      const input = segments[Symbol.asyncIterator]();
      let startMs = 0;
      try {
        for (let index = 0; ; index++) {
          const next = await orAborted(input.next(), ends);
          if (next.done === true) return;
          const clauses = splitClauses(next.value);
          let coming = clauses.length === 0 ? undefined : makeClause(clauses[0] ?? '', stop);
          for (let i = 0; i < clauses.length; i++) {
            const pcm = (await orAborted(coming ?? silence, ends)).pcm;
            // The next clause is made while this one is heard.
            coming = i + 1 < clauses.length ? makeClause(clauses[i + 1] ?? '', stop) : undefined;
            const alignment = spreadOver(clauses[i] ?? '', startMs, pcm.length, engine.sampleRate);
            startMs += (pcm.length / engine.sampleRate) * 1000;
            for (const chunk of inChunks(pcm, alignment)) {
              ends.throwIfAborted();
              yield chunk;
            }
          }
          ends.throwIfAborted();
          yield { pcm: new Int16Array(0), endsSegment: index };
        }
      } finally {
        abandoned.abort();
        // Not awaited: a source that hangs must not hold up who was interrupted.
        void input.return?.().catch(() => undefined);
      }
    },
    close() {
      closing.abort(new DOMException('the voice was closed', 'AbortError'));
      return Promise.resolve();
    },
  };

  function makeClause(clause: string, stop: AbortSignal): Promise<{ readonly pcm: Int16Array }> {
    const text = normaliseText(clause, language);
    const made = /[\p{L}\p{N}]/u.test(text)
      ? engine
          .synthesise({ text, voice: voice.engineVoice, speed }, stop)
          .then((pcm) => ({ pcm: trimSilence(pcm, engine.sampleRate, pauseAfterMs(clause) / speed) }))
      : silence;
    // Somebody may have stopped waiting by the time it fails; who does wait still gets the failure.
    made.catch(() => undefined);
    return made;
  }

  function* inChunks(pcm: Int16Array, alignment: Alignment): Iterable<SpeechChunk> {
    const size = (engine.sampleRate * chunkMs) / 1000;
    if (pcm.length === 0) yield { pcm, alignment };
    for (let from = 0; from < pcm.length; from += size) {
      const part = pcm.slice(from, from + size);
      yield from === 0 ? { pcm: part, alignment } : { pcm: part };
    }
  }
}

const silence: Promise<{ readonly pcm: Int16Array }> = Promise.resolve({ pcm: new Int16Array(0) });

/** These engines give no timing, so a clause's characters are laid evenly over its sound: right to within a word. */
function spreadOver(clause: string, startMs: number, samples: number, sampleRate: number): Alignment {
  const chars = [...clause];
  const each = chars.length === 0 ? 0 : ((samples / sampleRate) * 1000) / chars.length;
  return { chars, startMs: chars.map((_, i) => startMs + i * each), durationMs: chars.map(() => each) };
}
