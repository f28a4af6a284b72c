import type { PlayheadReport } from '@/server/contracts/voice-protocol';
import { type VoiceSocket, waitingBytes } from './voice-socket';

/** 1.5 s of 16 kHz PCM16: an unevenness of machine or network passes within it; sound that is later than this answers nothing any more. */
export const mostWaitingBytes = 1.5 * 16_000 * 2;

/** Towards the server: numbered blocks of sound, text, and how far playing got. */
export class Uplink {
  readonly #socket: VoiceSocket;
  #sequence = 0;

  constructor(socket: VoiceSocket) {
    this.#socket = socket;
  }

  /** While too much waits to leave, the newest block is dropped, its number with it: the gap tells the server. */
  sendBlock(pcm: ArrayBuffer): void {
    const sequence = this.#sequence++;
    if (!this.#socket.connected || waitingBytes(this.#socket) + pcm.byteLength > mostWaitingBytes) return;
    this.#socket.emit('audio', sequence, pcm);
  }

  sendText(text: string): void {
    this.#socket.emit('text', { text });
  }

  /** The participant is typing: no time to ask whether they are still there. */
  sendActivity(): void {
    this.#socket.volatile.emit('activity');
  }

  sendPlayhead(report: PlayheadReport): void {
    // The report that ends a response must arrive; of the others the next one is better.
    if (report.isDrained === true) this.#socket.emit('playhead', report);
    else this.#socket.volatile.emit('playhead', report);
  }

  refuseTool(toolCallId: string): void {
    this.#socket.emit('tool-result', { toolCallId, result: 'This client has no tools of its own.', isError: true });
  }

  hangUp(): void {
    this.#socket.emit('hangup');
  }
}
