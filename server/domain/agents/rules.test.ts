import { describe, expect, it } from 'vitest';
import { AppError } from '../../lib/app-error';
import { changeConfig, isSameConfig, mergeDocument } from './rules';

describe('mergeDocument', () => {
  it('merges objects member by member, replaces arrays and plain values, and takes away what is null', () => {
    const current = { a: { b: 1, c: [1, 2], d: 'x' }, e: 1 };
    expect(mergeDocument(current, { a: { b: 2, c: [3], d: null }, f: { g: 1 } })).toEqual({ a: { b: 2, c: [3] }, e: 1, f: { g: 1 } });
    expect(current).toEqual({ a: { b: 1, c: [1, 2], d: 'x' }, e: 1 });
  });

  it('replaces a plain value by an object and the other way round', () => {
    expect(mergeDocument({ a: 1, b: { c: 1 } }, { a: { c: 1 }, b: 2 })).toEqual({ a: { c: 1 }, b: 2 });
  });

  it('leaves alone what is undefined, and makes nobody a prototype', () => {
    expect(mergeDocument({ a: 1 }, { a: undefined })).toEqual({ a: 1 });
    mergeDocument({}, JSON.parse('{"__proto__":{"polluted":true}}'));
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('changeConfig', () => {
  it('fills every default, gives a cleared member its default again, and keeps what it does not know', () => {
    const config = changeConfig(undefined, { conversationConfig: { agent: { language: 'es' }, novelty: { deep: 1 } } });
    expect(config.conversationConfig.agent.language).toBe('es');
    expect(config.conversationConfig.turn.turnTimeout).toBe(7);
    expect(config.conversationConfig['novelty']).toEqual({ deep: 1 });
    expect(changeConfig(config, { conversationConfig: { agent: { language: null } } }).conversationConfig.agent.language).toBe('en');
  });

  it('says where a value is wrong', () => {
    const attempt = () => changeConfig(undefined, { conversationConfig: { tts: { speed: 3 } } });
    expect(attempt).toThrow(AppError);
    try {
      attempt();
    } catch (thrown) {
      expect(thrown).toMatchObject({ code: 'invalid_input', path: ['conversationConfig', 'tts', 'speed'] });
    }
  });

  it('sees that nothing changed', () => {
    const config = changeConfig(undefined, {});
    expect(isSameConfig(config, changeConfig(config, { conversationConfig: { agent: { language: 'en' } } }))).toBe(true);
    expect(isSameConfig(config, changeConfig(config, { conversationConfig: { agent: { language: 'de' } } }))).toBe(false);
  });
});
