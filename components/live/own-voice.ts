import { Microphone } from '../voice/microphone';
import { VoiceProblem } from '../voice/voice-problem';
import { waitingBytes } from '../voice/voice-socket';
import { answerTimeoutMs, type SupervisionSocket } from './supervision-socket';

/** 400 ms of sound: what waits longer to leave is too late for a talk. */
const mostWaitingBytes = 0.4 * 16_000 * 2;

export interface OwnVoiceState {
  /** `asking`: for the microphone, or for leave to speak. */
  readonly phase: 'off' | 'asking' | 'on';
  /** What is the matter with the microphone. */
  readonly problem: VoiceProblem | null;
  /** Why the server carries the voice no more; an empty text: it did not say. */
  readonly refusal: string | null;
}

export const quiet: OwnVoiceState = { phase: 'off', problem: null, refusal: null };

/** A supervisor's own voice, from the microphone to the call. The device is kept from the first word to `close`, muted in between. */
export class OwnVoice {
  readonly #socket: SupervisionSocket;
  readonly #tell: (state: OwnVoiceState) => void;
  #microphone: Promise<Microphone> | null = null;
  #open: Microphone | null = null;
  #isWanted = false;
  #isSending = false;

  constructor(socket: SupervisionSocket, tell: (state: OwnVoiceState) => void) {
    this.#socket = socket;
    this.#tell = tell;
    socket.on('silenced', (reason) => this.#silenced(reason ?? ''));
    socket.on('disconnect', () => {
      if (this.#isWanted) this.#silenced('');
    });
  }

  /** Loudness of the microphone, 0 to 1. */
  get level(): number {
    return this.#open?.level ?? 0;
  }

  /** In answer to a press, or the browser asks nobody for the microphone. */
  async speak(deviceId: string | undefined): Promise<void> {
    if (this.#isWanted) return;
    this.#isWanted = true;
    this.#tell({ ...quiet, phase: 'asking' });
    let microphone: Microphone;
    try {
      microphone = await this.#device(deviceId);
    } catch (error) {
      const problem = error instanceof VoiceProblem ? error : new VoiceProblem('microphone-unsupported', undefined, { cause: error });
      if (this.#isWanted) this.#stop({ ...quiet, problem });
      return;
    }
    // Whoever let go while the browser asked for the microphone does not speak.
    if (!this.#isWanted) return;
    microphone.isMuted = false;
    this.#isSending = true;
    this.#socket.timeout(answerTimeoutMs).emit('speak', true, (error, problem) => {
      if (!this.#isSending) return;
      if (error !== null || problem !== null) this.#stop({ ...quiet, refusal: problem ?? '' });
      else this.#tell({ ...quiet, phase: 'on' });
    });
  }

  hush(): void {
    if (!this.#isWanted) return;
    const wasSending = this.#isSending;
    this.#stop(quiet);
    if (wasSending && this.#socket.connected) this.#socket.emit('speak', false, () => undefined);
  }

  /** Gives the microphone back. */
  async close(): Promise<void> {
    this.hush();
    const opening = this.#microphone;
    this.#microphone = null;
    this.#open = null;
    const microphone = await opening?.catch(() => null);
    await microphone?.close();
  }

  async #device(deviceId: string | undefined): Promise<Microphone> {
    const opening = this.#microphone ?? Microphone.open({ deviceId, onBlock: (pcm) => this.#send(pcm), onLost: () => this.#lost() });
    this.#microphone = opening;
    try {
      const microphone = await opening;
      if (this.#microphone === opening) {
        this.#open = microphone;
        if (!this.#isWanted) microphone.isMuted = true;
      }
      return microphone;
    } catch (error) {
      if (this.#microphone === opening) this.#microphone = null;
      throw error;
    }
  }

  #send(pcm: ArrayBuffer): void {
    if (!this.#isSending || !this.#socket.connected || waitingBytes(this.#socket) > mostWaitingBytes) return;
    this.#socket.emit('voice', pcm);
  }

  #lost(): void {
    this.hush();
    void this.close();
    this.#tell({ ...quiet, problem: new VoiceProblem('microphone-lost') });
  }

  #silenced(reason: string): void {
    if (this.#isWanted) this.#stop({ ...quiet, refusal: reason });
  }

  #stop(state: OwnVoiceState): void {
    this.#isWanted = false;
    this.#isSending = false;
    if (this.#open !== null) this.#open.isMuted = true;
    this.#tell(state);
  }
}
