import { Resampler } from './resampler.js';

const sourceRate = 16_000;
/** Sound gathered before a response begins, so that an uneven network is not heard. */
const cushionMs = 60;
/** How long to wait for the cushion when a response is shorter than it, or its next chunk is late. */
const cushionWaitMs = 120;
const reportEveryMs = 50;
const holdRampMs = 20;
const flushRampMs = 6;
/** A server that paces never comes near it; one that does not must not fill the memory. */
const mostBufferedMs = 120_000;

/**
 * Plays responses one after another.
 *
 * Takes `{ kind: 'audio', responseId, startMs, pcm }`, `{ kind: 'hold' }`, `{ kind: 'resume' }`, `{ kind: 'flush', responseId }` (this response and
 * all before it) and `{ kind: 'stop' }`. Posts `{ responseId, playedMs, isDrained, bufferedMs, level }` every 50 ms while there is something to tell.
 */
class PlaybackProcessor extends AudioWorkletProcessor {
  constructor() {
    super();
    this.queue = [];
    this.gain = 1;
    this.targetGain = 1;
    this.rampSamples = 1;
    this.isHeld = false;
    this.isStopped = false;
    /** Responses up to this one are dropped once the ramp has reached silence. */
    this.flushUpTo = undefined;
    this.sinceReport = 0;
    this.energy = 0;
    this.energySamples = 0;
    this.port.onmessage = ({ data }) => this.take(data);
  }

  take(message) {
    switch (message.kind) {
      case 'audio':
        this.append(message);
        break;
      case 'hold':
        this.isHeld = true;
        this.ramp(0, holdRampMs);
        break;
      case 'resume':
        this.isHeld = false;
        if (this.flushUpTo === undefined) this.ramp(1, holdRampMs);
        break;
      case 'flush':
        this.flushUpTo = Math.max(message.responseId, this.flushUpTo ?? 0);
        this.ramp(0, flushRampMs);
        if (this.gain === 0) this.flush();
        break;
      case 'stop':
        this.isStopped = true;
        break;
    }
  }

  append({ responseId, startMs, pcm }) {
    if (this.flushUpTo !== undefined && responseId <= this.flushUpTo) return;
    let response = this.queue.find((candidate) => candidate.id === responseId);
    if (response === undefined) {
      response = {
        id: responseId,
        resampler: new Resampler(sourceRate, sampleRate),
        chunks: [],
        offset: 0,
        buffered: 0,
        played: Math.round((startMs / 1000) * sampleRate),
        waitUntil: currentTime + cushionWaitMs / 1000,
        isPlaying: false,
        isTold: false,
      };
      this.queue.push(response);
    }
    if (response.buffered > (mostBufferedMs / 1000) * sampleRate) return;
    const samples = response.resampler.process(floatsOf(pcm));
    if (samples.length === 0) return;
    response.chunks.push(samples);
    response.buffered += samples.length;
    response.isTold = false;
  }

  process(_inputs, [outputs]) {
    if (this.isStopped) return false;
    const output = outputs[0];
    this.fill(output);
    for (let channel = 1; channel < outputs.length; channel++) outputs[channel].set(output);
    this.sinceReport += output.length;
    if (this.sinceReport >= (reportEveryMs / 1000) * sampleRate) this.report();
    return true;
  }

  fill(output) {
    for (let index = 0; index < output.length; index++) {
      this.stepGain();
      if (this.gain === 0 && this.flushUpTo !== undefined) this.flush();
      if (this.gain === 0 && this.isHeld) return;
      const response = this.playing();
      if (response === undefined) continue;
      const chunk = response.chunks[0];
      const sample = chunk[response.offset++] * this.gain;
      if (response.offset === chunk.length) {
        response.chunks.shift();
        response.offset = 0;
      }
      response.buffered--;
      response.played++;
      output[index] = sample;
      this.energy += sample * sample;
      this.energySamples++;
    }
  }

  /** The response whose sound is next, or nothing while its cushion is gathering. */
  playing() {
    let response = this.queue[0];
    while (response !== undefined && response.buffered === 0) {
      if (response.isPlaying) {
        response.isPlaying = false;
        response.waitUntil = currentTime + cushionWaitMs / 1000;
      }
      // An empty response makes room only for a newer one: more of it may still come.
      if (this.queue.length === 1) return undefined;
      if (!response.isTold) this.tell(response);
      this.queue.shift();
      response = this.queue[0];
    }
    if (response === undefined || response.isPlaying) return response;
    const isReady = response.buffered >= (cushionMs / 1000) * sampleRate || currentTime >= response.waitUntil;
    if (!isReady) return undefined;
    response.isPlaying = true;
    return response;
  }

  ramp(target, ms) {
    this.targetGain = target;
    this.rampSamples = Math.max(1, Math.round((ms / 1000) * sampleRate));
  }

  stepGain() {
    if (this.gain === this.targetGain) return;
    const step = 1 / this.rampSamples;
    this.gain = this.gain < this.targetGain ? Math.min(this.targetGain, this.gain + step) : Math.max(this.targetGain, this.gain - step);
    if (this.gain < step / 2) this.gain = 0;
  }

  flush() {
    const upTo = this.flushUpTo;
    this.flushUpTo = undefined;
    for (const response of this.queue) {
      if (response.id > upTo) continue;
      response.chunks = [];
      response.buffered = 0;
      this.tell(response);
    }
    this.queue = this.queue.filter((response) => response.id > upTo);
    this.isHeld = false;
    this.gain = 1;
    this.targetGain = 1;
  }

  report() {
    this.sinceReport = 0;
    const response = this.queue[0];
    if (response !== undefined && !response.isTold) this.tell(response);
    else if (this.energySamples > 0) this.port.postMessage({ level: this.takeLevel() });
  }

  tell(response) {
    const isDrained = response.buffered === 0;
    // Told once when all was played; told again only when more has come.
    response.isTold = isDrained;
    this.port.postMessage({
      responseId: response.id,
      playedMs: (response.played / sampleRate) * 1000,
      isDrained,
      bufferedMs: (response.buffered / sampleRate) * 1000,
      level: isDrained ? 0 : this.takeLevel(),
    });
  }

  takeLevel() {
    const level = this.energySamples === 0 ? 0 : Math.sqrt(this.energy / this.energySamples);
    this.energy = 0;
    this.energySamples = 0;
    return level;
  }
}

function floatsOf(pcm) {
  const whole = new Int16Array(pcm);
  const floats = new Float32Array(whole.length);
  for (let index = 0; index < whole.length; index++) floats[index] = whole[index] / 32768;
  return floats;
}

registerProcessor('parley-playback', PlaybackProcessor);
