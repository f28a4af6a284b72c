/** A conversation that somebody was let into, and will come to. */
export interface RoomCall {
  readonly agentId: string;
  readonly conversationId: string;
  readonly signature: string;
  readonly origin?: string | undefined;
  readonly ip?: string | undefined;
  readonly source: string;
  readonly sourceVersion?: string | undefined;
  readonly environment?: string | undefined;
}

/** The one identity that a room's token is for. Clients know the agent by an identity that begins with `agent`. */
export const participantOf = (conversationId: string) => `user_${conversationId}`;
