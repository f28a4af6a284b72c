import { describe, expect, it } from 'vitest';
import { ScriptedConversation } from './testing/run-scripted';

describe('the way it is said', () => {
  it('K1, K3 a label is spoken by its voice and appears nowhere in writing', async () => {
    const call = new ScriptedConversation({
      firstMessage: 'He said <Maria>come in</Maria> and smiled.',
      config: { conversationConfig: { tts: { voiceId: 'own', supportedVoices: [{ label: 'Maria', voiceId: 'v2', speed: 0.9 }] } } },
    });
    await call.silence(6_000);
    expect(call.said()).toEqual(['He said come in and smiled.']);
    expect(call.mouth.spoken.map((text) => text.trim())).toEqual(['He said', 'come in', 'and smiled.']);
    expect(call.mouth.opened.map(({ voiceId, speed }) => [voiceId, speed])).toEqual([
      ['own', 1],
      ['v2', 0.9],
    ]);
    expect(call.of('response-text').every(({ text }) => !text.includes('<'))).toBe(true);
  });

  it('K1, H1 of an answer with markup, just the words that were heard are kept', async () => {
    const call = new ScriptedConversation({ firstMessage: 'One two three. <pause 100ms/><em>Four</em> five six seven eight nine ten.' });
    await call.silence(2_000);
    await call.speak('stop please', 700);
    await call.silence(2_000);
    expect(call.said()[0]).toMatch(/^One two three\. Four/u);
    expect(call.said()[0]).not.toContain('ten');
  });

  it('K5 the voice gets the alias, the transcript what was written', async () => {
    const call = new ScriptedConversation({
      firstMessage: 'Call the HMRC now.',
      pronunciation: [{ type: 'alias', stringToReplace: 'HMRC', alias: 'revenue service' }],
    });
    await call.silence(5_000);
    expect(call.mouth.spoken.join('')).toBe('Call the revenue service now.');
    expect(call.said()).toEqual(['Call the HMRC now.']);
  });

  it('K1 a text conversation has the words alone as well', async () => {
    const call = new ScriptedConversation({
      firstMessage: 'Hello. <pause/> How are you?',
      config: { conversationConfig: { conversation: { textOnly: true } } },
    });
    await call.clock.advance(100);
    expect(call.said()).toEqual(['Hello. How are you?']);
  });
});
