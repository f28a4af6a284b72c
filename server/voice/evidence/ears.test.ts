import { describe, expect, it } from 'vitest';
import { concatSamples } from '../audio/pcm';
import { amplified, cough, hum, mixed, recordedSentence, silence, whiteNoise } from '../testing/sounds';
import type { OverlapSound } from '../turn/evidence';
import { judgeOverlap } from '../turn/interruption';
import { overlapRules } from '../turn/overlap-policy';
import { Ears } from './ears';

const onsetMs = 600;
const evidenceMs = 60;
const rules = overlapRules({ name: 'adaptive', minSpeechMs: 240, own: {} }, { interruptions: 0, falseHolds: 0 });
const agent = concatSamples([recordedSentence('cafe-table-for-two'), recordedSentence('support-reset-password')]);

/** Lets the agent speak from 0 on while this is heard from 600 ms on, and tells what its sound is like once so much of it was heard. Asked as often as a conversation asks. */
function over(heard: Int16Array, afterMs: number, ears = new Ears(null)): OverlapSound {
  for (let at = 0; at < agent.length; at += 960) ears.track.agentSound(agent.subarray(at, at + 960), 16_000, at / 16);
  ears.hear(silence(onsetMs), onsetMs);
  ears.speechStarted(onsetMs, true);
  for (let toMs = evidenceMs; toMs < afterMs; toMs += evidenceMs) {
    ears.hear(heard.slice((toMs - evidenceMs) * 16, toMs * 16), onsetMs + toMs);
    ears.overlapSound();
  }
  const leftMs = afterMs - (Math.ceil(afterMs / evidenceMs) - 1) * evidenceMs;
  ears.hear(heard.slice((afterMs - leftMs) * 16, afterMs * 16), onsetMs + afterMs);
  return ears.overlapSound();
}

/** What becomes of the agent's speech, without a word known. */
function verdict(sound: OverlapSound, speechMs: number): string {
  return judgeOverlap({ speechMs, isSpeaking: true, words: '', isFinal: false, areOwnWords: false, wasEcho: false, sound, isAudible: true }, rules, new Set())
    .verdict;
}

/** The agent's sound as it comes back so much later. */
const echoOf = (db: number, delayMs = 120) => amplified(agent.subarray((onsetMs - delayMs) * 16), db);

describe('the sound of speech over the agent', () => {
  it.each([-10, -20])('B9 an echo of the agent at %d dB is recognised at any delay, and stops nothing however long it lasts', (db) => {
    for (const delayMs of [20, 120, 400]) expect(over(echoOf(db, delayMs), 500).echo, `${delayMs} ms late`).toBeGreaterThan(0.6);
    expect(verdict(over(echoOf(db), 1_000), 1_000)).toBe('go-on');
  });

  it('B9 an echo through a room is recognised too', () => {
    const dry = echoOf(-20);
    const room = mixed(mixed(dry, amplified(concatSamples([silence(35), dry]), -6)), amplified(concatSamples([silence(80), dry]), -10));
    expect(over(room, 500).echo).toBeGreaterThan(0.6);
  });

  it.each(['barge-in-wait', 'cafe-opening-hours'] as const)(
    'B9, B11 somebody else’s speech is neither echo, hum nor noise, and stops the agent (%s)',
    (name) => {
      const sound = over(recordedSentence(name), 760);
      expect([sound.echo < 0.6, sound.hum < 0.6, sound.noise < 0.6]).toEqual([true, true, true]);
      expect(verdict(sound, 760)).toBe('interrupt');
    },
  );

  it('B9 speech on top of the echo is not taken for it', () => {
    const sound = over(mixed(recordedSentence('barge-in-wait'), echoOf(-20)), 760);
    expect(sound.echo).toBeLessThan(0.6);
    expect(verdict(sound, 760)).toBe('interrupt');
  });

  it.each([95, 125, 180, 220])('B11 a hum of %d Hz lets the agent go on', (hz) => {
    const sound = over(hum(900, hz), 760);
    expect(sound.hum).toBeGreaterThan(0.6);
    expect(verdict(sound, 760)).toBe('go-on');
  });

  it('B11 a cough and a hiss are noise and let the agent go on', () => {
    const sound = over(cough(400), 300);
    expect(sound.noise).toBeGreaterThan(0.6);
    expect(verdict(sound, 300)).toBe('go-on');
    for (const peak of [1_000, 4_000, 16_000]) expect(verdict(over(whiteNoise(900, peak), 760), 760), `peak ${peak}`).toBe('go-on');
  });

  it('B10 a voice further away is known as such once the participant’s own is known', () => {
    const ears = new Ears(null);
    const own = recordedSentence('cafe-opening-hours');
    ears.speechStarted(0, true);
    ears.hear(own, own.length / 16);
    ears.overlapSound();
    ears.speechEnded(own.length / 16, true);
    expect(over(amplified(recordedSentence('barge-in-wait'), -18), 600, ears).belowUsualDb).toBeGreaterThan(12);
    expect(over(recordedSentence('barge-in-wait'), 600).belowUsualDb).toBeNull();
  });
});
