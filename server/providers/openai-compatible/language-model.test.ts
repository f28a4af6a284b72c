import { describeLanguageModelContract } from '../contract-suite/language-model';
import { startOpenAiStub } from '../contract-suite/stubs/openai-stub';
import { compatibleLanguageModel } from './language-model';

describeLanguageModelContract(
  'openai-compatible',
  ({ url, apiKey }) => compatibleLanguageModel.create({ baseUrl: `${url}/v1`, apiKey }, 'stub-model'),
  startOpenAiStub,
);
