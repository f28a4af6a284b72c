import { describe, expect, it } from 'vitest';
import { checkPassword, hashPassword, isPassword } from './password';

describe('passwords', () => {
  it('are right when they are the same, however composed their letters are, and wrong otherwise', async () => {
    const stored = await hashPassword('correct horse café');
    expect(stored).toMatch(/^scrypt\$131072\$8\$1\$[\w-]{22}\$[\w-]{43}$/);
    expect(await isPassword('correct horse café', stored)).toBe(true);
    expect(await isPassword('correct horse cafe\u0301', stored)).toBe(true);
    expect(await isPassword('correct horse cafe', stored)).toBe(false);
    expect(await isPassword('', stored)).toBe(false);
  });

  it('are never right for someone who has none', async () => {
    expect(await isPassword('anything at all', null)).toBe(false);
    expect(await isPassword('', null)).toBe(false);
  });

  it('are hashed with a salt of their own each time', async () => {
    expect(await hashPassword('the same password')).not.toBe(await hashPassword('the same password'));
  });

  it('have at least ten characters', () => {
    expect(() => checkPassword('nine char')).toThrow('10 to 200');
    expect(() => checkPassword('ten charac')).not.toThrow();
    expect(() => checkPassword('x'.repeat(201))).toThrow();
  });
});
