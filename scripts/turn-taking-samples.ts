// Makes the samples of the turn-taking presets: one caller, played through the real pipeline with each policy, as sound in `public/turn-taking` and
// as what happened in `components/agents/turn-samples.json`. Run with `npx tsx scripts/turn-taking-samples.ts`; with `--record` the
// lines are spoken anew by the built-in voices first.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Mp3Encoder } from '@breezystack/lamejs';
import { sampleOf } from '../components/agents/turn-sample';
import { overlapPolicyNames } from '../server/contracts/agent-config';
import { encodeWav } from '../server/lib/wav';
import { embeddedTextToSpeech } from '../server/providers/embedded/text-to-speech';
import type { PlayoutTrack } from '../server/voice/stages/playout';
import { playTurnSample, recordingOf, type SampleLine, sampleLines, sampleMs } from '../server/voice/testing/turn-sample';

const sampleRate = 16_000;
const kilobits = 48;
/** Samples per MPEG frame. */
const mp3Block = 1152;
const soundFolder = path.join('public', 'turn-taking');

/** What the caller hears of the agent, on the call's clock. */
class HeardSound implements PlayoutTrack {
  readonly pcm = new Int16Array(sampleMs * 16 + 20 * sampleRate);
  #held: Int16Array | null = null;

  agentSound(pcm: Int16Array, _sampleRate: number, atMs: number): void {
    this.pcm.set(pcm, Math.round(atMs * 16));
  }

  agentCut(atMs: number): void {
    this.pcm.fill(0, Math.round(atMs * 16));
    this.#held = null;
  }

  agentHeld(atMs: number): void {
    this.#held = this.pcm.slice(Math.round(atMs * 16));
    this.pcm.fill(0, Math.round(atMs * 16));
  }

  agentResumed(atMs: number): void {
    if (this.#held !== null) this.pcm.set(this.#held.subarray(0, this.pcm.length - Math.round(atMs * 16)), Math.round(atMs * 16));
    this.#held = null;
  }
}

if (process.argv.includes('--record')) for (const line of Object.keys(sampleLines) as SampleLine[]) await record(line);
mkdirSync(soundFolder, { recursive: true });
const samples: Record<string, unknown> = {};
for (const policy of overlapPolicyNames) {
  const heard = new HeardSound();
  const { events, caller } = await playTurnSample(policy, heard);
  samples[policy] = sampleOf(events);
  writeFileSync(path.join(soundFolder, `${policy}.mp3`), mp3(stereo(caller, heard.pcm)));
}
writeFileSync(path.join('components', 'agents', 'turn-samples.json'), `${JSON.stringify(samples, null, 2)}\n`);
console.log(`wrote ${overlapPolicyNames.length} samples of ${sampleMs / 1000} s each to ${soundFolder}`);

async function record(line: SampleLine): Promise<void> {
  const { voice: voiceId, text } = sampleLines[line];
  const { signal } = new AbortController();
  const voice = await embeddedTextToSpeech.create({}, 'flite').open({ voiceId, language: 'en', speed: 1, preferredSampleRate: sampleRate, signal });
  const parts: number[] = [];
  const segments = (async function* () {
    yield text;
  })();
  for await (const { pcm } of voice.speak(segments, signal)) parts.push(...pcm);
  await voice.close();
  writeFileSync(recordingOf(line), encodeWav(Int16Array.from(parts), { sampleRate }));
}

/** The caller a little to the left, the agent a little to the right: two people in a room, and understood in one ear too. */
function stereo(caller: Int16Array, agent: Int16Array): readonly [Int16Array, Int16Array] {
  const mix = (near: Int16Array, far: Int16Array) =>
    caller.map((_, i) => Math.max(-32_768, Math.min(32_767, Math.round((near[i] ?? 0) + (far[i] ?? 0) * 0.4))));
  return [mix(caller, agent), mix(agent, caller)];
}

function mp3([left, right]: readonly [Int16Array, Int16Array]): Buffer {
  const encoder = new Mp3Encoder(2, sampleRate, kilobits);
  const parts: Uint8Array[] = [];
  for (let at = 0; at < left.length; at += mp3Block) {
    parts.push(Uint8Array.from(encoder.encodeBuffer(left.subarray(at, at + mp3Block), right.subarray(at, at + mp3Block))));
  }
  parts.push(Uint8Array.from(encoder.flush()));
  return Buffer.concat(parts);
}
