import type { DownlinkEvent } from '@/server/contracts/voice-protocol';

/** One thing said or done, as the panel shows it. */
export type LiveEntry =
  | { readonly kind: 'participant'; readonly key: string; readonly text: string; readonly medium: 'audio' | 'text' }
  | {
      readonly kind: 'agent';
      readonly key: string;
      readonly responseId: number;
      readonly text: string;
      readonly heardText: string;
      readonly isFinal: boolean;
      readonly isInterrupted: boolean;
      /** Said by a person in the agent's place; of an empty text nobody knows the words. */
      readonly isPerson?: true;
    }
  | { readonly kind: 'tool'; readonly key: string; readonly toolName: string; readonly state: 'running' | 'done' | 'failed' }
  | { readonly kind: 'failover'; readonly key: string; readonly capability: string; readonly from: string; readonly to: string | null };

export interface LiveTranscript {
  readonly entries: readonly LiveEntry[];
  /** Words of the utterance under way; may still change. */
  readonly partial: string;
}

export const emptyTranscript: LiveTranscript = { entries: [], partial: '' };

/** The transcript after an event. */
export function withEvent(transcript: LiveTranscript, event: DownlinkEvent): LiveTranscript {
  const { entries } = transcript;
  switch (event.kind) {
    case 'transcription-partial':
      return { entries, partial: event.text };
    case 'transcription-final': {
      if (event.text.trim() === '') return { entries, partial: '' };
      const entry: LiveEntry = { kind: 'participant', key: `turn-${event.turnId}-${entries.length}`, text: event.text, medium: event.medium };
      return { entries: [...entries, entry], partial: '' };
    }
    case 'agent-text':
      return { ...transcript, entries: withAgent(entries, event.responseId, (entry) => ({ ...entry, text: event.text, isFinal: event.isFinal })) };
    case 'agent-heard':
      return {
        ...transcript,
        entries: withAgent(entries, event.responseId, (entry) => ({
          ...entry,
          heardText: event.heardText,
          isInterrupted: entry.isInterrupted || event.isInterrupted,
        })),
      };
    case 'person-said': {
      const text = event.text ?? '';
      const entry: LiveEntry = {
        kind: 'agent',
        key: `person-${event.responseId}`,
        responseId: event.responseId,
        text,
        heardText: text,
        isFinal: true,
        isInterrupted: false,
        isPerson: true,
      };
      return { ...transcript, entries: [...entries, entry] };
    }
    case 'interrupted':
      return entries.some((entry) => entry.kind === 'agent' && entry.responseId === event.responseId)
        ? { ...transcript, entries: withAgent(entries, event.responseId, (entry) => ({ ...entry, isInterrupted: true })) }
        : transcript;
    case 'tool-call':
      return { ...transcript, entries: [...entries, { kind: 'tool', key: `tool-${event.toolCallId}`, toolName: event.toolName, state: 'running' }] };
    case 'tool-finished':
      return {
        ...transcript,
        entries: entries.map((entry) =>
          entry.key === `tool-${event.toolCallId}` && entry.kind === 'tool' ? { ...entry, state: event.isError ? 'failed' : 'done' } : entry,
        ),
      };
    case 'failover':
      return {
        ...transcript,
        entries: [...entries, { kind: 'failover', key: `failover-${entries.length}`, capability: event.capability, from: event.from, to: event.to }],
      };
    default:
      return transcript;
  }
}

type AgentEntry = Extract<LiveEntry, { kind: 'agent' }>;

function withAgent(entries: readonly LiveEntry[], responseId: number, change: (entry: AgentEntry) => AgentEntry): readonly LiveEntry[] {
  const at = entries.findLastIndex((entry) => entry.kind === 'agent' && entry.responseId === responseId);
  const known = entries[at];
  if (known?.kind === 'agent') return entries.with(at, change(known));
  const fresh: AgentEntry = { kind: 'agent', key: `response-${responseId}`, responseId, text: '', heardText: '', isFinal: false, isInterrupted: false };
  return [...entries, change(fresh)];
}

/** What both said, without tools and providers, which are nothing to a stranger. */
export function spokenPart(transcript: LiveTranscript): LiveTranscript {
  return {
    ...transcript,
    entries: transcript.entries.filter((entry) => entry.kind === 'participant' || (entry.kind === 'agent' && (entry.text !== '' || entry.isPerson !== true))),
  };
}

/** Splits an agent's words into those heard and the rest. Heard text need not be a prefix letter by letter: spacing may differ. */
export function splitHeard(text: string, heardText: string): { readonly heard: string; readonly unheard: string } {
  let at = 0;
  for (const letter of heardText) {
    if (/\s/.test(letter)) continue;
    while (at < text.length && /\s/.test(text[at] ?? '')) at++;
    if (!text.startsWith(letter, at)) break;
    at += letter.length;
  }
  return { heard: text.slice(0, at), unheard: text.slice(at) };
}
