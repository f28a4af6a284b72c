import { z } from 'zod';
import { parseAgentConfig } from '../../contracts/agent-config';
import type { VoiceDescription } from '../../domain/providers/catalogue';
import { listVoices } from '../../domain/voices/list-voices';
import { AppError } from '../../lib/app-error';
import { type Route, route } from '../route';
import type { RouteDeps } from '../routes';
import { wholeNumber } from '../wire/query';

const searchQuery = z.object({
  page_size: wholeNumber.min(1).max(100).default(10),
  next_page_token: z.string().max(100).optional(),
  search: z.string().max(100).optional(),
  language: z.string().max(35).optional(),
});

/** The voice a new agent has until someone chooses one: whatever the installation speaks with. */
const defaultVoiceId = parseAgentConfig({}).conversationConfig.tts.voiceId;

export function voiceRoutes(deps: RouteDeps): readonly Route[] {
  return [
    route('GET /v1/voices', { permission: 'agents:read' }, async ({ scope }) => {
      const voices = await listVoices(scope, deps.services);
      return { voices: [defaultVoice, ...voices.map(voiceToWire)] };
    }),

    route('GET /v2/voices', { permission: 'agents:read', query: searchQuery }, async ({ scope, query }) => {
      const voices = await listVoices(scope, deps.services, { search: query.search, language: query.language });
      const start = Number(/^\d{1,6}$/.exec(query.next_page_token ?? '0')?.[0] ?? 0);
      const end = start + query.page_size;
      const hasMore = end < voices.length;
      return {
        voices: voices.slice(start, end).map(voiceToWire),
        has_more: hasMore,
        total_count: voices.length,
        next_page_token: hasMore ? String(end) : null,
      };
    }),

    route('GET /v1/voices/settings/default', { permission: 'agents:read' }, async () => voiceSettings),

    route('GET /v1/voices/{voice_id}', { permission: 'agents:read' }, async ({ scope, params }) => {
      const voiceId = params.voice_id;
      const found = (await listVoices(scope, deps.services)).find((voice) => voice.id === voiceId || voice.ref === voiceId);
      if (found !== undefined) return voiceToWire(found);
      if (voiceId === defaultVoiceId) return defaultVoice;
      throw new AppError('not_found', `Voice ${voiceId} was not found.`);
    }),
  ];
}

const voiceSettings = { stability: 0.5, similarity_boost: 0.75, style: 0, use_speaker_boost: true, speed: 1 };

const defaultVoice = {
  voice_id: defaultVoiceId,
  name: 'Default',
  category: 'premade',
  description: 'Whatever this installation speaks with',
  labels: {},
  samples: null,
  preview_url: null,
  available_for_tiers: [],
  settings: voiceSettings,
  high_quality_base_model_ids: [],
  verified_languages: [],
  is_owner: false,
  is_legacy: false,
  is_mixed: false,
};

function voiceToWire(voice: VoiceDescription) {
  return {
    ...defaultVoice,
    voice_id: voice.id,
    name: voice.name,
    description: voice.description ?? null,
    labels: {
      provider: voice.provider,
      ...(voice.gender === undefined ? {} : { gender: voice.gender }),
      ...(voice.languages === '*' ? {} : { language: voice.languages.join(',') }),
    },
  };
}
