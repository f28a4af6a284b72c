import { createOpenAI } from '@ai-sdk/openai';
import type { LanguageModelProvider } from '../spec/language-model';
import type { CapabilitySpec, ProviderSettings } from '../spec/provider-spec';
import { sdkLanguageModel } from '../shared/sdk-language-model';
import { baseUrlOf, extraHeaders } from '../shared/settings';
import { openaiError } from './errors';

export const openaiBaseUrl = 'https://api.openai.com/v1';

export const openaiLanguageModel: CapabilitySpec<LanguageModelProvider> = {
  models: [
    { id: 'gpt-4.1-mini', label: 'GPT-4.1 mini', languages: '*' },
    { id: 'gpt-4.1', label: 'GPT-4.1', languages: '*' },
    { id: 'gpt-4o', label: 'GPT-4o', languages: '*' },
    { id: 'gpt-4o-mini', label: 'GPT-4o mini', languages: '*' },
    { id: 'gpt-5-mini', label: 'GPT-5 mini', languages: '*' },
    { id: 'gpt-5', label: 'GPT-5', languages: '*' },
  ],
  defaultModel: 'gpt-4.1-mini',
  create(settings: ProviderSettings, model: string): LanguageModelProvider {
    const vendor = createOpenAI({ apiKey: settings.apiKey ?? '', baseURL: baseUrlOf(settings, openaiBaseUrl), headers: extraHeaders(settings) });
    return sdkLanguageModel({
      id: `openai:${model}`,
      model: vendor.chat(model),
      toError: openaiError,
      // These think before they speak unless told not to, and nobody waits that long on the phone.
      ...(/^gpt-5(?:-mini|-nano)?(?:-\d|$)/.test(model) ? { providerOptions: { openai: { reasoningEffort: 'minimal' } } } : {}),
    });
  },
};
