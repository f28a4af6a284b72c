import { createDictionary } from '../../domain/pronunciation-dictionaries/dictionaries';
import { keepTranscript } from '../../domain/speech/transcripts';
import { sweep } from './sweep';

export const speech = sweep({
  async make({ scope }) {
    const dictionary = await createDictionary(scope, { name: 'Names', rules: [{ type: 'alias', stringToReplace: 'UN', alias: 'United Nations' }] });
    const transcriptId = await keepTranscript(scope, {
      channels: [{ text: 'hello', language: 'en', words: [], producedBy: 'scripted:ear-1' }],
      durationMs: 900,
    });
    return { dictionaryId: dictionary.id, transcriptId };
  },
  samples: {
    'GET /v1/pronunciation-dictionaries/{pronunciation_dictionary_id}': ({ dictionaryId }) => ({ path: `/v1/pronunciation-dictionaries/${dictionaryId}` }),
    'POST /v1/text-to-speech/{voice_id}': ({ dictionaryId }) => speak(dictionaryId, ''),
    'POST /v1/text-to-speech/{voice_id}/stream': ({ dictionaryId }) => speak(dictionaryId, '/stream'),
    'POST /v1/text-to-speech/{voice_id}/with-timestamps': ({ dictionaryId }) => speak(dictionaryId, '/with-timestamps'),
    'POST /v1/text-to-speech/{voice_id}/stream/with-timestamps': ({ dictionaryId }) => speak(dictionaryId, '/stream/with-timestamps'),
    'GET /v1/speech-to-text/transcripts/{transcription_id}': ({ transcriptId }) => ({ path: `/v1/speech-to-text/transcripts/${transcriptId}` }),
    'DELETE /v1/speech-to-text/transcripts/{transcription_id}': ({ transcriptId }) => ({ path: `/v1/speech-to-text/transcripts/${transcriptId}` }),
  },
  others: [
    'GET /v1/convai/llm/list',
    'GET /v1/voices',
    'GET /v2/voices',
    'GET /v1/shared-voices',
    'GET /v1/voices/settings/default',
    // Voices are the installation's; what a workspace changed about one is its own.
    'GET /v1/voices/{voice_id}',
    'GET /v1/voices/{voice_id}/settings',
    'POST /v1/voices/{voice_id}/settings/edit',
    'POST /v1/voices/{voice_id}/edit',
    'DELETE /v1/voices/{voice_id}',
    'POST /v1/voices/add',
    'GET /v1/models',
    'GET /v1/user',
    'GET /v1/user/subscription',
    'GET /v1/usage/character-stats',
    'GET /v1/pronunciation-dictionaries',
    'POST /v1/pronunciation-dictionaries/add-from-rules',
    'POST /v1/pronunciation-dictionaries/add-from-file',
    'POST /v1/speech-to-text',
    'POST /v1/single-use-token/{token_type}',
  ],
  lists: [{ path: '/v1/pronunciation-dictionaries', own: ({ dictionaryId }) => dictionaryId }],
});

/** Voices are everybody's, dictionaries are not. */
function speak(dictionaryId: string, way: string) {
  const body = { text: 'Hello.', pronunciation_dictionary_locators: [{ pronunciation_dictionary_id: dictionaryId }] };
  return { path: `/v1/text-to-speech/ada${way}?output_format=pcm_16000`, body };
}
