import { type Database, scopeForApiKey, scopeForSingleUseToken, type WorkspaceScope } from '../auth/scope';
import { rulesOfDictionaries } from '../domain/pronunciation-dictionaries/dictionaries';
import type { Services } from '../domain/services';
import { noteSpeechUse } from '../domain/speech/note-speech-use';
import { openSpeech } from '../domain/speech/say-text';
import { AppError } from '../lib/app-error';
import type { VoiceActivityProvider } from '../providers/spec/voice-activity';
import { readOutputFormat } from '../voice/audio/output-format';

export interface SpeechHostOptions {
  readonly db: Database;
  readonly services: Services;
  readonly voiceActivity: VoiceActivityProvider;
}

type Proof = { readonly key?: string | undefined; readonly token?: string | undefined; readonly ip?: string | undefined };
type Kind = 'tts_websocket' | 'realtime_scribe';
interface VoiceRequest {
  readonly voiceId: string;
  readonly modelId?: string | undefined;
  readonly language?: string | undefined;
  readonly outputFormat: string;
  readonly settings: { readonly stability?: number; readonly similarityBoost?: number; readonly speed?: number };
  readonly dictionaries: readonly { readonly dictionaryId: string; readonly versionId?: string | undefined }[];
  readonly signal: AbortSignal;
}
interface EarRequest {
  readonly modelId?: string | undefined;
  readonly language: string;
  readonly hints: readonly string[];
  readonly signal: AbortSignal;
  onPartial(text: string): void;
  onError(error: Error): void;
}

/** Gives the speech sockets voices and ears, as far as a caller's workspace has them. */
export function createSpeechHost(options: SpeechHostOptions) {
  return {
    async admit(proof: Proof, kind: Kind) {
      const scope = await scopeOf(options.db, proof, kind);
      return {
        openVoice: (request: VoiceRequest) => openVoice(scope, options, request),
        openEar: (request: EarRequest) => openEar(scope, options, request),
      };
    },
  };
}

function scopeOf(db: Database, { key, token, ip }: Proof, kind: Kind): Promise<WorkspaceScope> {
  if (key !== undefined) return scopeForApiKey(db, key, { ip });
  if (token !== undefined) return scopeForSingleUseToken(db, token, kind, { ip });
  return Promise.reject(new AppError('unauthenticated', 'An API key or a single-use token is needed.'));
}

async function openVoice(scope: WorkspaceScope, { services }: SpeechHostOptions, request: VoiceRequest) {
  const format = readOutputFormat(request.outputFormat);
  if (format === undefined) throw new AppError('not_supported', `The output format ${request.outputFormat.slice(0, 40)} is not made here.`);
  const rules = await rulesOfDictionaries(scope, request.dictionaries);
  const { voiceId, modelId, language, settings, signal } = request;
  return openSpeech(scope, services, { voiceId, modelId, language, settings, rules, format, signal });
}

async function openEar(scope: WorkspaceScope, { services, voiceActivity }: SpeechHostOptions, request: EarRequest) {
  const { language, hints, signal, onPartial, onError, modelId } = request;
  const ear = await services.speech.openEar(scope, {
    chain: modelId?.includes(':') === true ? [modelId] : [],
    language,
    hints,
    signal,
    onPartial: ({ text }) => onPartial(text),
    onError,
  });
  const detector = await voiceActivity.open();
  let waiting = new Int16Array(0);
  let samples = 0;
  return {
    push(pcm: Int16Array) {
      samples += pcm.length;
      ear.push(pcm);
    },
    async commit(limit: AbortSignal) {
      const heard = await ear.transcribe(limit);
      ear.commit();
      const audioMs = samples / 16;
      samples = 0;
      await noteSpeechUse(scope, { kind: 'stt', characters: 0, audioMs, voiceId: '', model: heard.producedBy });
      return { text: heard.text, language: heard.language, words: heard.words };
    },
    async activity(pcm: Int16Array) {
      const joined = new Int16Array(waiting.length + pcm.length);
      joined.set(waiting);
      joined.set(pcm, waiting.length);
      const told: { ms: number; probability: number }[] = [];
      let at = 0;
      for (; at + detector.frameSamples <= joined.length; at += detector.frameSamples) {
        told.push({ ms: detector.frameSamples / 16, probability: await detector.probability(joined.slice(at, at + detector.frameSamples)) });
      }
      waiting = joined.slice(at);
      return told;
    },
    async close() {
      detector.close();
      await ear.close();
    },
  };
}
