import type { CapabilitySpec } from '../spec/provider-spec';
import type { SpeechToTextOptions, SpeechToTextProvider, SpeechToTextSession, Transcription } from '../spec/speech-to-text';
import { embeddedLog } from './configure';
import { embeddedError } from './errors';
import { createPocketSphinxEngine } from './pocketsphinx/engine';
import type { RecognitionEngine, Recogniser, RecogniserModel } from './recogniser';
import { createWhisperEngine } from './whisper/engine';
import { createSoundSwallowerEngine } from './soundswallower/engine';
import { orAborted } from '../../lib/wait';

/** Best first. Asked anew at each conversation's start, so a model that arrived meanwhile is used. */
const engines: readonly RecognitionEngine[] = [createWhisperEngine(), createPocketSphinxEngine(), createSoundSwallowerEngine()];

/** Hints past these are left out: a language model of some thousand phrases is made in 15 ms, a novel is not. */
const maxHints = 2_000;
const maxHintLength = 400;

export const embeddedSpeechToText: CapabilitySpec<SpeechToTextProvider> = {
  models: [
    { id: 'auto', label: 'Best recogniser on this machine', languages: '*' },
    { id: 'whisper', label: 'Whisper (neural, from the model store)', languages: '*' },
    { id: 'pocketsphinx', label: 'PocketSphinx (Debian package)', languages: ['en'] },
    { id: 'soundswallower', label: "SoundSwallower (built in; the agent's phrases only)", languages: ['en', 'fr'] },
  ],
  defaultModel: 'auto',
  create(_settings, model) {
    if (model === 'auto') return createProvider('auto', engines);
    const engine = engines.find((each) => each.model === model);
    if (engine === undefined) throw embeddedError('invalid-request', `the embedded provider has no recogniser "${model}"`);
    return createProvider(engine.model, [engine]);
  },
};

/** What each engine could do for a language now, in the order in which `auto` takes them; one found too slow here goes last. */
export function recognitionTiers(language: string): readonly { engine: RecogniserModel; ready: boolean; detail: string }[] {
  const isSlow = (engine: RecognitionEngine): boolean => engine.pace?.(language) === 'slow';
  return [...engines.filter((engine) => !isSlow(engine)), ...engines.filter(isSlow)].map((engine) => {
    const { ok, detail } = engine.readiness(language);
    return { engine: engine.model, ready: ok, detail };
  });
}

/** Loads what the first conversation in this language would wait for. */
export function warmUpRecognition(language: string): void {
  engines.find((engine) => engine.readiness(language).ok)?.warmUp?.(language);
}

/** Whether the best recogniser for a language has not shown yet how fast it is here; until then conversations begin with the next one. */
export function recognitionIsLoading(language: string): boolean {
  const best = engines.find((engine) => engine.readiness(language).ok);
  return best?.pace?.(language) === 'unknown';
}

function createProvider(model: RecogniserModel | 'auto', usable: readonly RecognitionEngine[]): SpeechToTextProvider {
  return {
    id: `embedded:${model}`,
    isStreaming: model === 'auto' || model === 'pocketsphinx',
    languages: model === 'pocketsphinx' ? ['en'] : model === 'soundswallower' ? ['en', 'fr'] : '*',
    async open(options) {
      options.signal.throwIfAborted();
      const { engine, recogniser } = await openBest(usable, { ...options, language: toldApart(usable, options) });
      if (options.signal.aborted) {
        await recogniser.release();
        throw options.signal.reason;
      }
      return createSession(engine, recogniser, options);
    },
  };
}

/** `auto` where several languages may be spoken and an engine can tell them apart. */
function toldApart(usable: readonly RecognitionEngine[], { language, otherLanguages = [] }: SpeechToTextOptions): string {
  return otherLanguages.length > 0 && usable.some((engine) => engine.readiness('auto').ok) ? 'auto' : language;
}

async function openBest(
  usable: readonly RecognitionEngine[],
  { language, hints }: SpeechToTextOptions,
): Promise<{ engine: RecognitionEngine; recogniser: Recogniser }> {
  const ready = quickFirst(
    usable.filter((engine) => engine.readiness(language).ok),
    language,
  );
  const short = hints.slice(0, maxHints).map((hint) => hint.slice(0, maxHintLength));
  let failure: unknown;
  for (const engine of ready) {
    try {
      return { engine, recogniser: await engine.open({ language, hints: short }) };
    } catch (error) {
      failure = error;
      embeddedLog().warn({ err: error, engine: engine.model, language }, 'a local recogniser could not start, trying the next');
    }
  }
  if (failure !== undefined) throw failure;
  const why = usable.map((engine) => engine.readiness(language).detail).join('; ');
  throw embeddedError(
    'unsupported',
    `No speech recognition for "${language}" on this machine: ${why}. Fetch the neural model (npm run -s parley -- models fetch whisper-base) or add a key of a cloud recogniser such as DEEPGRAM_API_KEY.`,
  );
}

/**
 * A better engine that is still loading, or too slow on this machine, gives way to one that answers at once, and is loaded for the
 * next conversation meanwhile: nobody waits for a model.
 */
function quickFirst(engines: readonly RecognitionEngine[], language: string): readonly RecognitionEngine[] {
  const isQuick = (engine: RecognitionEngine): boolean => (engine.pace?.(language) ?? 'quick') === 'quick';
  for (const engine of engines) if (!isQuick(engine)) engine.warmUp?.(language);
  return [...engines.filter(isQuick), ...engines.filter((engine) => !isQuick(engine))];
}

function createSession(engine: RecognitionEngine, recogniser: Recogniser, options: SpeechToTextOptions): SpeechToTextSession {
  let isClosed = false;
  let hasSound = false;
  recogniser.onPartial = (partial) => {
    // Words of a turn that was closed meanwhile may still be on their way.
    if (!isClosed && hasSound) options.onPartial(partial);
  };
  recogniser.onFailure = (error) => {
    if (!isClosed) options.onError(error);
  };
  const close = async (): Promise<void> => {
    if (isClosed) return;
    isClosed = true;
    options.signal.removeEventListener('abort', closeQuietly);
    await recogniser.release();
  };
  const closeQuietly = (): void => void close();
  options.signal.addEventListener('abort', closeQuietly, { once: true });

  return {
    push(pcm) {
      if (isClosed || pcm.length === 0) return;
      hasSound = true;
      recogniser.push(pcm);
    },
    async transcribe(signal): Promise<Transcription> {
      signal.throwIfAborted();
      if (isClosed) throw embeddedError('invalid-request', 'this recogniser is closed');
      const producedBy = `embedded:${engine.model}`;
      if (!hasSound) return { text: '', producedBy };
      const { text, confidence, language, words } = await orAborted(recogniser.transcribe(), signal);
      return {
        text,
        producedBy,
        ...(confidence === undefined ? {} : { confidence }),
        ...(language === undefined ? {} : { language }),
        ...(words === undefined ? {} : { words: words.map(({ text: word, startMs, endMs }) => ({ text: word, startMs, endMs })) }),
      };
    },
    commit() {
      if (isClosed || !hasSound) return;
      hasSound = false;
      recogniser.reset();
    },
    close,
  };
}
