import { describeLanguageModelContract } from '../contract-suite/language-model';
import { startOpenAiStub } from '../contract-suite/stubs/openai-stub';
import { openaiLanguageModel } from './language-model';

describeLanguageModelContract('openai', ({ url, apiKey }) => openaiLanguageModel.create({ baseUrl: `${url}/v1`, apiKey }, 'stub-model'), startOpenAiStub);
