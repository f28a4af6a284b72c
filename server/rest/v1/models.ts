import type { CapabilityDescription } from '../../domain/providers/catalogue';
import { type Route, route } from '../route';
import type { RouteDeps } from '../routes';

/** Models of text-to-speech, as `provider:model`. */
export function modelRoutes(deps: RouteDeps): readonly Route[] {
  return [
    route('GET /v1/models', { permission: 'agents:read' }, async () => {
      const providers = await deps.services.catalogue.providers();
      return providers.flatMap((provider) =>
        (provider.capabilities.textToSpeech?.models ?? []).map((model) =>
          modelToWire(`${provider.name}:${model.id}`, `${provider.label}: ${model.label}`, model),
        ),
      );
    }),
  ];
}

function modelToWire(modelId: string, name: string, model: CapabilityDescription['models'][number]) {
  return {
    model_id: modelId,
    name,
    description: '',
    can_be_finetuned: false,
    can_do_text_to_speech: true,
    can_do_voice_conversion: false,
    can_use_style: false,
    can_use_speaker_boost: false,
    serves_pro_voices: false,
    token_cost_factor: 0,
    requires_alpha_access: false,
    max_characters_request_free_user: 5000,
    max_characters_request_subscribed_user: 5000,
    maximum_text_length_per_request: 5000,
    languages: model.languages === '*' ? [] : model.languages.map((language) => ({ language_id: language, name: languageName(language) })),
    model_rates: { character_cost_multiplier: 0 },
    concurrency_group: 'standard',
  };
}

function languageName(code: string): string {
  try {
    return new Intl.DisplayNames('en', { type: 'language' }).of(code) ?? code;
  } catch {
    return code; // a vendor's own code
  }
}
