import type { AgentConfig } from '../../contracts/agent-config';
import type { EndReason, TranscriptItem } from '../../contracts/conversation';
import { AppError } from '../../lib/app-error';

export type AccessWay = 'public' | 'signed-url' | 'shareable-link' | 'api-key' | 'member';

/** Checks what the agent's own settings say about who may start. Throws `unauthenticated` or `forbidden`. */
export function checkAccess(config: AgentConfig, way: AccessWay, origin: string | undefined): void {
  const { auth } = config.platformSettings;
  if (auth.enableAuth && way === 'public') throw new AppError('unauthenticated', 'This agent needs authorization: use a signed URL or an API key.');
  // Members come from our own pages, and callers with a key from no page at all.
  if (way === 'member' || way === 'api-key') return;
  if (auth.requireOriginHeader && origin === undefined) throw new AppError('forbidden', 'This agent needs an Origin header.');
  if (auth.allowlist.length === 0 || origin === undefined) return;
  const host = hostOf(origin);
  if (host === undefined || !auth.allowlist.some((entry) => entry.hostname.trim().toLowerCase() === host)) {
    throw new AppError('forbidden', 'This agent may not be used from this website.');
  }
}

/** Host of an `Origin` header with its port when it has one: `localhost:3000`, `example.com`. */
export function hostOf(origin: string): string | undefined {
  try {
    return new URL(origin).host.toLowerCase() || undefined;
  } catch {
    return undefined; // `null`, which browsers send for pages without an origin, and anything malformed
  }
}

export interface Load {
  readonly running: number;
  readonly lastDay: number;
}

/** Whether the agent's settings allow one more conversation at once. */
export function hasPlace(config: AgentConfig, running: number): boolean {
  const { agentConcurrencyLimit } = config.platformSettings.callLimits;
  return agentConcurrencyLimit < 0 || running < agentConcurrencyLimit;
}

/** Throws `conversation_limit` when the agent has as many conversations as its settings allow; `wait`: one too many at once may queue. */
export function checkLimits(config: AgentConfig, load: Load): 'begin' | 'wait' {
  const { callLimits, queueingConfig } = config.platformSettings;
  if (callLimits.dailyLimit >= 0 && load.lastDay >= callLimits.dailyLimit) {
    throw new AppError('conversation_limit', 'This agent has had as many conversations as it may within a day.');
  }
  if (hasPlace(config, load.running)) return 'begin';
  if (queueingConfig.enabled && callLimits.agentConcurrencyLimit > 0) return 'wait';
  throw new AppError('conversation_limit', 'This agent is in as many conversations as it may hold at once. Try again in a moment.');
}

const failures: ReadonlySet<EndReason> = new Set(['provider-failed', 'host-crashed', 'invalid-message', 'internal-error']);

export function statusAfter(reason: EndReason): 'done' | 'failed' {
  return failures.has(reason) ? 'failed' : 'done';
}

const reasonSentences: Readonly<Record<EndReason, string>> = {
  'participant-left': 'Client ended the conversation',
  'agent-ended': 'end_call tool was called',
  silence: 'Participant was silent for too long',
  'max-duration': 'Maximum duration was reached',
  'connection-lost': 'Connection was lost',
  'provider-failed': 'A speech or language provider failed',
  'host-crashed': 'The voice server stopped unexpectedly',
  'host-drained': 'The voice server was stopped',
  'ended-by-member': 'Ended from the dashboard',
  'invalid-message': 'Client sent an invalid message',
  'internal-error': 'Something went wrong on the server',
};

/** What the public API shows as `termination_reason`. */
export function terminationSentence(reason: string | null, detail: string | null): string {
  if (reason === null) return '';
  const sentence = reasonSentences[reason as EndReason] ?? reason;
  return detail === null || detail === '' ? sentence : `${sentence}: ${detail}`;
}

const longestSearchText = 100_000;

/** What was said in a transcript, as plain text to search in. */
export function searchTextOf(transcript: readonly TranscriptItem[]): string {
  return transcript
    .flatMap((item) => (item.message === null ? [] : [item.message]))
    .join('\n')
    .slice(0, longestSearchText);
}

export interface TranscriptFacts {
  readonly toolNames: string[];
  readonly toolNamesErrored: string[];
  readonly toolNamesSuccessful: string[];
  readonly workflowNodeIds: string[];
  readonly visitedAgentIds: string[];
  /** The longest that an answer took; null where none was measured. */
  readonly slowestResponseMs: number | null;
}

/** What a transcript tells of tools, places and times, to find its conversation by. */
export function factsOf(transcript: readonly TranscriptItem[]): TranscriptFacts {
  const results = transcript.flatMap((item) => item.toolResults ?? []);
  const responsesMs = transcript.flatMap(({ parley }) => parley?.latency?.firstPlayedMs ?? parley?.latency?.firstSentMs ?? []);
  const each = (names: readonly (string | undefined)[]) => [...new Set(names.filter((name) => name !== undefined))].sort();
  return {
    toolNames: each(transcript.flatMap((item) => (item.toolCalls ?? []).map(({ toolName }) => toolName))),
    toolNamesErrored: each(results.filter(({ isError }) => isError).map(({ toolName }) => toolName)),
    toolNamesSuccessful: each(results.filter(({ isError }) => !isError).map(({ toolName }) => toolName)),
    workflowNodeIds: each(transcript.map(({ agentMetadata }) => agentMetadata?.workflowNodeId)),
    visitedAgentIds: each(transcript.map(({ agentMetadata }) => agentMetadata?.agentId)),
    slowestResponseMs: responsesMs.length === 0 ? null : Math.round(Math.max(...responsesMs)),
  };
}

/**
 * The transcript as its own events tell it, for a conversation whose process died: events of kind `transcript-item` carry
 * the item as it was at that moment, with `index` where it stands; a later one for the same place replaces it.
 */
export function rebuildTranscript(
  stored: readonly TranscriptItem[],
  events: readonly { readonly kind: string; readonly data: unknown }[],
): readonly TranscriptItem[] {
  const items = [...stored];
  for (const { kind, data } of events) {
    if (kind !== 'transcript-item') continue;
    const { index, item } = data as { index?: unknown; item?: TranscriptItem };
    if (typeof index !== 'number' || !Number.isInteger(index) || index < 0 || index > items.length || item === undefined) continue;
    items[index] = item;
  }
  return items;
}
