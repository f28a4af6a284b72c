import { describeLanguageModelContract } from '../contract-suite/language-model';
import { startAnthropicStub } from '../contract-suite/stubs/anthropic-stub';
import { anthropicLanguageModel } from './language-model';

describeLanguageModelContract(
  'anthropic',
  ({ url, apiKey }) => anthropicLanguageModel.create({ baseUrl: `${url}/v1`, apiKey }, 'stub-model'),
  startAnthropicStub,
);
