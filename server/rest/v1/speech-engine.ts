import { z } from 'zod';
import {
  changeSpeechEngine,
  createSpeechEngine,
  deleteSpeechEngine,
  type EngineConfig,
  getSpeechEngine,
  listSpeechEngines,
  type SpeechEngineView,
} from '../../domain/speech-engines/speech-engines';
import { type Route, route, type Wire } from '../route';
import type { RouteDeps } from '../routes';
import { unixSecs } from '../mappers/agent';
import { pageQuery } from '../wire/query';

const sections = ['asr', 'tts', 'turn', 'vad', 'conversation', 'privacy', 'call_limits', 'language', 'cascade_timeout_seconds', 'overrides'] as const;
const record = z.record(z.string(), z.unknown());
const engineBody = z.looseObject({
  name: z.string().max(200).nullish(),
  tags: z.array(z.string().max(100)).max(50).nullish(),
  speech_engine: z.looseObject({ ws_url: z.url({ protocol: /^wss?$/ }).max(2000), request_headers: record.nullish() }).nullish(),
});
const listQuery = z.object({ ...pageQuery, search: z.string().max(200).optional() });

export function speechEngineRoutes({ services }: RouteDeps): readonly Route[] {
  const { sealKeys } = services;
  return [
    route('GET /v1/speech-engine', { permission: 'agents:read', query: listQuery }, async ({ scope, query }) => {
      const page = await listSpeechEngines(scope, sealKeys, { search: query.search, cursor: query.cursor, pageSize: query.page_size });
      return { speech_engines: page.items.map(summaryToWire), next_cursor: page.nextCursor, has_more: page.nextCursor !== null };
    }),

    route('POST /v1/speech-engine', { permission: 'agents:write', body: engineBody }, async ({ scope, body }) =>
      engineToWire(await createSpeechEngine(scope, sealKeys, inputOf(body))),
    ),

    route('GET /v1/speech-engine/{speech_engine_id}', { permission: 'agents:read' }, async ({ scope, params }) =>
      engineToWire(await getSpeechEngine(scope, sealKeys, params.speech_engine_id)),
    ),

    route('PATCH /v1/speech-engine/{speech_engine_id}', { permission: 'agents:write', body: engineBody }, async ({ scope, params, body }) =>
      engineToWire(await changeSpeechEngine(scope, sealKeys, params.speech_engine_id, inputOf(body))),
    ),

    route('DELETE /v1/speech-engine/{speech_engine_id}', { permission: 'agents:write' }, async ({ scope, params }) => {
      await deleteSpeechEngine(scope, sealKeys, params.speech_engine_id);
      return null;
    }),

    route(
      'POST /v1/speech-engine/{speech_engine_id}/duplicate',
      { permission: 'agents:write', body: z.looseObject({ name: z.string().max(200).nullish() }) },
      async ({ scope, params, body }) => {
        const engine = await getSpeechEngine(scope, sealKeys, params.speech_engine_id);
        return engineToWire(
          await createSpeechEngine(scope, sealKeys, {
            name: body.name ?? `${engine.name} (copy)`,
            tags: engine.tags,
            config: engine.config,
            headers: engine.headers,
          }),
        );
      },
    ),
  ];
}

function inputOf(body: z.infer<typeof engineBody>) {
  const { speech_engine: engine } = body;
  const config: Record<string, unknown> = Object.fromEntries(sections.filter((name) => body[name] != null).map((name) => [name, body[name]]));
  if (engine != null) config['speech_engine'] = { ws_url: engine.ws_url };
  return { name: body.name ?? undefined, tags: body.tags ?? undefined, config, headers: engine?.request_headers ?? undefined };
}

function engineToWire(engine: SpeechEngineView): Wire {
  const { config } = engine;
  return {
    speech_engine_id: engine.id,
    name: engine.name,
    asr: {},
    turn: {},
    vad: {},
    conversation: {},
    privacy: {},
    call_limits: {},
    language: 'en',
    cascade_timeout_seconds: 8,
    overrides: {},
    ...config,
    tts: ttsToWire(config['tts'] as EngineConfig | undefined),
    speech_engine: { ...(config['speech_engine'] as EngineConfig | undefined), request_headers: engine.headers },
    tags: engine.tags,
    metadata: { created_at_unix_secs: unixSecs(engine.createdAt), updated_at_unix_secs: unixSecs(engine.updatedAt) },
    access_info: accessOf(engine),
  };
}

/** Effects are told whole, whatever part of them was given. */
function ttsToWire(tts: EngineConfig | undefined): Wire {
  const effects = tts?.['audio_effects'];
  return { ...tts, ...(effects == null ? {} : { audio_effects: { distance: 0, send_level: 1, pan: 0, ...(effects as Wire) } }) };
}

function summaryToWire(engine: SpeechEngineView): Wire {
  return {
    speech_engine_id: engine.id,
    name: engine.name,
    voice_id: engine.voiceId,
    created_at_unix_secs: unixSecs(engine.createdAt),
    tags: engine.tags,
    access_info: accessOf(engine),
  };
}

function accessOf(engine: SpeechEngineView): Wire {
  return { is_creator: engine.isCreator, creator_name: engine.createdByName, creator_email: '', role: 'admin' };
}
