import { mkdtempSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readWav } from '../audio/pcm';
import { VirtualClock } from '../testing/virtual-clock';
import { mendRecording, StereoRecorder } from './recorder';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function record() {
  const folder = mkdtempSync(path.join(tmpdir(), 'parley-recorder-'));
  folders.push(folder);
  const clock = new VirtualClock();
  const file = path.join(folder, 'call.wav');
  const failures: unknown[] = [];
  return { clock, file, failures, recorder: new StereoRecorder({ path: file, clock, startedMs: 0, onFailure: (error) => failures.push(error) }) };
}

/** Loudest sample of a channel between two moments. */
function peak(file: string, channel: 0 | 1, fromMs: number, toMs: number): number {
  const { pcm } = readWav(readFileSync(file));
  let most = 0;
  for (let i = fromMs * 16; i < toMs * 16; i++) most = Math.max(most, Math.abs(pcm[i * 2 + channel] ?? 0));
  return most;
}

const tone = (ms: number) => new Int16Array(ms * 16).fill(5000);

describe('the recording', () => {
  it('has the participant left and the agent right, on one clock', async () => {
    const { clock, file, recorder } = record();
    await clock.advance(1_000);
    recorder.participantSound(tone(500), 1_000);
    recorder.agentSound(tone(400), 16_000, 1_200);
    await clock.advance(4_000);
    expect(await recorder.close()).toEqual({ path: file, durationMs: 5_000 });
    expect([peak(file, 0, 500, 1_000), peak(file, 0, 1_010, 2_000)]).toEqual([5000, 0]);
    expect([peak(file, 1, 1_200, 1_600), peak(file, 1, 0, 1_190), peak(file, 1, 1_610, 5_000)]).toEqual([5000, 0, 0]);
  });

  it('H1 leaves out what was said and never heard', async () => {
    const { clock, file, recorder } = record();
    recorder.agentSound(tone(3_000), 16_000, 100);
    await clock.advance(800);
    recorder.agentCut(800);
    await clock.advance(4_000);
    await recorder.close();
    expect(peak(file, 1, 700, 800)).toBe(5000);
    expect(peak(file, 1, 810, 4_000)).toBe(0);
  });

  it('moves held sound to when it was heard', async () => {
    const { clock, file, recorder } = record();
    recorder.agentSound(tone(1_000), 16_000, 100);
    await clock.advance(500);
    recorder.agentHeld(500);
    await clock.advance(400);
    recorder.agentResumed(900);
    await clock.advance(4_000);
    await recorder.close();
    expect([peak(file, 1, 100, 500), peak(file, 1, 510, 890), peak(file, 1, 900, 1_490), peak(file, 1, 1_510, 3_000)]).toEqual([5000, 0, 5000, 0]);
  });

  it('is usable after a crash: sizes are mended from what was written', async () => {
    const { clock, file, recorder } = record();
    for (let at = 0; at < 6_000; at += 100) {
      recorder.participantSound(tone(100), at + 100);
      await clock.advance(100);
    }
    // Writes are real: they take their own time.
    await vi.waitFor(() => expect(readFileSync(file).length).toBeGreaterThan(44 + 3_200 * 64), { timeout: 10_000 });
    // The process dies here, in the middle of a write.
    truncateSync(file, readFileSync(file).length - 3);
    const lengthMs = await mendRecording(file);
    expect(lengthMs).toBeGreaterThan(3_000);
    expect(peak(file, 0, 1_000, 2_000)).toBe(5000);
    await recorder.close();
  });

  it('says so when it cannot be written, and the call goes on', async () => {
    const failures: unknown[] = [];
    const clock = new VirtualClock();
    const recorder = new StereoRecorder({ path: '/nowhere/at/all.wav', clock, startedMs: 0, onFailure: (error) => failures.push(error) });
    recorder.participantSound(tone(100), 100);
    await clock.advance(3_000);
    await new Promise((resolve) => setImmediate(resolve));
    expect(await recorder.close()).toBeNull();
    expect(failures).toHaveLength(1);
  });
});
