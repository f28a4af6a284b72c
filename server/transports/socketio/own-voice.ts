import type { Socket } from 'socket.io';
import type { SupervisionDownlink, SupervisionUplink } from '../../contracts/supervision';
import { samplesFromBytes } from '../../voice/audio/pcm';
import type { OwnVoice, SupervisedCall } from '../supervision-host';

/** 20 ms of mono PCM16 at 16 kHz. */
const blockBytes = 640;
/** Sound that came while the right to speak was being proven is kept up to 400 ms: the first syllable is not lost. */
const mostEarlyBlocks = 20;

export interface OwnVoiceOptions {
  readonly socket: Socket<SupervisionUplink, SupervisionDownlink>;
  readonly call: SupervisedCall;
  readonly problemOf: (error: unknown) => string;
}

/** A supervisor's voice on its way from the socket to the call: open only between `speak(true)` and `speak(false)`. */
export class OwnVoiceUplink {
  readonly #options: OwnVoiceOptions;
  #voice: OwnVoice | null = null;
  #isWanted = false;
  #opening: Promise<string | null> | null = null;
  #early: Int16Array[] = [];

  constructor(options: OwnVoiceOptions) {
    this.#options = options;
    options.socket.on('speak', (isOn, answer) => {
      if (typeof answer !== 'function') return;
      if (isOn === true) void this.#open().then(answer);
      else {
        this.stop();
        answer(null);
      }
    });
    options.socket.on('voice', (block) => this.#take(block));
  }

  get isOpen(): boolean {
    return this.#voice !== null;
  }

  /** What has arrived is still heard. */
  stop(): void {
    this.#isWanted = false;
    this.#voice?.stop();
    this.#voice = null;
  }

  silence(reason: string | null): void {
    this.stop();
    this.#options.socket.emit('silenced', reason);
  }

  #open(): Promise<string | null> {
    this.#isWanted = true;
    if (this.#voice !== null) return Promise.resolve(null);
    this.#opening ??= this.#prove().finally(() => {
      this.#opening = null;
      this.#early = [];
    });
    return this.#opening;
  }

  async #prove(): Promise<string | null> {
    const { socket, call, problemOf } = this.#options;
    try {
      let isLost = false;
      const voice = await call.speak(() => {
        isLost = true;
        if (this.#voice !== null) this.silence(null);
      });
      if (isLost) return 'The conversation was given back to the agent.';
      for (const pcm of this.#early) voice.put(pcm);
      // A press shorter than the proof is heard as well.
      if (this.#isWanted && !socket.disconnected) this.#voice = voice;
      else voice.stop();
      return null;
    } catch (error) {
      this.#isWanted = false;
      return problemOf(error);
    }
  }

  #take(block: unknown): void {
    if (this.#voice === null && this.#opening === null) return;
    const bytes = block instanceof ArrayBuffer ? new Uint8Array(block) : block instanceof Uint8Array ? block : null;
    if (bytes?.byteLength !== blockBytes) return this.silence(`A block of voice is 20 ms of PCM16 at 16 kHz: ${blockBytes} bytes.`);
    const { pcm } = samplesFromBytes(bytes);
    if (this.#voice !== null) return this.#voice.put(pcm);
    this.#early.push(pcm);
    if (this.#early.length > mostEarlyBlocks) this.#early.shift();
  }
}
