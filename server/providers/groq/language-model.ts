import { createGroq } from '@ai-sdk/groq';
import type { LanguageModelProvider } from '../spec/language-model';
import type { CapabilitySpec } from '../spec/provider-spec';
import { sdkLanguageModel } from '../shared/sdk-language-model';
import { baseUrlOf, extraHeaders } from '../shared/settings';
import { groqError } from './errors';

export const groqBaseUrl = 'https://api.groq.com/openai/v1';

export const groqLanguageModel: CapabilitySpec<LanguageModelProvider> = {
  models: [
    { id: 'llama-3.3-70b-versatile', label: 'Llama 3.3 70B', languages: '*' },
    { id: 'llama-3.1-8b-instant', label: 'Llama 3.1 8B', languages: '*' },
    { id: 'openai/gpt-oss-20b', label: 'GPT-OSS 20B', languages: '*' },
    { id: 'openai/gpt-oss-120b', label: 'GPT-OSS 120B', languages: '*' },
  ],
  defaultModel: 'llama-3.3-70b-versatile',
  create(settings, model) {
    const vendor = createGroq({ apiKey: settings.apiKey ?? '', baseURL: baseUrlOf(settings, groqBaseUrl), headers: extraHeaders(settings) });
    return sdkLanguageModel({
      id: `groq:${model}`,
      model: vendor.languageModel(model),
      toError: groqError,
      ...(model.includes('gpt-oss') ? { providerOptions: { groq: { reasoningEffort: 'low' } } } : {}),
    });
  },
};
