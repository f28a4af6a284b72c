import { askVendor } from '../shared/request';
import { baseUrlOf } from '../shared/settings';
import type { EndOfTurnJudge, EndOfTurnRequest } from '../spec/end-of-turn';
import type { ProviderSettings } from '../spec/provider-spec';
import { ultraVadHttpError } from './errors';
import { type EndOfTurnQuestion, endOfTurnAnswerSchema } from './wire';

/** Evidence that comes later than this has been decided without. */
const limitMs = 700;

/** A server of the user's that runs UltraVAD, or anything that answers the same question. */
export function createUltraVad(settings: ProviderSettings): EndOfTurnJudge {
  return {
    id: 'ultravad',
    // It is given the dialogue and hears the rest.
    hears: 'words',
    async probability(request, signal) {
      return askUltraVad(settings, request, signal);
    },
  };
}

export function askUltraVad(settings: ProviderSettings, { sound, dialogue }: EndOfTurnRequest, signal: AbortSignal): Promise<number> {
  const question: EndOfTurnQuestion = {
    audio: Buffer.from(sound.buffer, sound.byteOffset, sound.byteLength).toString('base64'),
    sampling_rate: 16_000,
    turns: dialogue.map(({ role, text }) => ({ role, content: text })),
  };
  const apiKey = settings['apiKey'];
  return askVendor(
    {
      url: `${baseUrlOf(settings, '')}/v1/end-of-turn`,
      init: {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }) },
        body: JSON.stringify(question),
      },
      signal,
      limitMs,
      what: 'the judgement of the turn’s end',
      provider: 'ultravad',
      toError: ultraVadHttpError,
    },
    async (response) => endOfTurnAnswerSchema.parse(await response.json()).probability,
  );
}
