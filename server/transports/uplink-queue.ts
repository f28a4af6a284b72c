import { Channel } from '../lib/channel';
import type { UplinkFrame } from '../voice/transport';

/** Frames that may wait for the conversation. It reads at once, so a full queue means that the process is drowning. */
const mostWaiting = 1_000;

/** What a socket hands to its conversation: sound is dropped when the queue is full, everything else ends the connection. */
export class UplinkQueue {
  readonly #frames = new Channel<UplinkFrame>({ capacity: mostWaiting, whenFull: 'wait' });

  get frames(): AsyncIterable<UplinkFrame> {
    return this.#frames;
  }

  /** `false`: there was no room for something that must not be lost. */
  offer(frame: UplinkFrame): boolean {
    return this.#frames.offer(frame) || frame.kind === 'audio-in' || this.#frames.isClosed;
  }

  close(): void {
    this.#frames.close();
  }
}
