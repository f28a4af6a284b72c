import { describeLanguageModelContract } from '../contract-suite/language-model';
import { startOpenAiStub } from '../contract-suite/stubs/openai-stub';
import { groqLanguageModel } from './language-model';

describeLanguageModelContract('groq', ({ url, apiKey }) => groqLanguageModel.create({ baseUrl: `${url}/v1`, apiKey }, 'stub-model'), startOpenAiStub);
