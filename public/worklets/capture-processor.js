import { Resampler } from './resampler.js';

const targetRate = 16_000;
const blockSamples = 320;

/**
 * Turns what the microphone gives, at any rate, into 20 ms blocks of 16 kHz PCM16. Posts `{ pcm, level }`: the buffer is handed over, `level` is the
 * block's root mean square from 0 to 1.
 */
class CaptureProcessor extends AudioWorkletProcessor {
  constructor() {
    super();
    this.resampler = new Resampler(sampleRate, targetRate);
    this.block = new Int16Array(blockSamples);
    this.filled = 0;
    this.energy = 0;
    this.isStopped = false;
    this.port.onmessage = ({ data }) => {
      if (data === 'stop') this.isStopped = true;
    };
  }

  process([channels]) {
    if (this.isStopped) return false;
    if (channels === undefined || channels.length === 0) return true;
    for (const sample of this.resampler.process(mix(channels))) this.push(sample);
    return true;
  }

  push(sample) {
    const limited = Math.max(-1, Math.min(1, sample));
    this.block[this.filled++] = Math.round(limited * 32767);
    this.energy += limited * limited;
    if (this.filled < blockSamples) return;
    const pcm = this.block.buffer;
    this.port.postMessage({ pcm, level: Math.sqrt(this.energy / blockSamples) }, [pcm]);
    this.block = new Int16Array(blockSamples);
    this.filled = 0;
    this.energy = 0;
  }
}

function mix(channels) {
  if (channels.length === 1) return channels[0];
  return channels[0].map((_, index) => channels.reduce((sum, channel) => sum + channel[index], 0) / channels.length);
}

registerProcessor('parley-capture', CaptureProcessor);
