import type { WorkspaceScope } from '../../auth/scope';
import type { TranscriptItem } from '../../contracts/conversation';
import { asSeen } from '../privacy/as-seen';

/** Characters of a conversation that tell what it is about. */
const mostCharacters = 1_500;
const exampleCharacters = 300;

/** What a participant said, without listening noises. */
export function askedIn(transcript: readonly TranscriptItem[]): string {
  return transcript
    .filter((item) => item.role === 'user' && item.ignoredAsBackchannel !== true)
    .map(({ message }) => message ?? '')
    .join(' ')
    .trim()
    .slice(0, mostCharacters);
}

/** What was asked in these conversations, by id, as far as it is still kept and this actor may know it. */
export async function examplesIn(scope: WorkspaceScope, conversationIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await scope.db.conversation.findMany({ where: { id: { in: [...conversationIds] }, deletedAt: null }, select: { id: true, transcript: true } });
  return new Map(
    rows.map(({ id, transcript }) => [id, asSeen(scope, askedIn(transcript as unknown as readonly TranscriptItem[]).slice(0, exampleCharacters))]),
  );
}
