import { createGoogleGenerativeAI } from '@ai-sdk/google';
import type { LanguageModelProvider } from '../spec/language-model';
import type { CapabilitySpec } from '../spec/provider-spec';
import { sdkLanguageModel } from '../shared/sdk-language-model';
import { baseUrlOf, extraHeaders } from '../shared/settings';
import { googleError } from './errors';

export const googleBaseUrl = 'https://generativelanguage.googleapis.com/v1beta';

export const googleLanguageModel: CapabilitySpec<LanguageModelProvider> = {
  models: [
    { id: 'gemini-2.5-flash', label: 'Gemini 2.5 Flash', languages: '*' },
    { id: 'gemini-2.5-flash-lite', label: 'Gemini 2.5 Flash-Lite', languages: '*' },
    { id: 'gemini-2.5-pro', label: 'Gemini 2.5 Pro', languages: '*' },
  ],
  defaultModel: 'gemini-2.5-flash',
  create(settings, model) {
    const vendor = createGoogleGenerativeAI({ apiKey: settings.apiKey ?? '', baseURL: baseUrlOf(settings, googleBaseUrl), headers: extraHeaders(settings) });
    return sdkLanguageModel({
      id: `google:${model}`,
      model: vendor.languageModel(model),
      toError: googleError,
      isStrictAboutRoles: true,
      // Thinking is on by default and costs seconds before the first word.
      ...(model.startsWith('gemini-2.5-flash') ? { providerOptions: { google: { thinkingConfig: { thinkingBudget: 0 } } } } : {}),
    });
  },
};
