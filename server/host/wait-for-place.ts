import type { WorkspaceScope } from '../auth/scope';
import { type ClaimInput, claimPlace } from '../domain/conversations/claim-place';
import type { Clock } from '../lib/clock';
import { delay } from '../lib/wait';

const askEveryMs = 1_000;

/** Waits until another conversation of the agent ends and this one's turn has come. `false`: it took too long. Throws the signal's reason. */
export async function waitForPlace(
  scope: WorkspaceScope,
  claim: ClaimInput,
  { clock, longestMs, signal }: { readonly clock: Clock; readonly longestMs: number; readonly signal: AbortSignal },
): Promise<boolean> {
  for (const until = clock.nowMs() + longestMs; clock.nowMs() < until; ) {
    await delay(clock, Math.min(askEveryMs, Math.max(1, until - clock.nowMs())), signal);
    if (await claimPlace(scope, claim)) return true;
  }
  return false;
}
