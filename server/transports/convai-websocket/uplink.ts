import { Buffer } from 'node:buffer';
import type { WebSocket } from 'ws';
import type { AudioFormat } from '../../contracts/agent-config';
import { createResampler, type Resampler } from '../../lib/resample';
import { decodeMulaw } from '../../voice/audio/mulaw';
import { samplesFromBytes } from '../../voice/audio/pcm';
import { pipelineSampleRate } from '../../voice/frames';
import type { UplinkFrame } from '../../voice/transport';
import type { UplinkQueue } from '../uplink-queue';
import type { AdmittedConversation } from '../conversation-host';
import type { ConvaiDownlink } from './downlink';
import { type MultimodalMessage, readClientFrame, soundOf } from './wire';

export interface ConvaiUplinkOptions {
  readonly queue: UplinkQueue;
  readonly downlink: ConvaiDownlink;
  readonly format: AudioFormat;
  readonly isTextOnly: boolean;
  /** What files say that were given to this conversation. */
  readonly files: AdmittedConversation['files'];
}

/** Client frames to uplink frames. */
export class ConvaiUplink {
  readonly #options: ConvaiUplinkOptions;
  readonly #resampler: Resampler | null;
  #oddByte: Uint8Array = new Uint8Array(0);

  constructor(options: ConvaiUplinkOptions) {
    this.#options = options;
    const rate = Number(options.format.split('_')[1]);
    this.#resampler = rate === pipelineSampleRate ? null : createResampler(rate, pipelineSampleRate);
  }

  listen(ws: WebSocket): void {
    const { queue } = this.#options;
    ws.on('message', (data, isBinary) => {
      if (isBinary) return this.#refuse('Binary frames are not part of this protocol: send sound as base64 in user_audio_chunk.');
      const base64 = Buffer.isBuffer(data) ? soundOf(data) : null;
      if (base64 === null) this.receive(String(data));
      else this.#sound(base64);
    });
    const onClose = (code: number) => {
      const isOwnDoing = code === 1000 || code === 1001 || code === 1005;
      queue.offer({ kind: 'hangup', reason: isOwnDoing ? 'participant-left' : 'connection-lost', detail: `closed with ${code}` });
      queue.close();
    };
    ws.on('close', onClose);
    // The socket may have closed while the conversation was being admitted: its close event is over by now.
    if (ws.readyState === ws.CLOSED || ws.readyState === ws.CLOSING) onClose(1006);
  }

  receive(data: string): void {
    const { downlink } = this.#options;
    const frame = readClientFrame(data);
    if (typeof frame === 'string') return this.#refuse(frame);
    switch (frame.type) {
      case 'user_audio_chunk':
        return this.#sound(frame.base64);
      case 'pong':
        return downlink.ponged(frame.value.event_id);
      case 'user_message':
        if (frame.value.text) this.#hand({ kind: 'user-text', text: frame.value.text });
        return;
      case 'multimodal_message':
        void this.#withFiles(frame.value);
        return;
      case 'user_activity':
        this.#hand({ kind: 'user-activity' });
        return;
      case 'contextual_update':
        this.#hand({ kind: 'context-update', text: frame.value.text, contextId: frame.value.context_id ?? null });
        return;
      case 'client_tool_result': {
        const { tool_call_id, result, is_error } = frame.value;
        this.#hand({
          kind: 'tool-result',
          toolCallId: tool_call_id,
          result: typeof result === 'string' ? result : JSON.stringify(result ?? ''),
          isError: is_error,
        });
        return;
      }
      case 'mcp_tool_approval_result':
        this.#hand({ kind: 'tool-approval', toolCallId: frame.value.tool_call_id, isApproved: frame.value.is_approved });
        return;
      case 'feedback':
        if (typeof frame.value.event_id === 'number') this.#hand({ kind: 'feedback', responseId: frame.value.event_id, score: frame.value.score ?? null });
        return;
      // Initiation data that comes again is too late.
      case 'conversation_initiation_client_data':
      case 'unknown':
        return;
    }
  }

  /** Sound that came another way than in frames. */
  hear(pcm: Int16Array): void {
    if (!this.#options.isTextOnly && pcm.length > 0) this.#options.queue.offer({ kind: 'audio-in', pcm });
  }

  #sound(base64: string): void {
    if (this.#options.isTextOnly) return;
    const bytes = Buffer.from(base64, 'base64');
    if (bytes.length === 0 && base64 !== '') return this.#refuse('user_audio_chunk is not base64.');
    let pcm: Int16Array;
    if (this.#options.format === 'ulaw_8000') pcm = decodeMulaw(bytes);
    else {
      const samples = samplesFromBytes(bytes, this.#oddByte);
      this.#oddByte = samples.leftover;
      pcm = samples.pcm;
    }
    if (this.#resampler !== null) pcm = this.#resampler.process(pcm);
    if (pcm.length > 0) this.#options.queue.offer({ kind: 'audio-in', pcm });
  }

  /** A turn with files: what they say goes before the words. */
  async #withFiles({ text, file, files }: MultimodalMessage): Promise<void> {
    const ids = [...(file == null ? [] : [file]), ...(files ?? [])].map(({ file_id }) => file_id);
    const found = ids.length === 0 ? [] : await this.#options.files(ids).catch(() => null);
    if (found === null) return this.#options.downlink.sendError({ code: 1011, errorType: 'unknown', message: 'The files could not be read.' });
    for (const { fileName, text: content } of found)
      this.#hand({ kind: 'context-update', text: `The user sent the file “${fileName}”:\n${content}`, contextId: null });
    const words = text?.text ?? found.map(({ fileName }) => `[${fileName}]`).join(' ');
    if (words !== '') this.#hand({ kind: 'user-text', text: words });
  }

  /** What must not be lost and finds no room ends the connection. */
  #hand(frame: UplinkFrame): void {
    const { queue, downlink } = this.#options;
    if (queue.offer(frame)) return;
    downlink.sendError({ code: 1008, errorType: 'invalid_message', message: 'More messages at once than a conversation can take.' });
    queue.close();
  }

  #refuse(message: string): void {
    this.#options.downlink.sendError({ code: 1008, errorType: 'invalid_message', message });
    this.#options.queue.offer({ kind: 'hangup', reason: 'invalid-message', detail: message });
  }
}
