import type { Logger } from '../../lib/logger';
import type { AudioOutFrame } from '../../voice/frames';
import type { SoundTrack } from '../convai-websocket/downlink';
import { type AgentRoom, trackSampleRate } from './room';

/** The agent's sound on its way into a room: one frame after the other, and none of an answer that was stopped. */
export class RoomSound implements SoundTrack {
  readonly sampleRate = trackSampleRate;
  readonly #room: Pick<AgentRoom, 'play' | 'cut' | 'played'>;
  readonly #log: Logger;
  #playing: Promise<void> = Promise.resolve();
  /** Goes up with every cut: what was given before is dropped. */
  #run = 0;

  constructor(room: Pick<AgentRoom, 'play' | 'cut' | 'played'>, log: Logger) {
    this.#room = room;
    this.#log = log;
  }

  play({ pcm }: AudioOutFrame): void {
    const run = this.#run;
    this.#playing = this.#playing
      .then(() => (run === this.#run ? this.#room.play(pcm) : undefined))
      .catch((error: unknown) => this.#log.warn({ err: error }, 'sound could not be given to a room'));
  }

  cut(): void {
    this.#run++;
    this.#room.cut();
  }

  async played(): Promise<void> {
    await this.#playing;
    await this.#room.played();
  }
}
