import type { PlayheadReport } from '@/server/contracts/voice-protocol';
import { VoiceProblem } from './voice-problem';

type PlaybackMessage = { readonly level: number } & Partial<Required<PlayheadReport>>;

export interface SpeakerOptions {
  readonly deviceId?: string | undefined;
  readonly onPlayhead: (report: PlayheadReport) => void;
}

/** The loudspeaker: plays responses in order and tells how far it got. Open it in answer to a click, or the browser keeps it silent. */
export class Speaker {
  /** Loudness of what is heard now, 0 to 1. */
  level = 0;
  readonly #context: AudioContext;
  readonly #node: AudioWorkletNode;
  readonly #volume: GainNode;

  static async open(options: SpeakerOptions): Promise<Speaker> {
    if (typeof AudioWorkletNode === 'undefined') throw new VoiceProblem('sound-blocked');
    const context = new AudioContext({ latencyHint: 'interactive' });
    try {
      await context.audioWorklet.addModule('/worklets/playback-processor.js');
      if (context.state === 'suspended') await context.resume();
      const speaker = new Speaker(context, options.onPlayhead);
      if (options.deviceId !== undefined) await speaker.use(options.deviceId);
      return speaker;
    } catch (error) {
      await context.close();
      throw new VoiceProblem('sound-blocked', error instanceof Error ? error.message : undefined, { cause: error });
    }
  }

  private constructor(context: AudioContext, onPlayhead: (report: PlayheadReport) => void) {
    this.#context = context;
    this.#volume = context.createGain();
    this.#node = new AudioWorkletNode(context, 'parley-playback', { numberOfInputs: 0, outputChannelCount: [1] });
    this.#node.connect(this.#volume).connect(context.destination);
    this.#node.port.onmessage = ({ data }: MessageEvent<PlaybackMessage>) => {
      this.level = data.level;
      if (data.responseId === undefined || data.playedMs === undefined) return;
      const { responseId, isDrained = false, bufferedMs = 0 } = data;
      onPlayhead({ responseId, playedMs: isDrained ? data.playedMs : Math.max(0, data.playedMs - this.#latencyMs()), isDrained, bufferedMs });
    };
  }

  /** `pcm` is mono PCM16 at 16 kHz and is handed over. */
  play(responseId: number, startMs: number, pcm: ArrayBuffer): void {
    this.#node.port.postMessage({ kind: 'audio', responseId, startMs, pcm }, [pcm]);
  }

  hold(): void {
    this.#node.port.postMessage({ kind: 'hold' });
  }

  resume(): void {
    this.#node.port.postMessage({ kind: 'resume' });
  }

  /** Drops this response and everything before it. */
  flush(responseId: number): void {
    this.#node.port.postMessage({ kind: 'flush', responseId });
  }

  /** 0 to 1. */
  setVolume(share: number): void {
    this.#volume.gain.setTargetAtTime(share, this.#context.currentTime, 0.02);
  }

  /** Sends the sound to another device, where the browser can. */
  async use(deviceId: string): Promise<void> {
    const context = this.#context as AudioContext & { setSinkId?: (id: string) => Promise<void> };
    try {
      await context.setSinkId?.(deviceId === 'default' ? '' : deviceId);
    } catch {
      // A device that is gone leaves the sound where it was, which is what a listener wants.
    }
  }

  async close(): Promise<void> {
    this.#node.port.onmessage = null;
    this.#node.port.postMessage({ kind: 'stop' });
    this.#node.disconnect();
    this.#volume.disconnect();
    if (this.#context.state !== 'closed') await this.#context.close();
  }

  /** Time from the worklet to the air, in ms. */
  #latencyMs(): number {
    return ((this.#context.outputLatency || this.#context.baseLatency) ?? 0) * 1000;
  }
}

/** Whether this browser can send sound to a device of choice. */
export function canChooseSpeaker(): boolean {
  return typeof AudioContext !== 'undefined' && 'setSinkId' in AudioContext.prototype;
}
