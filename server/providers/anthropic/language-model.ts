import { createAnthropic } from '@ai-sdk/anthropic';
import type { LanguageModelProvider } from '../spec/language-model';
import type { CapabilitySpec } from '../spec/provider-spec';
import { sdkLanguageModel } from '../shared/sdk-language-model';
import { baseUrlOf, extraHeaders } from '../shared/settings';
import { anthropicError } from './errors';

export const anthropicBaseUrl = 'https://api.anthropic.com/v1';

export const anthropicLanguageModel: CapabilitySpec<LanguageModelProvider> = {
  models: [
    { id: 'claude-haiku-4-5', label: 'Claude Haiku 4.5', languages: '*' },
    { id: 'claude-sonnet-4-5', label: 'Claude Sonnet 4.5', languages: '*' },
    { id: 'claude-sonnet-4-0', label: 'Claude Sonnet 4', languages: '*' },
  ],
  defaultModel: 'claude-haiku-4-5',
  create(settings, model) {
    const vendor = createAnthropic({ apiKey: settings.apiKey ?? '', baseURL: baseUrlOf(settings, anthropicBaseUrl), headers: extraHeaders(settings) });
    return sdkLanguageModel({ id: `anthropic:${model}`, model: vendor.languageModel(model), toError: anthropicError, isStrictAboutRoles: true });
  },
};
