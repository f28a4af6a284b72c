import type { WebSocket } from 'ws';
import { z } from 'zod';
import { Channel } from '../../lib/channel';
import type { Clock } from '../../lib/clock';
import { orAborted } from '../../lib/wait';

export interface EngineTurn {
  readonly role: 'user' | 'agent';
  readonly content: string;
}

export interface EngineLinkOptions {
  readonly conversationId: string;
  readonly clock: Clock;
  /** Dials the engine's server. */
  readonly dial: () => Promise<WebSocket>;
}

const fromEngine = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('agent_response'), content: z.string(), event_id: z.number().nullish(), is_final: z.boolean() }),
  z.looseObject({ type: z.literal('pong') }),
]);
const mostParts = 2_000;
const pingEveryMs = 15_000;
const farewellMs = 1_000;

/** One conversation's socket to a speech engine's server: what was said goes there, what to say comes back. It is dialled again when it broke off. */
export class EngineLink {
  readonly #options: EngineLinkOptions;
  #socket: Promise<WebSocket> | undefined;
  #answer: { readonly eventId: number; readonly parts: Channel<string> } | undefined;
  #lastEventId = 0;
  #isClosed = false;

  constructor(options: EngineLinkOptions) {
    this.#options = options;
  }

  /** Has the engine know of the conversation before anything is said. Throws what `dial` throws. */
  async open(): Promise<WebSocket> {
    if (this.#isClosed) throw new Error('the conversation is over');
    this.#socket ??= this.#dialled();
    try {
      return await this.#socket;
    } catch (error) {
      this.#socket = undefined;
      throw error;
    }
  }

  /** Sends the conversation so far, and gives the answer as it comes. A new question ends the answer to the one before it, there and here. */
  async *answer(conversation: readonly EngineTurn[], signal: AbortSignal): AsyncGenerator<string> {
    const socket = await orAborted(this.open(), signal);
    this.#answer?.parts.close();
    const current = { eventId: (this.#lastEventId += 1), parts: new Channel<string>({ capacity: mostParts, whenFull: 'wait' }) };
    this.#answer = current;
    const onAbort = () => current.parts.fail(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      socket.send(JSON.stringify({ type: 'user_transcript', user_transcript: conversation, event_id: current.eventId }));
      yield* current.parts;
    } finally {
      signal.removeEventListener('abort', onAbort);
      if (this.#answer === current) this.#answer = undefined;
    }
  }

  /** Says goodbye, and hangs up. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#answer?.parts.close();
    void this.#socket?.then(
      (socket) => {
        if (socket.readyState === socket.OPEN) socket.send(JSON.stringify({ type: 'close' }));
        socket.close(1000);
        const cancel = this.#options.clock.after(farewellMs, () => socket.terminate());
        socket.once('close', cancel);
      },
      () => undefined,
    );
  }

  async #dialled(): Promise<WebSocket> {
    const { dial, conversationId, clock } = this.#options;
    const socket = await dial();
    let isHeard = true;
    let cancelPing = () => {};
    const ping = () => {
      if (!isHeard) return socket.terminate();
      isHeard = false;
      socket.send(JSON.stringify({ type: 'ping' }));
      cancelPing = clock.after(pingEveryMs, ping);
    };
    cancelPing = clock.after(pingEveryMs, ping);
    socket.on('message', (data, isBinary) => {
      isHeard = true;
      if (!isBinary) this.#receive(String(data));
    });
    socket.once('close', (code) => {
      cancelPing();
      this.#socket = undefined;
      this.#answer?.parts.fail(new Error(`the speech engine's connection ended (${code})`));
    });
    socket.send(JSON.stringify({ type: 'init', conversation_id: conversationId }));
    return socket;
  }

  #receive(text: string): void {
    const current = this.#answer;
    const message = fromEngine.safeParse(parsedJson(text)).data;
    if (message?.type !== 'agent_response' || current === undefined) return;
    // What comes late belongs to a question that was overtaken.
    if (message.event_id != null && message.event_id !== current.eventId) return;
    if (message.content !== '' && !current.parts.offer(message.content)) current.parts.fail(new Error('the speech engine sends faster than can be spoken'));
    if (message.is_final) current.parts.close();
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
