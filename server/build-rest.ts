import { sealKeys } from './auth/scope';
import type { Env } from './config/env';
import type { Database } from './db/client';
import { localKnowledge } from './domain/knowledge/local-engine';
import { registryCatalogue } from './domain/providers/registry-catalogue';
import { openServices, type Services } from './domain/services';
import { registrySpeech } from './domain/speech/registry-speech';
import type { LocalSpeech } from './domain/providers/catalogue';
import { createAgentLab } from './host/agent-lab';
import { systemClock } from './lib/clock';
import type { Logger } from './lib/logger';
import { totalBytes } from './models/catalog';
import type { BackgroundDownloads } from './models/download-in-background';
import { listModels } from './models/model-store';
import { embeddedTiers } from './providers/embedded/index';
import { createRestApp } from './rest/app';
import type { RestRoutes } from './rest/routes';
import { payloadMaker } from './rest/webhook-payloads';

export interface BuildServicesOptions {
  readonly env: Env;
  readonly log: Logger;
  /** Models being fetched in the background, when that is turned on. */
  readonly downloads?: BackgroundDownloads;
}

/** What use cases need, with the providers of this process. */
export function buildServices({ env, log, downloads }: BuildServicesOptions): Services {
  const localSpeech = (language: string) => describeLocalSpeech(language, env.modelsDir, downloads);
  const environment = env.providerEnvironment;
  const speech = registrySpeech({ environment, defaultChains: env.defaultChains, sealKeys: sealKeys(env.secret, env.previousSecrets), log });
  const catalogue = registryCatalogue({ environment, log, localSpeech });
  const services = openServices(env, { catalogue, speech, knowledge: (parts) => localKnowledge({ ...knowledgeSettings(env), ...parts }) }, log);
  return { ...services, lab: labOf(env, log, services), payloadOf: payloadMaker(services.storage) };
}

function labOf(env: Env, log: Logger, { knowledge, outgoing, authTokens }: Services) {
  const providers = { defaultChains: env.defaultChains, environment: env.providerEnvironment };
  return createAgentLab({ providers, knowledge, outgoing, authTokens, secret: env.secret, previousSecrets: env.previousSecrets, clock: systemClock, log });
}

/** What the knowledge engine needs of the settings. */
export function knowledgeSettings(env: Env) {
  return { embeddings: env.embeddings, environment: env.providerEnvironment, mostBytes: env.knowledgeBytes };
}

/** The public API over the use cases. */
export function buildRest(parts: { readonly env: Env; readonly db: Database; readonly services: Services; readonly log: Logger }): RestRoutes {
  const { env, ...deps } = parts;
  return createRestApp({ ...deps, wrongAnswers: env.isDevelopment ? 'throw' : 'log' });
}

const lookingLimitMs = 10_000;

async function describeLocalSpeech(language: string, modelsDir: string, downloads: BackgroundDownloads | undefined): Promise<LocalSpeech> {
  const [tiers, models] = await Promise.all([embeddedTiers(language), listModels(modelsDir, AbortSignal.timeout(lookingLimitMs))]);
  const progressOf = new Map(
    (downloads?.progress() ?? []).map(({ model, phase, receivedBytes, totalBytes: ofBytes, problem }) => [
      model,
      { phase, receivedBytes, totalBytes: ofBytes, problem },
    ]),
  );
  return {
    language,
    speechToText: tiers.stt,
    textToSpeech: tiers.tts,
    models: models.map(({ entry, state }) => ({
      name: entry.name,
      title: entry.title,
      licence: entry.licence,
      use: entry.use,
      isDefault: entry.isDefault,
      state,
      totalBytes: totalBytes(entry),
      progress: progressOf.get(entry.name) ?? null,
    })),
  };
}
