import type { Clock } from '../../lib/clock';
import type { ConversationEventFrame } from '../frames';
import type { Transport, UplinkFrame } from '../transport';
import { type Allowance, allowanceFor, noAllowance } from './adapt';
import { ConnectionMeter, type ConnectionQuality } from './quality';

const windowMs = 2_500;
/** An unchanged quality is told again after so long, so that it can be drawn over time. */
const tellAgainMs = 10_000;

export interface ConnectionWatchOptions {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly now: () => number;
  readonly emit: (event: ConversationEventFrame) => void;
}

/** Measures one line while the conversation lasts, tells of it, and says what allowance it needs. */
export class ConnectionWatch {
  allowance: Allowance = noAllowance;
  readonly #options: ConnectionWatchOptions;
  readonly #meter = new ConnectionMeter();
  #told: { readonly quality: ConnectionQuality; readonly atMs: number } | null = null;
  #cancel: () => void;

  constructor(options: ConnectionWatchOptions) {
    this.#options = options;
    this.#cancel = options.clock.after(windowMs, () => this.#look());
  }

  received(frame: UplinkFrame): void {
    const atMs = this.#options.now();
    if (frame.kind === 'audio-in') {
      const ms = frame.pcm.length / 16;
      if (frame.isLost === true) this.#meter.sound(0, atMs, { lostMs: ms });
      else this.#meter.sound(ms, atMs, { isOutOfOrder: frame.isOutOfOrder === true });
    } else if (frame.kind === 'round-trip') this.#meter.roundTrip(frame.ms);
    else if (frame.kind === 'playhead' && !frame.isDrained && frame.bufferedMs !== undefined) this.#meter.buffered(frame.bufferedMs);
  }

  close(): void {
    this.#cancel();
  }

  #look(): void {
    const { clock, transport } = this.#options;
    this.#cancel = clock.after(windowMs, () => this.#look());
    const quality = this.#meter.take();
    if (quality === null) return;
    this.allowance = allowanceFor(quality);
    transport.adaptTo?.(this.allowance.leadMs);
    this.#tell(quality);
  }

  #tell(quality: ConnectionQuality): void {
    const atMs = this.#options.now();
    const isNews = this.#told === null || this.#told.quality.level !== quality.level || Math.abs(this.#told.quality.score - quality.score) >= 15;
    if (!isNews && this.#told !== null && atMs - this.#told.atMs < tellAgainMs) return;
    this.#told = { quality, atMs };
    this.#options.emit({ kind: 'connection-quality', ...quality });
  }
}
