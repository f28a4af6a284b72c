import { errorOfThrown } from '../shared/failures';
import { notReady } from '../shared/request';
import type { ProviderSpec } from '../spec/provider-spec';
import { askUltraVad } from './end-of-turn';

/** A server of the user's that judges turn ends; used by agents whose turn-taking asks for it. */
export const ultravad: ProviderSpec = {
  name: 'ultravad',
  label: 'UltraVAD server (end of turn)',
  website: 'https://huggingface.co/fixie-ai/ultraVAD',
  isLocal: false,
  fields: [
    { name: 'baseUrl', label: 'Base URL', kind: 'url', isRequired: true, placeholder: 'http://127.0.0.1:8800', env: 'ULTRAVAD_BASE_URL' },
    { name: 'apiKey', label: 'API key', kind: 'secret', isRequired: false, placeholder: 'only if the server asks for one', env: 'ULTRAVAD_API_KEY' },
  ],
  judgesEndOfTurn: true,
  async check(settings, signal) {
    try {
      const startedMs = performance.now();
      const probability = await askUltraVad(settings, { sound: new Int16Array(16_000), words: '', language: 'en', dialogue: [] }, signal);
      return {
        ok: true,
        detail: `The server judges: ${probability.toFixed(2)} for a second of silence, after ${Math.round(performance.now() - startedMs)} ms.`,
      };
    } catch (thrown) {
      if (signal.aborted) throw signal.reason;
      return notReady(errorOfThrown('ultravad', thrown));
    }
  },
};
