import { describe, expect, it } from 'vitest';
import { openSealed, sealKeys, sealSecret } from './seal';

const old = 'the-former-secret-of-this-installation-000';
const current = 'the-present-secret-of-this-installation-00';

describe('sealed secrets', () => {
  it('open to what was sealed, and never look the same twice', () => {
    const keys = sealKeys(current);
    const sealed = sealSecret(keys, '{"apiKey":"ключ 🔑"}', 'ws/openai');
    expect(openSealed(keys, sealed, 'ws/openai')).toEqual({ text: '{"apiKey":"ключ 🔑"}', isCurrent: true });
    expect(Buffer.from(sealed).equals(Buffer.from(sealSecret(keys, '{"apiKey":"ключ 🔑"}', 'ws/openai')))).toBe(false);
    expect(Buffer.from(sealed).includes('apiKey')).toBe(false);
  });

  it('open with a former secret while that is known, and say that they should be sealed anew', () => {
    const sealed = sealSecret(sealKeys(old), 'text', 'ws/openai');
    const both = sealKeys(current, [old]);
    expect(openSealed(both, sealed, 'ws/openai')).toEqual({ text: 'text', isCurrent: false });
    const anew = sealSecret(both, 'text', 'ws/openai');
    expect(openSealed(sealKeys(current), anew, 'ws/openai').isCurrent).toBe(true);
  });

  it('do not open with another secret, elsewhere, or when a single bit was changed', () => {
    const keys = sealKeys(current);
    const sealed = sealSecret(keys, 'text', 'ws/openai');
    expect(() => openSealed(sealKeys(old), sealed, 'ws/openai')).toThrow('another PARLEY_SECRET');
    expect(() => openSealed(keys, sealed, 'ws/groq')).toThrow('damaged or belongs elsewhere');
    for (let at = 0; at < sealed.length; at++) {
      const altered = Uint8Array.from(sealed);
      altered[at] = (altered[at] ?? 0) ^ 1;
      expect(() => openSealed(keys, altered, 'ws/openai'), `byte ${at}`).toThrow();
    }
    expect(() => openSealed(keys, new Uint8Array(3), 'ws/openai')).toThrow();
  });
});
