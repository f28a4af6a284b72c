import { describeLanguageModelContract } from '../contract-suite/language-model';
import { startGoogleStub } from '../contract-suite/stubs/google-stub';
import { googleLanguageModel } from './language-model';

describeLanguageModelContract('google', ({ url, apiKey }) => googleLanguageModel.create({ baseUrl: `${url}/v1beta`, apiKey }, 'stub-model'), startGoogleStub);
