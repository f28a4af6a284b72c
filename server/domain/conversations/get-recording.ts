import type { WorkspaceScope } from '../../auth/scope';
import { AppError } from '../../lib/app-error';
import { mayHear } from '../privacy/as-seen';
import { findConversation } from './get-conversation';

/** Storage key of a conversation's stereo WAV (left: participant, right: agent). Throws `not_found` when there is none, `forbidden`. */
export async function getRecordingKey(scope: WorkspaceScope, conversationId: string): Promise<string> {
  scope.may('conversations:read');
  mayHear(scope);
  const { recordingKey } = await findConversation(scope.db, conversationId);
  if (recordingKey === null) throw new AppError('not_found', 'This conversation has no recording.');
  return recordingKey;
}
