import { describe, expect, it } from 'vitest';
import { applyChanges, changesBetween, listChanges } from './document-changes';

const base = { agent: { prompt: 'Hello', language: 'en', hints: ['a', 'b'] }, tts: { speed: 1, voice: null } };

describe('the changes between two documents', () => {
  it('hold only what differs', () => {
    expect(changesBetween(base, { ...base, tts: { speed: 1.1, voice: null } })).toEqual({ tts: { speed: 1.1 } });
  });

  it('hold a changed list as a whole', () => {
    expect(changesBetween(base, { ...base, agent: { ...base.agent, hints: ['a'] } })).toEqual({ agent: { hints: ['a'] } });
  });

  it('are nothing for equal documents, also when one leaves out what the other has as null', () => {
    expect(changesBetween(base, { ...base, tts: { speed: 1 } })).toBeUndefined();
  });

  it('take a member away by null', () => {
    expect(changesBetween(base, { agent: { prompt: 'Hello', hints: ['a', 'b'] }, tts: base.tts })).toEqual({ agent: { language: null } });
  });

  it('laid over the first document give the second', () => {
    const after = { agent: { prompt: 'Bye', language: 'es', hints: [] }, tts: { speed: 0.9, voice: 'x' } };
    expect(applyChanges(base, changesBetween(base, after))).toEqual(after);
  });

  it('laid over a third document keep what others changed there', () => {
    const mine = changesBetween(base, { ...base, tts: { ...base.tts, speed: 0.8 } });
    const theirs = { ...base, agent: { ...base.agent, prompt: 'Theirs' } };
    expect(applyChanges(theirs, mine)).toEqual({ agent: { ...base.agent, prompt: 'Theirs' }, tts: { speed: 0.8, voice: null } });
  });

  it('are listed one by one with their paths', () => {
    expect(listChanges(base, { agent: { ...base.agent, prompt: 'Bye' }, tts: { speed: 2, voice: null } })).toEqual([
      { path: ['agent', 'prompt'], before: 'Hello', after: 'Bye' },
      { path: ['tts', 'speed'], before: 1, after: 2 },
    ]);
  });
});
