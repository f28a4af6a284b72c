import { parentPort, type TransferListItem } from 'node:worker_threads';
import { guarded, type GuardCells } from './exit-guard';

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

/** The first message of a `WorkerClient`: memory in which both sides see whether a run goes on. */
export const guardMethod = '$guard';

let cells: GuardCells | undefined;

/** Inside a worker thread: does something that must not be cut short by the end of the thread or the process. */
export function uncut<T>(work: () => Promise<T>): Promise<T> {
  return cells === undefined ? work() : guarded(cells, work);
}

/** Runs inside a worker thread: answers the calls of a `WorkerClient`, one after another in the order given. Gives a function that sends events. */
export function serveWorker(handlers: Readonly<Record<string, (argument: never) => unknown>>): (event: string, payload: unknown) => void {
  const port = parentPort;
  if (port === null) throw new Error('serveWorker runs inside a worker thread only');
  const send = (answer: WorkerAnswer, transfer: readonly TransferListItem[] = []): void => port.postMessage(answer, [...transfer]);

  let previous: Promise<void> = Promise.resolve();
  port.on('message', ({ id, method, argument }: WorkerRequest) => {
    if (method === guardMethod) {
      cells = argument as GuardCells;
      return;
    }
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
