import { type AcceptInput, type Accepted, acceptInvitation as accept, type Database, scopeForMember } from '../../auth/scope';
import { noteChange } from '../audit-log/note-change';

export { type OpenInvitation, readInvitation } from '../../auth/scope';

/** Makes the invited person a member, as `auth/invitations` says, and notes it. */
export async function acceptInvitation(db: Database, input: AcceptInput): Promise<Accepted> {
  const accepted = await accept(db, input);
  const scope = await scopeForMember(db, accepted.userId, accepted.workspaceId);
  await noteChange(scope.db, scope, { action: 'member.joined', targetKind: 'member', targetId: accepted.userId });
  return accepted;
}
