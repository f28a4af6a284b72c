import { expect, it } from 'vitest';
import { EchoReference } from '../evidence/echo';
import { SoundRing } from '../evidence/sound-ring';
import { RecordedMouth } from '../testing/recorded-mouth';
import { amplified, recordedSentence } from '../testing/sounds';
import { ScriptedConversation } from '../testing/run-scripted';
import { Interjections } from './interjections';
import { PhraseStore } from './phrase-store';

it('A2, B9 a listening noise of the agent is recognised when it comes back from a loudspeaker', async () => {
  const call = new ScriptedConversation();
  const recorded: number[] = [];
  const track = new EchoReference({
    agentSound: (_, __, atMs) => recorded.push(atMs),
    agentCut: () => undefined,
    agentHeld: () => undefined,
    agentResumed: () => undefined,
  });
  const noises = new Interjections({
    provider: new RecordedMouth(recordedSentence('support-reset-password').slice(0, 16_000)),
    store: new PhraseStore(),
    transport: call,
    track,
    clock: call.clock,
    now: () => 1_000,
    signal: new AbortController().signal,
    loudness: 0.5,
  });
  await noises.prepare(['mm-hm'], { voiceId: undefined, language: 'en', speed: 1, preferredSampleRate: 16_000 });
  expect(noises.say(7, 0)).toBe('mm-hm');
  expect(recorded).toHaveLength(call.audio.length);
  const heard = new SoundRing(32_000);
  const said = Int16Array.from(call.audio.flatMap(({ frame }) => [...frame.pcm]));
  const firstMs = recorded[0] ?? 0;
  heard.push(amplified(said.slice(0, 9_600), -20), firstMs + 600 + 80);
  expect(track.likelihood(heard, 0)).toBeGreaterThan(0.6);
  expect(track.likelihood(ofSomebodyElse(firstMs + 680), 0)).toBeLessThan(0.6);
});

function ofSomebodyElse(atMs: number): SoundRing {
  const ring = new SoundRing(32_000);
  ring.push(recordedSentence('barge-in-wait').slice(0, 9_600), atMs);
  return ring;
}
