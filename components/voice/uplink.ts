import type { PlayheadReport } from '@/server/contracts/voice-protocol';
import type { VoiceSocket } from './voice-socket';

/** Towards the server: numbered blocks of sound, text, and how far playing got. */
export class Uplink {
  readonly #socket: VoiceSocket;
  #sequence = 0;

  constructor(socket: VoiceSocket) {
    this.#socket = socket;
  }

  /** A block that cannot leave at once is lost, its number with it: late sound is worth nothing, and the gap tells the server. */
  sendBlock(pcm: ArrayBuffer): void {
    this.#socket.volatile.emit('audio', this.#sequence++, pcm);
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
