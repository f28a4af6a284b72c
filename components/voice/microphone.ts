import { microphoneProblem, VoiceProblem } from './voice-problem';

export interface MicrophoneOptions {
  readonly deviceId?: string | undefined;
  /** 20 ms of mono PCM16 at 16 kHz; the buffer is the receiver's. */
  readonly onBlock: (pcm: ArrayBuffer) => void;
  /** The device went away while it was in use. */
  readonly onLost: () => void;
}

/** The participant's device, from permission to 20 ms blocks. Throws VoiceProblem. */
export class Microphone {
  /** Loudness of the last block, 0 to 1. */
  level = 0;
  readonly deviceId: string | undefined;
  readonly #stream: MediaStream;
  readonly #context: AudioContext;
  readonly #node: AudioWorkletNode;
  #isMuted = false;

  static async open(options: MicrophoneOptions): Promise<Microphone> {
    const stream = await askForDevice(options.deviceId);
    const context = new AudioContext({ latencyHint: 'interactive' });
    try {
      await context.audioWorklet.addModule('/worklets/capture-processor.js');
      if (context.state === 'suspended') await context.resume();
      return new Microphone(stream, context, options);
    } catch (error) {
      stopTracks(stream);
      await context.close();
      throw microphoneProblem(error);
    }
  }

  private constructor(stream: MediaStream, context: AudioContext, options: MicrophoneOptions) {
    this.#stream = stream;
    this.#context = context;
    this.#node = new AudioWorkletNode(context, 'parley-capture', { numberOfOutputs: 0 });
    this.#node.port.onmessage = ({ data }: MessageEvent<{ pcm: ArrayBuffer; level: number }>) => {
      this.level = this.#isMuted ? 0 : data.level;
      options.onBlock(data.pcm);
    };
    context.createMediaStreamSource(stream).connect(this.#node);
    const [track] = stream.getAudioTracks();
    this.deviceId = track?.getSettings().deviceId;
    track?.addEventListener('ended', options.onLost, { once: true });
  }

  get isMuted(): boolean {
    return this.#isMuted;
  }

  /** A muted microphone goes on sending, silence: the server's clock of sound must not stop. */
  set isMuted(isMuted: boolean) {
    this.#isMuted = isMuted;
    for (const track of this.#stream.getAudioTracks()) track.enabled = !isMuted;
  }

  async close(): Promise<void> {
    this.#node.port.onmessage = null;
    this.#node.port.postMessage('stop');
    this.#node.disconnect();
    stopTracks(this.#stream);
    if (this.#context.state !== 'closed') await this.#context.close();
  }
}

async function askForDevice(deviceId: string | undefined): Promise<MediaStream> {
  // Browsers offer no devices at all to pages from plain http addresses other than this machine.
  if (navigator.mediaDevices === undefined || typeof AudioWorkletNode === 'undefined') throw new VoiceProblem('microphone-unsupported');
  const processing = { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true };
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: deviceId === undefined ? processing : { ...processing, deviceId: { exact: deviceId } } });
  } catch (error) {
    // The remembered device may have been unplugged since.
    if (deviceId !== undefined && error instanceof DOMException && error.name === 'OverconstrainedError') return askForDevice(undefined);
    throw microphoneProblem(error);
  }
}

function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
