import { parentPort, type TransferListItem } from 'node:worker_threads';

export interface WorkerRequest {
  /** 0 when no answer is wanted. */
  readonly id: number;
  readonly method: string;
  readonly argument: unknown;
}

export type WorkerAnswer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: string }
  | { readonly event: string; readonly payload: unknown };

/** An answer whose buffers change hands instead of being copied. */
export class Transferred {
  constructor(
    readonly value: unknown,
    readonly transfer: readonly TransferListItem[],
  ) {}
}

/** Runs inside a worker thread: answers the calls of a `WorkerClient`, one after another in the order given. Gives a function that sends events. */
export function serveWorker(handlers: Readonly<Record<string, (argument: never) => unknown>>): (event: string, payload: unknown) => void {
  const port = parentPort;
  if (port === null) throw new Error('serveWorker runs inside a worker thread only');
  const send = (answer: WorkerAnswer, transfer: readonly TransferListItem[] = []): void => port.postMessage(answer, [...transfer]);

  let previous: Promise<void> = Promise.resolve();
  port.on('message', ({ id, method, argument }: WorkerRequest) => {
    previous = previous.then(async () => {
      try {
        const handler = handlers[method];
        if (handler === undefined) throw new Error(`worker has no ${method}`);
        const given = await handler(argument as never); // each handler names what its one caller sends
        if (id === 0) return;
        if (given instanceof Transferred) send({ id, value: given.value }, given.transfer);
        else send({ id, value: given });
      } catch (thrown) {
        const message = thrown instanceof Error ? thrown.message : String(thrown);
        if (id === 0) send({ event: 'failed', payload: message });
        else send({ id, error: message });
      }
    });
  });
  return (event, payload) => send({ event, payload });
}
