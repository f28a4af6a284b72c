import { WebSocket } from 'ws';
import { Channel } from '../../lib/channel';
import { systemClock } from '../../lib/clock';
import { DeadlineError } from '../../lib/wait';
import type { ProviderError } from '../spec/provider-error';
import { errorOfCategory, errorOfThrown, type HttpFailure } from './failures';

export interface VendorSocketOptions {
  readonly url: string;
  readonly headers: Record<string, string>;
  /** Ends the connection at once, whatever it is doing. */
  readonly signal: AbortSignal;
  readonly provider: string;
  readonly openMs: number;
  /** The answer of a refused handshake. */
  toError(failure: HttpFailure): ProviderError;
  /** What a close means that we did not ask for; `undefined` when it is a regular end. */
  closeError?(code: number, reason: string): ProviderError | undefined;
}

/** A text socket to a vendor: bounded in both directions, closed by whoever opened it. */
export interface VendorSocket {
  /** Says `false` when the vendor takes nothing any more, or is too far behind. */
  send(data: string | Uint8Array): boolean;
  /** Has the vendor show that it is there: when neither a message nor its answer to a ping comes within the limit, the connection has broken off. */
  prove(limitMs: number): void;
  /** When anything last came from the vendor, on the system clock. */
  readonly lastSignMs: number;
  /** Text messages until the vendor closes; throws what broke the connection. One reader. */
  readonly messages: AsyncIterable<string>;
  close(): void;
}

const longestMessage = 16 * 1024 * 1024;
const mostMessages = 1_024;
const pauseAt = 256;
const resumeAt = 64;
/** Bytes that may wait for the vendor before it counts as stuck: a minute of sound. */
const mostWaitingBytes = 4 * 1024 * 1024;
const farewellMs = 1_000;
const longestErrorBody = 16_384;

export function openVendorSocket(options: VendorSocketOptions): Promise<VendorSocket> {
  return new Promise((resolve, reject) => {
    const { provider, signal } = options;
    if (signal.aborted) return reject(signal.reason);
    const socket = new WebSocket(options.url, { headers: options.headers, maxPayload: longestMessage, perMessageDeflate: false });
    const messages = new Channel<string>({ capacity: mostMessages, whenFull: 'wait' });
    let isOpen = false;
    let failure: unknown;
    let lastSignMs = systemClock.nowMs();
    let cancelProof: (() => void) | undefined;
    const sign = () => {
      lastSignMs = systemClock.nowMs();
      cancelProof?.();
      cancelProof = undefined;
    };
    const fail = (error: unknown) => {
      failure ??= error;
      socket.terminate();
      reject(failure);
      messages.fail(failure);
    };
    const onAbort = () => fail(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    const cancelDeadline = systemClock.after(options.openMs, () => fail(errorOfThrown(provider, new DeadlineError('the connection', options.openMs))));

    socket.on('unexpected-response', (_request, response) => {
      let body = '';
      response.on('data', (part: Buffer) => {
        if (body.length < longestErrorBody) body += part.toString('utf8');
      });
      response.on('end', () => fail(options.toError({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'], body })));
    });
    socket.on('open', () => {
      isOpen = true;
      cancelDeadline();
      resolve({
        send(data) {
          if (socket.readyState !== WebSocket.OPEN || socket.bufferedAmount > mostWaitingBytes) return false;
          socket.send(data);
          return true;
        },
        prove(limitMs) {
          if (cancelProof !== undefined || socket.readyState !== WebSocket.OPEN) return;
          let isPending = true;
          const cancel = systemClock.after(limitMs, () => {
            // A process that was busy has not read yet what is there: it reads first, and is judged then.
            setImmediate(() => {
              if (isPending) fail(errorOfCategory(provider, 'connectivity', 'the connection is dead: nothing comes back'));
            });
          });
          cancelProof = () => {
            isPending = false;
            cancel();
          };
          socket.ping();
        },
        get lastSignMs() {
          return lastSignMs;
        },
        messages: drained(messages, socket),
        close() {
          socket.close(1000);
          // A vendor that does not answer the farewell is left without one.
          const cancel = systemClock.after(farewellMs, () => socket.terminate());
          socket.once('close', cancel);
        },
      });
    });
    socket.on('pong', sign);
    socket.on('message', (data, isBinary) => {
      sign();
      if (isBinary) return;
      if (!messages.offer(String(data)) && !messages.isClosed) fail(errorOfCategory(provider, 'bad-answer', 'it sends faster than can be read'));
      else if (messages.size > pauseAt && socket.readyState === WebSocket.OPEN) socket.pause();
    });
    socket.on('error', (error) => fail(errorOfThrown(provider, error)));
    socket.on('close', (code, reason) => {
      cancelDeadline();
      cancelProof?.();
      signal.removeEventListener('abort', onAbort);
      const error = failure ?? closeFailure(options, code, reason.toString('utf8'));
      if (error === undefined) messages.close();
      else messages.fail(error);
      if (!isOpen) reject(error ?? errorOfCategory(provider, 'connectivity', 'the connection closed before it was open'));
    });
  });
}

function closeFailure(options: VendorSocketOptions, code: number, reason: string): ProviderError | undefined {
  const known = options.closeError?.(code, reason);
  if (known !== undefined) return known;
  return code === 1000 || code === 1005
    ? undefined
    : errorOfCategory(options.provider, 'connectivity', `the connection broke off (${code}${reason === '' ? '' : `: ${reason}`})`);
}

async function* drained(messages: Channel<string>, socket: WebSocket): AsyncGenerator<string> {
  for await (const message of messages) {
    if (socket.isPaused && messages.size < resumeAt) socket.resume();
    yield message;
  }
}
