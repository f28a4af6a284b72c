import type { WorkspaceScope } from '../../auth/scope';
import { parseAgentConfig } from '../../contracts/agent-config';
import { AppError } from '../../lib/app-error';
import { inDialect } from '../../providers/spec/speech-marks';
import { ProviderError } from '../../providers/spec/provider-error';
import type { Alignment, TextToSpeechSession } from '../../providers/spec/text-to-speech';
import { openEncoder, type OutputFormat } from '../../voice/audio/output-format';
import { pronouncer, type PronunciationRule } from '../../voice/speech/pronunciation';
import type { Services } from '../services';
import { getWorkspaceVoice, type VoiceSettings, voiceSettingsSchema, type WorkspaceVoice } from '../voices/voice-preferences';
import { charactersThisMonth, noteSpeechUse } from './note-speech-use';

/** The voice a new agent has until someone chooses one: whatever the installation speaks with. */
export const defaultVoiceId = parseAgentConfig({}).conversationConfig.tts.voiceId;

export interface SayInput {
  readonly voiceId: string;
  /** `provider:model`, or a name of the original's models, which means this voice's usual one. */
  readonly modelId?: string | undefined;
  readonly language?: string | undefined;
  readonly settings?: Partial<VoiceSettings> | undefined;
  readonly rules?: readonly PronunciationRule[] | undefined;
  readonly format: OutputFormat;
  readonly signal: AbortSignal;
}

/** A piece of speech; either may be empty. */
export interface SpokenPart {
  readonly bytes: Uint8Array;
  /** Times count from the first sound of all. */
  readonly alignment: Alignment | undefined;
}

export interface OpenSpeech {
  /** `provider:model` of what speaks. */
  readonly producedBy: string;
  /** Says what it is given; called once. */
  say(segments: AsyncIterable<string>): AsyncIterable<SpokenPart>;
  close(): Promise<void>;
}

type SpeechServices = Pick<Services, 'catalogue' | 'sealKeys' | 'log' | 'speech'>;

/** Opens a voice for one stretch of speech. Throws `not_found` for a voice there is none of. Whoever opens it closes it. */
export async function openSpeech(scope: WorkspaceScope, services: SpeechServices, input: SayInput): Promise<OpenSpeech> {
  scope.may('agents:read');
  await checkAllowance(scope);
  const voice = input.voiceId === defaultVoiceId ? undefined : await getWorkspaceVoice(scope, services, input.voiceId);
  const settings = { ...(voice?.settings ?? voiceSettingsSchema.parse({})), ...input.settings };
  const session = await fromProvider(() =>
    services.speech.openVoice(scope, {
      chain: voice === undefined ? [] : [refOf(voice, input.modelId)],
      voiceId: voice?.id,
      language: input.language ?? languageOf(voice),
      speed: Math.min(1.2, Math.max(0.7, settings.speed)),
      stability: settings.stability,
      similarityBoost: settings.similarityBoost,
      preferredSampleRate: input.format.sampleRate,
      signal: input.signal,
    }),
  );
  return {
    producedBy: session.producedBy,
    say: (segments) => spoken(scope, session, { ...input, voiceRef: voice?.ref ?? 'default' }, segments),
    close: () => session.close(),
  };
}

/** A key may be held to so many characters a month. */
async function checkAllowance(scope: WorkspaceScope): Promise<void> {
  if (scope.actor.kind !== 'api-key') return;
  const key = await scope.db.apiKey.findUnique({ where: { id: scope.actor.id }, select: { id: true, characterLimit: true } });
  if (key?.characterLimit == null) return;
  const used = await charactersThisMonth(scope, key.id);
  if (used >= key.characterLimit) throw new AppError('forbidden', `This key has spoken its ${key.characterLimit} characters of this month.`);
}

/** Model names are the provider's own; those of the original API mean nothing to other providers. */
function refOf(voice: WorkspaceVoice, modelId: string | undefined): string {
  if (modelId?.startsWith(`${voice.provider}:`) === true) return modelId;
  return voice.provider === 'elevenlabs' && modelId !== undefined && !modelId.includes(':') ? `elevenlabs:${modelId}` : voice.provider;
}

function languageOf(voice: WorkspaceVoice | undefined): string {
  return voice === undefined || voice.languages === '*' ? 'en' : (voice.languages[0] ?? 'en');
}

async function* spoken(
  scope: WorkspaceScope,
  session: TextToSpeechSession,
  input: SayInput & { readonly voiceRef: string },
  segments: AsyncIterable<string>,
): AsyncGenerator<SpokenPart> {
  const pronounce = pronouncer(input.rules ?? []);
  let characters = 0;
  let samples = 0;
  const prepared = async function* () {
    for await (const segment of segments) {
      characters += segment.length;
      yield inDialect(pronounce(segment), session.dialect ?? 'plain');
    }
  };
  const encoder = await openEncoder(input.format, session.sampleRate);
  let hasEnded = false;
  try {
    for await (const chunk of session.speak(prepared(), input.signal)) {
      samples += chunk.pcm.length;
      yield { bytes: chunk.pcm.length === 0 ? new Uint8Array(0) : await encoder.encode(chunk.pcm), alignment: chunk.alignment };
    }
    hasEnded = true;
    yield { bytes: await encoder.end(), alignment: undefined };
  } catch (thrown) {
    throw asAppError(thrown);
  } finally {
    if (!hasEnded) await encoder.end().catch(() => undefined); // its sound is not wanted any more, its place in the encoder is
    const audioMs = (samples / session.sampleRate) * 1000;
    if (characters > 0) await noteSpeechUse(scope, { kind: 'tts', characters, audioMs, voiceId: input.voiceRef, model: session.producedBy });
  }
}

async function fromProvider<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw asAppError(thrown);
  }
}

/** A vendor's own words help whoever chose the vendor. */
export function asAppError(thrown: unknown): unknown {
  if (!(thrown instanceof ProviderError)) return thrown;
  return new AppError('provider_rejected', thrown.message, { publicMessage: `${thrown.provider}: ${thrown.message}`, cause: thrown });
}
