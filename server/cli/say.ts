import { readFile, writeFile } from 'node:fs/promises';
import type { TurnLatency } from '../contracts/conversation';
import { Channel } from '../lib/channel';
import { systemClock } from '../lib/clock';
import { createResampler } from '../lib/resample';
import { delay } from '../lib/wait';
import { bytesOfSamples, readWav, wavHeader } from '../voice/audio/pcm';
import { type AudioOutFrame, type ConversationEventFrame, pipelineSampleRate } from '../voice/frames';
import type { Transport, UplinkFrame } from '../voice/transport';
import { loadLocalEngines } from './local-engines';
import { findAgentByName, openCliHost, readOptions } from './open-host';

const usage = 'say <agent> <file.wav> [--out answer.wav] [--workspace demo] [--wait 12]';
const blockMs = 20;

/** Plays a recording to an agent in real time and keeps what it answers. */
export async function run(args: string[]): Promise<number> {
  const { options, rest } = readOptions(args);
  const [agentName, file] = rest;
  if (agentName === undefined || file === undefined) {
    console.error(`Usage: npm run -s parley -- ${usage}`);
    return 2;
  }
  const host = openCliHost();
  const workspace = options.get('workspace') ?? 'demo';
  const agent = await findAgentByName(host, agentName, workspace);
  const recording = monoAt16k(await readFile(file));
  try {
    await loadLocalEngines(agent.language);
    const conversation = await host.host.admit({ agentId: agent.id, proof: { kind: 'operator' }, source: 'cli' });
    console.log(`${agent.name} (${conversation.conversationId})`);
    console.log(
      `  speech-to-text ${conversation.providers.speechToText}, language model ${conversation.providers.languageModel}, text-to-speech ${conversation.providers.textToSpeech}`,
    );
    for (const notice of conversation.notices) console.log(`  note: ${notice}`);
    const transport = new RecordingTransport(recording, Number(options.get('wait') ?? 12) * 1000);
    await conversation.begin(transport);
    const out = options.get('out') ?? file.replace(/\.wav$/i, '') + '.answer.wav';
    const answer = transport.answer();
    await writeFile(out, Buffer.concat([wavHeader({ sampleRate: pipelineSampleRate, channels: 1, dataBytes: answer.byteLength }), bytesOfSamples(answer)]));
    console.log(`\nThe agent's audio as it was heard: ${out} (${(answer.length / pipelineSampleRate).toFixed(1)} s)`);
    printTimes(transport.times);
    return transport.times.length > 0 ? 0 : 1;
  } finally {
    await host.close();
  }
}

/** The participant's end of a conversation held by a file: waits for the first message, plays the recording, waits for the answer. */
class RecordingTransport implements Transport {
  readonly outputSampleRate = pipelineSampleRate;
  readonly reportsPlayhead = false;
  readonly canHold = false;
  readonly leadMs = 300;
  readonly times: { readonly turnId: number; readonly latency: TurnLatency }[] = [];
  readonly #frames = new Channel<UplinkFrame>({ capacity: 200, whenFull: 'drop-oldest' });
  readonly #recording: Int16Array;
  readonly #waitMs: number;
  readonly #startedMs = performance.now();
  #heard: { readonly atMs: number; readonly pcm: Int16Array }[] = [];
  #isAgentQuiet = false;
  #quietSinceMs = 0;
  #isClosed = false;

  constructor(recording: Int16Array, waitMs: number) {
    this.#recording = recording;
    this.#waitMs = waitMs;
    void this.#play();
  }

  get uplink(): AsyncIterable<UplinkFrame> {
    return this.#frames;
  }

  sendAudio(frame: AudioOutFrame): void {
    const last = this.#heard.at(-1);
    const nowMs = performance.now() - this.#startedMs;
    const afterLastMs = last === undefined ? 0 : last.atMs + (last.pcm.length / pipelineSampleRate) * 1000;
    this.#heard.push({ atMs: Math.max(nowMs, afterLastMs), pcm: frame.pcm });
  }

  sendEvent(event: ConversationEventFrame): void {
    if (event.kind === 'transcription-final') console.log(`\n  you    ${event.text}${event.producedBy === null ? '' : `   [${event.producedBy}]`}`);
    if (event.kind === 'response-ended' && event.heardText !== '') console.log(`  agent  ${event.heardText}${event.isInterrupted ? ' …(interrupted)' : ''}`);
    if (event.kind === 'person-said' && event.text !== null) console.log(`  person ${event.text}`);
    if (event.kind === 'turn-measured') this.times.push({ turnId: event.turnId, latency: event.latency });
    if (event.kind === 'provider-failed') console.log(`  ! ${event.capability}: ${event.message}`);
    if (event.kind === 'interrupted') this.#heard = this.#heard.filter(({ atMs }) => atMs <= performance.now() - this.#startedMs);
    if (event.kind === 'state-changed') {
      this.#isAgentQuiet = event.state === 'listening';
      this.#quietSinceMs = performance.now();
    }
  }

  bufferedBytes(): number {
    return 0;
  }

  close(): void {
    this.#isClosed = true;
    this.#frames.close();
  }

  /** What was heard of the agent, on the conversation's clock. */
  answer(): Int16Array {
    const last = this.#heard.at(-1);
    if (last === undefined) return new Int16Array(0);
    const whole = new Int16Array(Math.ceil((last.atMs * pipelineSampleRate) / 1000) + last.pcm.length);
    for (const { atMs, pcm } of this.#heard) whole.set(pcm, Math.round((atMs * pipelineSampleRate) / 1000));
    return whole;
  }

  async #play(): Promise<void> {
    const silence = new Int16Array((pipelineSampleRate * blockMs) / 1000);
    let at = 0;
    let playedAtMs = 0;
    for (let block = 0; !this.#isClosed; block++) {
      await delay(systemClock, Math.max(0, this.#startedMs + block * blockMs - performance.now()));
      const mayPlay = at > 0 || (this.#isAgentQuiet && performance.now() - this.#quietSinceMs > 300);
      if (!mayPlay || at >= this.#recording.length) {
        this.#frames.offer({ kind: 'audio-in', pcm: silence });
        const isAnswered = this.times.length > 0 && this.#isAgentQuiet && performance.now() - this.#quietSinceMs > 1_500;
        if (playedAtMs > 0 && (isAnswered || performance.now() - playedAtMs > this.#waitMs))
          this.#frames.offer({ kind: 'hangup', reason: 'participant-left', detail: 'the recording is over' });
        if (playedAtMs === 0 && performance.now() - this.#startedMs > 60_000)
          this.#frames.offer({ kind: 'hangup', reason: 'participant-left', detail: 'the agent never fell silent' });
        continue;
      }
      this.#frames.offer({ kind: 'audio-in', pcm: this.#recording.slice(at, at + silence.length) });
      at += silence.length;
      if (at >= this.#recording.length) playedAtMs = performance.now();
    }
  }
}

function printTimes(times: readonly { readonly turnId: number; readonly latency: TurnLatency }[]): void {
  if (times.length === 0) return console.log('\nNo spoken turn was answered.');
  const columns = ['turn', 'transcribed', 'turn ended', 'first token', 'first sound made', 'first sound sent'];
  const rows = times.map(({ turnId, latency }) =>
    [turnId, latency.transcriptionMs, latency.endpointingMs, latency.firstTokenMs, latency.firstByteMs, latency.firstSentMs].map((value) =>
      value === null ? '-' : String(value),
    ),
  );
  console.log('\nMilliseconds after the end of speech:');
  for (const row of [columns, ...rows]) console.log(`  ${row.map((cell, i) => cell.padStart(columns[i]?.length ?? 0)).join('   ')}`);
}

function monoAt16k(bytes: Uint8Array): Int16Array {
  const { pcm, channels, sampleRate } = readWav(bytes);
  const mono = channels === 1 ? pcm : Int16Array.from({ length: Math.floor(pcm.length / channels) }, (_, i) => pcm[i * channels] ?? 0);
  if (sampleRate === pipelineSampleRate) return mono;
  const resampler = createResampler(sampleRate, pipelineSampleRate);
  const parts = [resampler.process(mono), resampler.flush()];
  const joined = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
  joined.set(parts[0] ?? new Int16Array(0));
  joined.set(parts[1] ?? new Int16Array(0), parts[0]?.length ?? 0);
  return joined;
}
