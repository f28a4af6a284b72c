import type { WorkspaceScope } from '../../auth/scope';
import type { HeardSpeech } from '../../domain/speech/hear-sound';
import { getTranscript, type TranscribedFile } from '../../domain/speech/transcripts';

type Wire = Record<string, unknown>;
export type Granularity = 'none' | 'word' | 'character';

/** The event that tells a webhook what was heard, with what the caller wanted back. */
export async function transcriptEvent(scope: WorkspaceScope, details: Readonly<Record<string, unknown>>): Promise<Wire> {
  const { transcriptId, requestId, metadata, granularity, diarize } = details;
  const id = String(transcriptId);
  const transcription = transcriptToWire(await getTranscript(scope, id), id, granularity as Granularity, diarize === true);
  return { request_id: requestId, transcription, ...(metadata == null ? {} : { webhook_metadata: metadata }) };
}

/** A file's transcript, by channels where there are several. */
export function transcriptToWire(file: TranscribedFile, id: string, granularity: Granularity, withSpeaker: boolean): Wire {
  const duration = file.durationMs / 1000;
  const [only, ...others] = file.channels.map((heard) => chunkToWire(heard, granularity, withSpeaker));
  if (only !== undefined && others.length === 0) return { ...only, transcription_id: id, audio_duration_secs: duration };
  const transcripts = [only ?? {}, ...others].map((chunk, i) => ({ ...chunk, channel_index: i }));
  return { transcripts, transcription_id: id, audio_duration_secs: duration };
}

function chunkToWire(heard: HeardSpeech, granularity: Granularity, withSpeaker: boolean): Wire {
  const speaker = withSpeaker ? { speaker_id: 'speaker_0' } : {};
  const words = heard.words.flatMap(({ text, startMs, endMs, confidence }, i): Wire[] => {
    const logprob = Math.log(Math.min(1, Math.max(confidence ?? 1, 1e-6)));
    const times = granularity === 'none' ? {} : { start: startMs / 1000, end: endMs / 1000 };
    const characters = granularity === 'character' ? { characters: charactersOf(text, startMs, endMs) } : {};
    const word = { text, ...times, type: 'word', ...speaker, logprob, ...characters };
    if (i === 0) return [word];
    const gap = granularity === 'none' ? {} : { start: (heard.words[i - 1]?.endMs ?? startMs) / 1000, end: startMs / 1000 };
    return [{ text: ' ', ...gap, type: 'spacing', ...speaker, logprob: 0 }, word];
  });
  return { language_code: heard.language, language_probability: 1, text: heard.text, words };
}

function charactersOf(text: string, startMs: number, endMs: number): Wire[] {
  const each = (endMs - startMs) / Math.max(1, text.length) / 1000;
  return [...text].map((character, i) => ({ text: character, start: startMs / 1000 + i * each, end: startMs / 1000 + (i + 1) * each }));
}
