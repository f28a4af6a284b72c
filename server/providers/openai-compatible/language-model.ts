import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import type { LanguageModelProvider } from '../spec/language-model';
import type { CapabilitySpec, ProviderSettings } from '../spec/provider-spec';
import { sdkLanguageModel } from '../shared/sdk-language-model';
import { baseUrlOf, extraHeaders } from '../shared/settings';
import { compatibleError } from './errors';

export const compatibleLanguageModel: CapabilitySpec<LanguageModelProvider> = {
  models: [],
  defaultModel: 'default',
  create(settings: ProviderSettings, model: string): LanguageModelProvider {
    const id = `openai-compatible:${model}`;
    return {
      id,
      generate: (request) =>
        sdkLanguageModel({ id, model: modelFor(settings, model, request.extraBody), toError: compatibleError, hasMetadata: true }).generate(request),
    };
  },
};

function modelFor(settings: ProviderSettings, model: string, extraBody: Record<string, unknown> | undefined) {
  const vendor = createOpenAICompatible({
    name: 'openai-compatible',
    baseURL: baseUrlOf(settings, ''),
    headers: extraHeaders(settings),
    includeUsage: true,
    ...(settings.apiKey === undefined || settings.apiKey === '' ? {} : { apiKey: settings.apiKey }),
    // Our own members win: extra ones may add to a request, not turn it into another.
    ...(extraBody === undefined ? {} : { transformRequestBody: (body) => ({ ...extraBody, ...body }) }),
  });
  return vendor.chatModel(model);
}
