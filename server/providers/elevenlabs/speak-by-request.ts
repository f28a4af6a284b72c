import type { SpeechChunk } from '../spec/text-to-speech';
import { errorOfCategory } from '../shared/failures';
import { samplesOf } from '../shared/pcm-stream';
import { askVendor } from '../shared/request';
import { elevenlabsHttpError } from './errors';
import type { ElevenLabsVoice } from './voice';

const firstByteMs = 10_000;

/** One streamed request a segment; each is told what was said before it, so that the tone goes on. */
export async function* speakByRequest(voice: ElevenLabsVoice, segments: AsyncIterable<string>, signal: AbortSignal): AsyncGenerator<SpeechChunk> {
  let index = 0;
  let previous = '';
  for await (const segment of segments) {
    signal.throwIfAborted();
    if (/[\p{L}\p{N}]/u.test(segment)) yield* speakSegment(voice, segment, previous, signal);
    yield { pcm: new Int16Array(0), endsSegment: index++ };
    previous = segment;
  }
}

async function* speakSegment(voice: ElevenLabsVoice, text: string, previous: string, signal: AbortSignal): AsyncGenerator<SpeechChunk> {
  const body = await askVendor(
    {
      url: `${voice.baseUrl}/v1/text-to-speech/${encodeURIComponent(voice.voiceId)}/stream?output_format=pcm_${voice.sampleRate}`,
      init: {
        method: 'POST',
        headers: { ...voice.headers, 'content-type': 'application/json' },
        body: JSON.stringify({
          text,
          model_id: voice.modelId,
          ...(voice.languageCode === undefined ? {} : { language_code: voice.languageCode }),
          ...(Object.keys(voice.voiceSettings).length === 0 ? {} : { voice_settings: voice.voiceSettings }),
          ...(previous === '' || voice.modelId === 'eleven_v3' ? {} : { previous_text: previous }),
        }),
      },
      signal,
      limitMs: firstByteMs,
      what: 'the first sound',
      provider: 'elevenlabs',
      toError: elevenlabsHttpError,
    },
    async (response) => response.body,
  );
  if (body === null) throw errorOfCategory('elevenlabs', 'bad-answer', 'the answer has no sound');
  yield* samplesOf(body, 'elevenlabs', signal);
}
