import { describe, expect, it } from 'vitest';
import { PhraseStore } from './speech/phrase-store';
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

describe('listening noises of the agent', () => {
  const listener = { parley: { speaking: { backchannels: { enabled: true, afterSeconds: 3, minGapSeconds: 6 } } } };

  async function tell(call: ScriptedConversation, words: string, ms = 3_500): Promise<void> {
    call.ear.words = words;
    const speaking = call.sound(ms, true);
    call.ear.partial(words);
    await speaking;
    call.ear.partial(words);
    await call.silence(64);
  }

  it('A1, A2 one is said in a pause of a long turn, quietly, and is no part of the conversation', async () => {
    const call = new ScriptedConversation({ config: listener });
    await call.silence(500);
    await tell(call, 'I went to the shop yesterday.');
    expect(call.of('backchannel-spoken')).toHaveLength(1);
    const [noise] = call.of('backchannel-spoken');
    expect(call.soundSentMs(noise?.turnId ?? -1)).toBeGreaterThan(100);
    expect(Math.max(...call.audio.flatMap(({ frame }) => [...frame.pcm]))).toBeLessThanOrEqual(250);
    await call.silence(3_000);
    expect(call.said()).toEqual(['Fine.']);
    expect(JSON.stringify(call.model.requests[0]?.messages)).not.toContain(noise?.text);
  });

  it('A1 never on top of a question, in the middle of a number, without words, or twice in a short time', async () => {
    for (const words of ['Could you tell me what it costs', 'My number is five five two', '']) {
      const call = new ScriptedConversation({ config: listener });
      await call.silence(500);
      await tell(call, words);
      expect(call.of('backchannel-spoken')).toEqual([]);
    }
    const call = new ScriptedConversation({ config: listener });
    await call.silence(500);
    await tell(call, 'I went to the shop yesterday.');
    await tell(call, 'I went to the shop yesterday. Then I saw it.', 2_000);
    expect(call.of('backchannel-spoken')).toHaveLength(1);
    await tell(call, 'I went to the shop yesterday. Then I saw it. It was green.', 5_000);
    expect(call.of('backchannel-spoken')).toHaveLength(2);
  });

  it('A1 is off unless the agent says otherwise', async () => {
    const call = new ScriptedConversation();
    await call.silence(500);
    await tell(call, 'I went to the shop yesterday.', 6_000);
    expect(call.of('backchannel-spoken')).toEqual([]);
  });
});

describe('phrases made ahead', () => {
  it('R7 the apology is heard although no voice answers any more', async () => {
    const phrases = new PhraseStore();
    const call = new ScriptedConversation({ phrases, firstMessage: 'Hi.' });
    await call.silence(3_000);
    call.mouth.failure = new Error('the voice is gone');
    await call.speak('hello there');
    await call.silence(8_000);
    const apology = call.of('response-ended').find(({ trigger }) => trigger === 'fallback');
    expect(apology?.heardText).toContain('Sorry');
    expect(call.soundSentMs(apology?.responseId ?? -1)).toBeGreaterThan(1_000);
  });
});

describe('languages and pace', () => {
  const bilingual = {
    conversationConfig: {
      agent: { language: 'en' },
      tts: { voiceId: 'english' },
      languagePresets: { es: { overrides: { tts: { voiceId: 'spanish' } } } },
    },
    parley: { speaking: { followsLanguage: true } },
  };

  it('L2 recogniser, voice, answer and turn-taking follow into the participant’s language together', async () => {
    const call = new ScriptedConversation({ config: bilingual });
    await call.silence(500);
    expect(call.ear.opened[0]).toMatchObject({ language: 'en', otherLanguages: ['es'] });
    await call.speak('Hola, quería reservar una mesa para esta noche.');
    await call.silence(4_000);
    expect(call.of('language-changed')).toEqual([{ kind: 'language-changed', from: 'en', to: 'es', by: 'detection' }]);
    expect(call.mouth.opened.map(({ voiceId, language }) => [voiceId, language])).toEqual([
      ['english', 'en'],
      ['spanish', 'es'],
    ]);
    expect(call.ear.opened.at(-1)).toMatchObject({ language: 'es', otherLanguages: ['en'] });
    expect(call.model.requests.at(-1)?.language).toBe('es');
    expect(call.said()).toEqual(['Fine.']);
  });

  it('L2 stays where it is for an agent that does not follow, and for a word of another language', async () => {
    const call = new ScriptedConversation({ config: { ...bilingual, parley: {} } });
    await call.silence(500);
    await call.speak('Hola, quería reservar una mesa para esta noche.');
    await call.silence(4_000);
    const follower = new ScriptedConversation({ config: bilingual });
    await follower.silence(500);
    await follower.speak('A table at Casa Mono, gracias.');
    await follower.silence(4_000);
    expect([...call.of('language-changed'), ...follower.of('language-changed')]).toEqual([]);
  });

  it('G1 the next answer is spoken at the participant’s pace, half of the way', async () => {
    const call = new ScriptedConversation({ config: { parley: { speaking: { matchesPace: true } } } });
    await call.silence(500);
    await call.speak('one two three four five six seven eight nine ten', 3_000);
    await call.silence(3_000);
    expect(call.of('pace-changed')).toHaveLength(1);
    expect(call.mouth.opened.at(-1)?.speed).toBeGreaterThan(1.04);
    expect(call.said()).toEqual(['Fine.']);
  });
});
