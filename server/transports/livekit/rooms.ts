import { AccessToken } from 'livekit-server-sdk';
import { AppError } from '../../lib/app-error';
import type { Clock } from '../../lib/clock';
import type { Logger } from '../../lib/logger';
import type { ConversationHost } from '../conversation-host';
import { answerInRoom } from './answer';
import { joinLivekit, type JoinRoom } from './room';
import { participantOf, type RoomCall } from './room-call';

/** Rooms in which agents wait for somebody: more at once are refused. */
const mostWaiting = 50;
/** A token is good for joining as long as the agent waits. */
const joinWithinMs = 60_000;

export interface LivekitRoomsOptions {
  readonly url: string;
  readonly apiKey: string;
  readonly apiSecret: string;
  readonly host: ConversationHost;
  readonly clock: Clock;
  readonly log: Logger;
  /** Stands in for a LiveKit server in tests. */
  readonly join?: JoinRoom;
}

/** Conversations by WebRTC: each in a room of its own on a LiveKit server, where the agent waits for its participant. */
export class LivekitRooms {
  readonly #options: LivekitRoomsOptions;
  readonly #life = new AbortController();
  readonly #calls = new Set<Promise<void>>();
  #waiting = 0;

  constructor(options: LivekitRoomsOptions) {
    this.#options = options;
  }

  /** Has the agent join the room; gives the participant's token once it is there. Throws `provider_unavailable`, `conversation_limit`. */
  async open(call: RoomCall): Promise<string> {
    const { url, host, clock, log, join = joinLivekit } = this.#options;
    if (this.#waiting >= mostWaiting)
      throw new AppError('conversation_limit', 'Too many conversations are waiting for their participants. Try again in a moment.');
    const { conversationId } = call;
    this.#waiting++;
    let hasLeftWaiting = false;
    const leaveWaiting = () => {
      if (!hasLeftWaiting) this.#waiting--;
      hasLeftWaiting = true;
    };
    try {
      const agentToken = await this.#token(conversationId, `agent_${conversationId}`);
      const room = await join({ url, token: agentToken, clock, log });
      const answering = answerInRoom({ room, call, host, clock, log, joinWithinMs, signal: this.#life.signal, onJoined: leaveWaiting })
        .catch((error: unknown) => log.error({ err: error, conversationId }, 'a conversation by WebRTC failed'))
        .finally(() => {
          leaveWaiting();
          this.#calls.delete(answering);
        });
      this.#calls.add(answering);
    } catch (error) {
      leaveWaiting();
      log.error({ err: error }, 'the LiveKit server could not be reached');
      throw new AppError('provider_unavailable', 'The LiveKit server could not be reached. Connect by WebSocket instead.');
    }
    return this.#token(conversationId, participantOf(conversationId));
  }

  /** Conversations that run are ended by their host; agents that wait are called back. */
  async close(): Promise<void> {
    this.#life.abort({ kind: 'server-stopped' });
    await Promise.all(this.#calls);
  }

  async #token(room: string, identity: string): Promise<string> {
    const { apiKey, apiSecret } = this.#options;
    const token = new AccessToken(apiKey, apiSecret, { identity, ttl: Math.ceil(joinWithinMs / 1_000) });
    token.addGrant({ roomJoin: true, room, canPublish: true, canSubscribe: true, canPublishData: true });
    return token.toJwt();
  }
}
