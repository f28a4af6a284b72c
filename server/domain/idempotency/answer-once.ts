import { openSealed, type SealKeys, sealSecret, type WorkspaceScope } from '../../auth/scope';
import { AppError } from '../../lib/app-error';
import { isTaken } from '../unique';

/** How long an answer is kept for repetitions. */
const keptMs = 24 * 60 * 60_000;
/** A request that has not been answered for so long was lost with its process. */
const lostAfterMs = 5 * 60_000;
const longestAnswer = 512 * 1024;

export interface OnceInput {
  /** Names caller, route and key. */
  readonly id: string;
  /** Of all that the request says: the same key with another request is a mistake. */
  readonly requestHash: string;
  readonly sealKeys: SealKeys;
}

export interface KeptAnswer {
  readonly status: number;
  readonly body: string;
}

/**
 * Does `work` once for an id: a repetition gets the first answer. What failed is forgotten, so that it can be tried again; so is an answer
 * that cannot be kept, for which `work` gives null. Throws `conflict` while the first is being worked on, `invalid_input` for another request.
 */
export async function answerOnce(
  scope: WorkspaceScope,
  input: OnceInput,
  work: () => Promise<KeptAnswer | null>,
): Promise<{ readonly answer: KeptAnswer | null; readonly isRepeated: boolean }> {
  const before = await claim(scope, input);
  if (before !== null) return { answer: before, isRepeated: true };
  let answer: KeptAnswer | null = null;
  try {
    answer = await work();
    return { answer, isRepeated: false };
  } finally {
    if (answer === null || answer.body.length > longestAnswer) await scope.db.idempotentRequest.deleteMany({ where: { id: input.id } });
    else await keep(scope, input, answer);
  }
}

/** The answer of before, or null when this request is the first. */
async function claim(scope: WorkspaceScope, { id, requestHash, sealKeys }: OnceInput): Promise<KeptAnswer | null> {
  const now = Date.now();
  await scope.db.idempotentRequest.deleteMany({
    where: { OR: [{ createdAt: { lt: new Date(now - keptMs) } }, { id, status: null, createdAt: { lt: new Date(now - lostAfterMs) } }] },
  });
  try {
    await scope.db.idempotentRequest.create({ data: { id, workspaceId: scope.workspaceId, requestHash } });
    return null;
  } catch (thrown) {
    if (!isTaken(thrown)) throw thrown;
  }
  const found = await scope.db.idempotentRequest.findFirst({ where: { id } });
  if (found === null) throw new AppError('conflict', 'The first request with this idempotency key has just failed. Try again.');
  if (found.requestHash !== requestHash) throw new AppError('invalid_input', 'This idempotency key was used for another request.');
  if (found.status === null || found.answer === null) throw new AppError('conflict', 'The first request with this idempotency key is still being worked on.');
  return { status: found.status, body: openSealed(sealKeys, found.answer, contextOf(scope, id)).text };
}

async function keep(scope: WorkspaceScope, { id, sealKeys }: OnceInput, { status, body }: KeptAnswer): Promise<void> {
  const answer = sealSecret(sealKeys, body, contextOf(scope, id));
  await scope.db.idempotentRequest.updateMany({ where: { id }, data: { status, answer } });
}

function contextOf(scope: WorkspaceScope, id: string): string {
  return `idempotent-request ${scope.workspaceId} ${id}`;
}
