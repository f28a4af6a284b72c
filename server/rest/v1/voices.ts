import { z } from 'zod';
import {
  changeVoice,
  getWorkspaceVoice,
  listWorkspaceVoices,
  type VoiceSettings,
  voiceSettingsSchema,
  type WorkspaceVoice,
} from '../../domain/voices/voice-preferences';
import { defaultVoiceId } from '../../domain/speech/say-text';
import { AppError } from '../../lib/app-error';
import { linkTo } from '../links';
import { fieldOf } from '../read-body';
import { type Route, route, unsupported, type Wire } from '../route';
import type { RouteDeps } from '../routes';
import { manyOf, wholeNumber } from '../wire/query';

const searchQuery = z.object({
  page_size: wholeNumber.min(1).max(100).default(10),
  next_page_token: z.string().max(100).optional(),
  search: z.string().max(100).optional(),
  language: z.string().max(35).optional(),
  gender: z.string().max(20).optional(),
  category: z.string().max(40).optional(),
  voice_ids: manyOf(z.string().max(200)).optional(),
  sort_direction: z.enum(['asc', 'desc']).catch('asc').optional(),
  sort: z.string().max(40).optional(),
});

const settingsBody = z.looseObject({
  stability: z.number().min(0).max(1).nullish(),
  similarity_boost: z.number().min(0).max(1).nullish(),
  style: z.number().min(0).max(1).nullish(),
  use_speaker_boost: z.boolean().nullish(),
  speed: z.number().min(0.7).max(1.2).nullish(),
});

const labelsField = z.record(z.string().max(100), z.string().max(200));
const largestSamples = 50 * 1024 * 1024;

export function voiceRoutes(deps: RouteDeps): readonly Route[] {
  const { services } = deps;
  return [
    route('GET /v1/voices', { permission: 'agents:read' }, async ({ scope }) => {
      const voices = await listWorkspaceVoices(scope, services);
      return { voices: [defaultVoice, ...voices.map((voice) => voiceToWire(deps, scope.workspaceId, voice))] };
    }),

    route('GET /v2/voices', { permission: 'agents:read', query: searchQuery }, async ({ scope, query }) => {
      const all = await listWorkspaceVoices(scope, services, { search: query.search, language: query.language });
      const matching = all.filter(
        (voice) =>
          (query.gender === undefined || voice.gender === query.gender) &&
          (query.category === undefined || query.category === 'premade') &&
          (query.voice_ids === undefined || query.voice_ids.includes(voice.id) || query.voice_ids.includes(voice.ref)),
      );
      if (query.sort === 'name') matching.sort((one, other) => one.name.localeCompare(other.name) * (query.sort_direction === 'desc' ? -1 : 1));
      const start = Number(/^\d{1,6}$/.exec(query.next_page_token ?? '0')?.[0] ?? 0);
      const end = start + query.page_size;
      const hasMore = end < matching.length;
      return {
        voices: matching.slice(start, end).map((voice) => voiceToWire(deps, scope.workspaceId, voice)),
        has_more: hasMore,
        total_count: matching.length,
        next_page_token: hasMore ? String(end) : null,
      };
    }),

    route('GET /v1/shared-voices', { permission: 'agents:read', note: 'There is no library that others share: always empty.' }, async () => ({
      voices: [],
      has_more: false,
      total_count: 0,
      last_sort_id: null,
    })),

    route('GET /v1/voices/settings/default', { permission: 'agents:read' }, async () => settingsToWire(defaultSettings)),

    route('GET /v1/voices/{voice_id}', { permission: 'agents:read' }, async ({ scope, params }) =>
      params.voice_id === defaultVoiceId ? defaultVoice : voiceToWire(deps, scope.workspaceId, await getWorkspaceVoice(scope, services, params.voice_id)),
    ),

    route('GET /v1/voices/{voice_id}/settings', { permission: 'agents:read' }, async ({ scope, params }) =>
      settingsToWire(params.voice_id === defaultVoiceId ? defaultSettings : (await getWorkspaceVoice(scope, services, params.voice_id)).settings),
    ),

    route('POST /v1/voices/{voice_id}/settings/edit', { permission: 'agents:write', body: settingsBody }, async ({ scope, params, body }) => {
      const before = (await getWorkspaceVoice(scope, services, params.voice_id)).settings;
      await changeVoice(scope, services, params.voice_id, { settings: { ...before, ...settingsFromWire(body) } });
      return { status: 'ok' };
    }),

    route(
      'POST /v1/voices/{voice_id}/edit',
      { permission: 'agents:write', largestBody: largestSamples, note: 'Name, description and labels, for this workspace; samples are refused.' },
      async ({ scope, params, form }) => {
        if (form.files.length > 0) unsupported('Voices cannot be cloned here: no installed provider makes a voice from samples.');
        await changeVoice(scope, services, params.voice_id, {
          name: fieldOf(form, 'name')?.slice(0, 200),
          description: fieldOf(form, 'description')?.slice(0, 2000),
          labels: readLabels(fieldOf(form, 'labels')),
        });
        return { status: 'ok' };
      },
    ),

    route(
      'DELETE /v1/voices/{voice_id}',
      { permission: 'agents:write', note: 'Takes the voice out of the list of this workspace; the provider keeps it.' },
      async ({ scope, params }) => {
        await changeVoice(scope, services, params.voice_id, { isHidden: true });
        return { status: 'ok' };
      },
    ),

    route(
      'POST /v1/voices/add',
      { permission: 'agents:write', largestBody: largestSamples, note: 'Answers 400 `not_supported`: no installed provider makes a voice from samples.' },
      async () => unsupported('Voices cannot be cloned here: no installed provider makes a voice from samples.'),
    ),
  ];
}

const defaultSettings = voiceSettingsSchema.parse({});

function settingsToWire(settings: VoiceSettings): Wire {
  return {
    stability: settings.stability,
    similarity_boost: settings.similarityBoost,
    style: settings.style,
    use_speaker_boost: settings.useSpeakerBoost,
    speed: settings.speed,
  };
}

/** Members of a request that are there. */
export function settingsFromWire(wire: z.infer<typeof settingsBody>): Partial<VoiceSettings> {
  return {
    ...(wire.stability == null ? {} : { stability: wire.stability }),
    ...(wire.similarity_boost == null ? {} : { similarityBoost: wire.similarity_boost }),
    ...(wire.style == null ? {} : { style: wire.style }),
    ...(wire.use_speaker_boost == null ? {} : { useSpeakerBoost: wire.use_speaker_boost }),
    ...(wire.speed == null ? {} : { speed: wire.speed }),
  };
}

function readLabels(text: string | undefined): Readonly<Record<string, string>> | undefined {
  if (text === undefined) return undefined;
  try {
    return labelsField.parse(JSON.parse(text));
  } catch (cause) {
    throw new AppError('invalid_input', 'Labels are a JSON object of texts.', { path: ['labels'], cause });
  }
}

const defaultVoice = {
  voice_id: defaultVoiceId,
  name: 'Default',
  category: 'premade',
  description: 'Whatever this installation speaks with',
  labels: {},
  samples: null,
  preview_url: null,
  available_for_tiers: [],
  settings: settingsToWire(defaultSettings),
  high_quality_base_model_ids: [],
  verified_languages: [],
  is_owner: false,
  is_legacy: false,
  is_mixed: false,
};

function voiceToWire(deps: RouteDeps, workspaceId: string, voice: WorkspaceVoice): Wire {
  return {
    ...defaultVoice,
    voice_id: voice.id,
    name: voice.name,
    description: voice.description ?? null,
    preview_url: linkTo(deps, { kind: 'voice-preview', workspaceId, id: voice.ref }),
    settings: settingsToWire(voice.settings),
    labels: {
      provider: voice.provider,
      ...(voice.gender === undefined ? {} : { gender: voice.gender }),
      ...(voice.languages === '*' ? {} : { language: voice.languages.join(',') }),
      ...voice.labels,
    },
  };
}
