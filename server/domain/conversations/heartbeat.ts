import { type Database, noteHeartbeat } from '../../auth/scope';

/** Says that process `hostId` still runs these conversations; what is not said so for a while is closed by `closeAbandoned`. */
export async function heartbeat(db: Database, hostId: string, conversationIds: readonly string[]): Promise<void> {
  await noteHeartbeat(db, hostId, conversationIds);
}
