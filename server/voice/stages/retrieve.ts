import type { Clock } from '../../lib/clock';
import { withDeadline } from '../../lib/wait';
import type { ConversationEventFrame } from '../frames';
import type { RetrievalQuery, Retrieve, RetrievedPassage } from '../retrieval';

/** An answer waits so long for passages, then goes on without them. */
const retrievalDeadlineMs = 2_000;

export interface RetrieveForTurnOptions {
  readonly retrieve: Retrieve;
  readonly query: RetrievalQuery;
  readonly ids: { readonly responseId: number; readonly turnId: number | null };
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly emit: (event: ConversationEventFrame) => void;
}

/** K1, K2: asks once a turn; a failure is told and costs the answer its passages, not the answer. */
export async function retrieveForTurn({ retrieve, query, ids, clock, signal, emit }: RetrieveForTurnOptions): Promise<readonly RetrievedPassage[]> {
  const startedMs = clock.nowMs();
  let passages: readonly RetrievedPassage[] = [];
  let failure: string | null = null;
  try {
    passages = await withDeadline({ clock, limitMs: retrievalDeadlineMs, what: 'looking up knowledge', signal }, (limited) => retrieve(query, limited));
  } catch (error) {
    signal.throwIfAborted();
    failure = error instanceof Error ? error.message : String(error);
  }
  emit({ kind: 'knowledge-retrieved', ...ids, query: query.text, passages, failure, latencyMs: Math.round(clock.nowMs() - startedMs) });
  return passages;
}
