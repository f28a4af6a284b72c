import type { ConversationEvent } from '@/server/contracts/conversation';
import { numberIn, type Stretch, textIn } from './timeline';

export const lanes = ['hearing', 'knowledge', 'model', 'tools', 'voice', 'trouble'] as const;
export type Lane = (typeof lanes)[number];

/** A piece of work on the conversation's clock. One without a length is a moment. */
export interface WorkSpan extends Stretch {
  /** Stays the same for the same record, so that it can stand in an address. */
  readonly id: string;
  readonly lane: Lane;
  readonly kind: string;
  /** What did it: a model, a voice, a tool. Empty where that is not known. */
  readonly by: string;
  /** Done ahead of the end of a turn, and thrown away. */
  readonly isSpeculative: boolean;
  readonly isError: boolean;
  /** Everything recorded about it. */
  readonly data: Readonly<Record<string, unknown>>;
  /** What it used up. */
  readonly usage: readonly Readonly<Record<string, unknown>>[];
}

/** What was done for the conversation, by whom and for how long, read from what was recorded. */
export function workSpans(events: readonly ConversationEvent[], durationMs: number): readonly WorkSpan[] {
  const usage = events.flatMap(({ kind, data }) => (kind === 'usage' ? [data] : []));
  const ends = new Ends(events, durationMs);
  return events
    .flatMap((event): Omit<WorkSpan, 'usage'>[] => {
      const { kind, atMs, data, sequence } = event;
      const base = { id: String(sequence), kind, data, isSpeculative: false, isError: false };
      switch (kind) {
        case 'transcription-final':
          if (data['medium'] !== 'audio') return [];
          return [{ ...base, lane: 'hearing', by: textIn(data['producedBy']), startMs: Math.min(atMs, numberIn(data['endMs'])), endMs: atMs }];
        case 'knowledge-retrieved':
          return [
            {
              ...base,
              lane: 'knowledge',
              by: '',
              startMs: Math.max(0, atMs - numberIn(data['latencyMs'])),
              endMs: atMs,
              isError: textIn(data['failure']) !== '',
            },
          ];
        case 'draft-started': {
          const end = ends.after(event, ['draft-used', 'draft-dropped']);
          return [
            { ...base, lane: 'model', by: '', startMs: atMs, endMs: end.atMs, isSpeculative: end.kind === 'draft-dropped', data: { ...data, ...end.data } },
          ];
        }
        case 'response-started': {
          const end = ends.after(event, ['response-audible', 'response-ended']);
          const { producedBy } = ends.after(event, ['response-ended']).data;
          return [{ ...base, lane: 'model', by: textIn(producedBy), startMs: atMs, endMs: end.atMs }];
        }
        case 'response-audible': {
          const end = ends.after(event, ['response-ended']);
          return [{ ...base, lane: 'voice', by: voiceOf(usage, data['responseId']), startMs: atMs, endMs: Math.max(atMs, end.atMs), data: end.data }];
        }
        case 'tool-called': {
          const end = ends.after(event, ['tool-finished'], 'toolCallId');
          return [
            {
              ...base,
              lane: 'tools',
              by: textIn(data['toolName']),
              startMs: atMs,
              endMs: end.atMs,
              isError: end.data['isError'] === true,
              data: { ...data, ...end.data },
            },
          ];
        }
        case 'provider-failed':
        case 'failed-over':
        case 'request-hedged':
        case 'audio-lost':
          return [{ ...base, lane: 'trouble', by: textIn(data['capability']), startMs: atMs, endMs: atMs, isError: kind === 'provider-failed' }];
        default:
          return [];
      }
    })
    .map((span) => ({ ...span, usage: usage.filter((entry) => isUsageOf(entry, span)) }));
}

/** Finds the event that ends what another began. */
class Ends {
  readonly #events: readonly ConversationEvent[];
  readonly #durationMs: number;

  constructor(events: readonly ConversationEvent[], durationMs: number) {
    this.#events = events;
    this.#durationMs = durationMs;
  }

  after(
    begun: ConversationEvent,
    kinds: readonly string[],
    key: 'responseId' | 'toolCallId' = 'responseId',
  ): Pick<ConversationEvent, 'atMs' | 'kind' | 'data'> {
    const end = this.#events.find((event) => event.sequence > begun.sequence && kinds.includes(event.kind) && event.data[key] === begun.data[key]);
    return end ?? { atMs: Math.max(begun.atMs, this.#durationMs), kind: 'conversation-ended', data: {} };
  }
}

function isUsageOf(entry: Readonly<Record<string, unknown>>, { lane, data }: Omit<WorkSpan, 'usage'>): boolean {
  switch (lane) {
    case 'hearing':
      return entry['capability'] === 'speech-to-text' && entry['turnId'] === data['turnId'];
    case 'model':
      return entry['capability'] === 'language-model' && entry['responseId'] === data['responseId'];
    case 'voice':
      return entry['capability'] === 'text-to-speech' && entry['responseId'] === data['responseId'];
    default:
      return false;
  }
}

function voiceOf(usage: readonly Readonly<Record<string, unknown>>[], responseId: unknown): string {
  return textIn(usage.find((entry) => entry['capability'] === 'text-to-speech' && entry['responseId'] === responseId)?.['producedBy']);
}
