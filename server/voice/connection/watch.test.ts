import { describe, expect, it } from 'vitest';
import { ScriptedConversation } from '../testing/run-scripted';

/** The line stalls for 400 ms in every second, then all that waited comes at once. */
async function badLine(call: ScriptedConversation, seconds: number): Promise<void> {
  for (let i = 0; i < seconds; i++) {
    await call.silence(600);
    await call.clock.advance(400);
    for (let sent = 0; sent < 400; sent += 32) call.send({ kind: 'audio-in', pcm: new Int16Array(512) });
  }
}

describe('the line of a conversation', () => {
  it('Q1 is told of once it is known, when it changes, and every ten seconds', async () => {
    const call = new ScriptedConversation();
    await call.silence(12_500);
    expect(call.of('connection-quality').map(({ level }) => level)).toEqual(['good', 'good']);
    await badLine(call, 6);
    expect(call.of('connection-quality').at(-1)?.level).toBe('poor');
    for (let i = 0; i < 4; i++) call.send({ kind: 'round-trip', ms: 80 });
    await call.silence(6_000);
    expect(call.of('connection-quality').at(-1)).toMatchObject({ level: 'good', roundTripMs: 80 });
  });

  it('Q2 a turn on a bad line is given more time to go on, and the transport more lead', async () => {
    const answeredAfter = async (spoil: boolean): Promise<number> => {
      const call = new ScriptedConversation();
      const leads: number[] = [];
      call.adaptTo = (extraLeadMs) => leads.push(extraLeadMs);
      if (spoil) await badLine(call, 6);
      else await call.silence(6_000);
      await call.speak('good morning to you');
      const spokenMs = call.clock.nowMs();
      await call.silence(2_000);
      const commit = call.events.find(({ event }) => event.kind === 'transcription-final');
      expect(Math.max(...leads) > 0).toBe(spoil);
      return (commit?.atMs ?? Number.NaN) - spokenMs;
    };
    const [good, bad] = [await answeredAfter(false), await answeredAfter(true)];
    expect(bad - good).toBeGreaterThanOrEqual(60);
    expect(bad - good).toBeLessThanOrEqual(400);
  });
});
