import { AppError } from '../../lib/app-error';
import type { Logger } from '../../lib/logger';
import { systemClock } from '../../lib/clock';
import { withDeadline } from '../../lib/wait';
import { encodeWav } from '../../lib/wav';
import { allProviders, findProvider, missingSettings, settingsFor } from '../../providers/registry';
import { ProviderError } from '../../providers/spec/provider-error';
import type { CapabilitySpec, ProviderSettings, ProviderSpec, Readiness } from '../../providers/spec/provider-spec';
import type { TextToSpeechProvider, TextToSpeechSession } from '../../providers/spec/text-to-speech';
import type { CapabilityDescription, Catalogue, LocalSpeech, PreviewRequest, ProviderDescription, VoiceDescription } from './catalogue';

export interface RegistryCatalogueOptions {
  /** `*_API_KEY`, `*_BASE_URL` and the like, from the environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly log: Logger;
  /** How this machine hears and speaks by itself, and the models it has for it. */
  readonly localSpeech: (language: string) => Promise<LocalSpeech>;
}

const checkLimitMs = 20_000;
const voicesLimitMs = 10_000;
const previewLimitMs = 45_000;
/** Longest preview kept, in seconds of sound. */
const longestPreview = 60;

/** The catalogue where the providers run. */
export function registryCatalogue({ environment, log, localSpeech }: RegistryCatalogueOptions): Catalogue {
  const specOf = (name: string): ProviderSpec => {
    const spec = findProvider(name);
    if (spec === undefined) throw new AppError('not_found', `There is no provider ${name}.`);
    return spec;
  };
  const settingsOf = (spec: ProviderSpec, own: ProviderSettings | null | undefined): ProviderSettings =>
    settingsFor(spec, { environment, credential: own ?? undefined });

  return {
    providers: () => Promise.all(allProviders().map((spec) => describe(spec, settingsOf(spec, null), environment))),

    check: async (provider, own) => {
      const spec = specOf(provider);
      return checked(spec, settingsOf(spec, own));
    },

    voices: async (settings) => {
      const lists = await Promise.all(
        allProviders().map(async (spec) => {
          const merged = settingsOf(spec, settings[spec.name]);
          if (spec.textToSpeech === undefined || missingSettings(spec, merged).length > 0) return [];
          try {
            return await voicesOf(spec, spec.textToSpeech, merged);
          } catch (err) {
            log.warn({ provider: spec.name, err }, 'voices of a provider could not be listed');
            return [];
          }
        }),
      );
      return lists.flat();
    },

    localSpeech,

    preview: async (request) => {
      const spec = specOf(request.provider);
      if (spec.textToSpeech === undefined) throw new AppError('bad_request', `${spec.label} has no voices.`);
      const settings = settingsOf(spec, request.settings);
      const missing = missingSettings(spec, settings);
      if (missing.length > 0) throw new AppError('not_configured', `${spec.label} needs ${missing.join(' and ')}.`);
      try {
        return await spoken(spec.textToSpeech, settings, request);
      } catch (thrown) {
        if (!(thrown instanceof ProviderError)) throw thrown;
        throw new AppError('provider_rejected', thrown.message, { publicMessage: `${spec.label}: ${thrown.message}`, cause: thrown });
      }
    },
  };
}

async function describe(spec: ProviderSpec, settings: ProviderSettings, environment: Readonly<Record<string, string>>): Promise<ProviderDescription> {
  return {
    name: spec.name,
    label: spec.label,
    website: spec.website,
    isLocal: spec.isLocal,
    fields: spec.fields,
    capabilities: {
      ...capability('speechToText', spec.speechToText),
      ...capability('textToSpeech', spec.textToSpeech),
      ...capability('languageModel', spec.languageModel),
    },
    fieldsFromEnvironment: spec.fields.filter((field) => field.env !== undefined && (environment[field.env] ?? '') !== '').map((field) => field.name),
    isReadyByEnvironment: missingSettings(spec, settings).length === 0,
    readiness: spec.isLocal ? await checked(spec, settings) : null,
  };
}

function capability(name: keyof ProviderDescription['capabilities'], spec: CapabilitySpec<unknown> | undefined): Record<string, CapabilityDescription> {
  return spec === undefined ? {} : { [name]: { models: spec.models, defaultModel: spec.defaultModel } };
}

/** A provider that cannot be asked is not ready; why is the answer, not an error. */
async function checked(spec: ProviderSpec, settings: ProviderSettings): Promise<Readiness> {
  const missing = missingSettings(spec, settings);
  if (missing.length > 0) return { ok: false, detail: `${missing.join(' and ')} missing` };
  try {
    return await withDeadline({ clock: systemClock, limitMs: checkLimitMs, what: `the check of ${spec.label}` }, (signal) => spec.check(settings, signal));
  } catch (thrown) {
    return { ok: false, detail: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}

async function voicesOf(
  spec: ProviderSpec,
  textToSpeech: CapabilitySpec<TextToSpeechProvider>,
  settings: ProviderSettings,
): Promise<readonly VoiceDescription[]> {
  const provider = textToSpeech.create(settings, textToSpeech.defaultModel);
  const voices = await withDeadline({ clock: systemClock, limitMs: voicesLimitMs, what: `the list of voices of ${spec.label}` }, (signal) =>
    provider.voices(signal),
  );
  return voices.map((voice) => ({ ...voice, provider: spec.name, ref: `${spec.name}:${voice.id}` }));
}

function spoken(textToSpeech: CapabilitySpec<TextToSpeechProvider>, settings: ProviderSettings, request: PreviewRequest): Promise<Buffer> {
  return withDeadline({ clock: systemClock, limitMs: previewLimitMs, what: 'the preview' }, async (signal) => {
    const provider = textToSpeech.create(settings, textToSpeech.defaultModel);
    const session = await provider.open({ voiceId: request.voiceId, language: request.language, speed: 1, preferredSampleRate: 24_000, signal });
    try {
      return encodeWav(await soundOf(session, request.text, signal), { sampleRate: session.sampleRate });
    } finally {
      await session.close();
    }
  });
}

async function soundOf(session: TextToSpeechSession, text: string, signal: AbortSignal): Promise<Int16Array> {
  const parts: Int16Array[] = [];
  let length = 0;
  for await (const { pcm } of session.speak(once(text), signal)) {
    parts.push(pcm);
    length += pcm.length;
    if (length > longestPreview * session.sampleRate) break;
  }
  const whole = new Int16Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

async function* once(text: string): AsyncIterable<string> {
  yield text;
}
