import { Hono } from 'hono';
import { z } from 'zod';
import { parseAgentConfig } from '../../contracts/agent-config';
import type { VoiceDescription } from '../../domain/providers/catalogue';
import { listVoices } from '../../domain/voices/list-voices';
import { AppError } from '../../lib/app-error';
import type { RestRoutes, RestVariables, RouteDeps } from '../routes';
import { withKey } from '../auth';
import { readQuery } from '../read-body';
import { wholeNumber } from '../wire/query';

const searchQuery = z.object({
  page_size: wholeNumber.min(1).max(100).default(10),
  next_page_token: z.string().max(100).optional(),
  search: z.string().max(100).optional(),
  language: z.string().max(35).optional(),
});

/** The voice a new agent has until someone chooses one: whatever the installation speaks with. */
const defaultVoiceId = parseAgentConfig({}).conversationConfig.tts.voiceId;

export function voiceRoutes(deps: RouteDeps): RestRoutes {
  const routes: RestRoutes = new Hono<RestVariables>();
  const key = withKey(deps);

  routes.get('/v1/voices', key, async (context) => {
    const voices = await listVoices(context.get('scope'), deps.services);
    return context.json({ voices: [defaultVoice, ...voices.map(voiceToWire)] });
  });

  routes.get('/v2/voices', key, async (context) => {
    const query = readQuery(context, searchQuery);
    const voices = await listVoices(context.get('scope'), deps.services, { search: query.search, language: query.language });
    const start = Number(/^\d{1,6}$/.exec(query.next_page_token ?? '0')?.[0] ?? 0);
    const end = start + query.page_size;
    const hasMore = end < voices.length;
    return context.json({
      voices: voices.slice(start, end).map(voiceToWire),
      has_more: hasMore,
      total_count: voices.length,
      next_page_token: hasMore ? String(end) : null,
    });
  });

  routes.get('/v1/voices/settings/default', key, (context) => context.json(voiceSettings));

  routes.get('/v1/voices/:voiceId', key, async (context) => {
    const voiceId = context.req.param('voiceId');
    const found = (await listVoices(context.get('scope'), deps.services)).find((voice) => voice.id === voiceId || voice.ref === voiceId);
    if (found !== undefined) return context.json(voiceToWire(found));
    if (voiceId === defaultVoiceId) return context.json(defaultVoice);
    throw new AppError('not_found', `Voice ${voiceId} was not found.`);
  });

  return routes;
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
