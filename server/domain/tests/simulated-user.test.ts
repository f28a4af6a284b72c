import { describe, expect, it } from 'vitest';
import type { TranscriptItem } from '../../contracts/conversation';
import type { GenerateRequest, LanguageModelProvider } from '../../providers/spec/language-model';
import { playedByModel, playedByScript } from './simulated-user';

const { signal } = new AbortController();

describe('a simulated user', () => {
  it('says the quoted sentences of a scenario in their order, then hangs up', async () => {
    const user = playedByScript('Ada asks “When do you open?” and then "Is it loud?"');
    expect([await user([], signal), await user([], signal), await user([], signal)]).toEqual(['When do you open?', 'Is it loud?', null]);
  });

  it('says the sentences themselves where none is quoted, its first message first', async () => {
    const user = playedByScript('I want a table. For two.', 'Hello');
    expect([await user([], signal), await user([], signal), await user([], signal), await user([], signal)]).toEqual([
      'Hello',
      'I want a table.',
      'For two.',
      null,
    ]);
  });

  it('is played by a model that sees the conversation from the other side', async () => {
    const asked: GenerateRequest[] = [];
    const model: LanguageModelProvider = {
      id: 'scripted',
      async *generate(request) {
        asked.push(request);
        yield { kind: 'text-delta', text: asked.length === 1 ? ' A table for two. ' : '<hangs up>' };
      },
    };
    const user = playedByModel(model, { scenario: 'You want a table.', language: 'en' });
    const transcript: TranscriptItem[] = [
      { role: 'agent', timeInCallSecs: 0, message: 'Hello?' },
      { role: 'user', timeInCallSecs: 1, message: 'Hi.' },
      { role: 'agent', timeInCallSecs: 2, message: 'What can I do?' },
    ];
    expect(await user(transcript, signal)).toBe('A table for two.');
    expect(asked[0]?.messages.slice(1)).toEqual([
      { role: 'user', content: 'Hello?' },
      { role: 'assistant', content: 'Hi.' },
      { role: 'user', content: 'What can I do?' },
    ]);
    expect(await user(transcript, signal)).toBeNull();
  });
});
