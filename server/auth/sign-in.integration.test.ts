import { encode } from 'next-auth/jwt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeDatabase, type Database, openDatabase } from '../db/client';
import { createTestDatabase } from '../testing/database';
import { makeUser, makeWorkspace } from '../testing/factories';
import { testSecret } from '../testing/services';
import { changePassword } from './account';
import { makeOneTimeToken } from './one-time-link';
import { countAttempt } from './rate-limit';
import { scopeForApiKey } from './scope';
import { sessionFromCookieHeader, sessionSecret } from './session-cookie';
import { signInWithOneTimeToken, signInWithPassword } from './sign-in';

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;

beforeAll(async () => {
  test = await createTestDatabase();
  db = openDatabase(test.url);
});

afterAll(async () => {
  await closeDatabase(db);
  await test.drop();
});

describe('a password', () => {
  it('signs its owner in, whatever the case of the e-mail, and nobody else', async () => {
    const user = await makeUser(db, { email: 'ada@example.com', password: 'correct horse' });
    expect(await signInWithPassword(db, { email: ' Ada@Example.com', password: 'correct horse', ip: '1' })).toMatchObject({ id: user.id });
    expect(await signInWithPassword(db, { email: 'ada@example.com', password: 'wrong horse!', ip: '1' })).toBeNull();
    expect(await signInWithPassword(db, { email: 'nobody@example.com', password: 'correct horse', ip: '1' })).toBeNull();
  });

  it('is not tried for ever: the eleventh time in a quarter of an hour is refused, the right one too', async () => {
    await makeUser(db, { email: 'eve@example.com', password: 'correct horse' });
    const now = Math.floor(Date.now() / 900_000) * 900_000;
    const key = 'sign-in:email:eve@example.com';
    await db.rateLimitWindow.create({ data: { key, startsAt: new Date(now), expiresAt: new Date(now + 900_000), count: 10 } });
    await expect(signInWithPassword(db, { email: 'eve@example.com', password: 'correct horse', ip: '2' })).rejects.toMatchObject({ code: 'rate_limited' });
  });

  it('that was changed ends every session', async () => {
    const user = await makeUser(db, { password: 'correct horse' });
    const token = await encode({ token: { userId: user.id, sessionVersion: 0 }, secret: sessionSecret(testSecret) });
    const cookie = `theme=dark; next-auth.session-token=${token}`;
    expect(await sessionFromCookieHeader(db, cookie, testSecret)).toMatchObject({ userId: user.id, email: user.email });
    await expect(changePassword(db, user.id, { current: 'wrong horse!', next: 'another horse' })).rejects.toMatchObject({ code: 'invalid_input' });
    await changePassword(db, user.id, { current: 'correct horse', next: 'another horse' });
    expect(await sessionFromCookieHeader(db, cookie, testSecret)).toBeNull();
    expect(await signInWithPassword(db, { email: user.email, password: 'another horse', ip: '3' })).toMatchObject({ sessionVersion: 1 });
  });
});

describe('a session cookie', () => {
  it('is read when it was cut into pieces, and not when it was made with another secret or is nonsense', async () => {
    const user = await makeUser(db);
    const token = await encode({ token: { userId: user.id, sessionVersion: 0 }, secret: sessionSecret(testSecret) });
    const pieces = `__Secure-next-auth.session-token.0=${token.slice(0, 50)}; __Secure-next-auth.session-token.1=${token.slice(50)}`;
    expect((await sessionFromCookieHeader(db, pieces, testSecret))?.userId).toBe(user.id);
    const foreign = await encode({ token: { userId: user.id, sessionVersion: 0 }, secret: sessionSecret('another secret') });
    for (const bad of [undefined, null, '', 'next-auth.session-token=', 'next-auth.session-token=abc', `next-auth.session-token=${foreign}`]) {
      expect(await sessionFromCookieHeader(db, bad, testSecret)).toBeNull();
    }
  });
});

describe('a one-time link', () => {
  it('works once, for its person, also when two use it at the same moment', async () => {
    const user = await makeUser(db);
    const token = await makeOneTimeToken(db, user.id);
    const both = await Promise.all([1, 2].map(() => signInWithOneTimeToken(db, { token, ip: '4' })));
    expect(both.map((found) => found?.id).filter((id) => id !== undefined)).toEqual([user.id]);
    expect(await signInWithOneTimeToken(db, { token, ip: '4' })).toBeNull();
  });

  it('is over after a day', async () => {
    const user = await makeUser(db);
    const token = await makeOneTimeToken(db, user.id, new Date(Date.now() - 24 * 60 * 60_000 - 1000));
    expect(await signInWithOneTimeToken(db, { token, ip: '5' })).toBeNull();
  });

  it('is not kept in the clear', async () => {
    const user = await makeUser(db);
    const token = await makeOneTimeToken(db, user.id);
    expect(JSON.stringify(await db.verificationToken.findMany())).not.toContain(token);
  });
});

describe('a rate limit', () => {
  it('counts attempts of the same moment one by one', async () => {
    const now = new Date();
    const limit = { key: 'together', most: 5, windowMs: 60_000 };
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => countAttempt(db, [limit], now)));
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(5);
  });

  it('begins anew with the next window, and forgets those that are over', async () => {
    const start = new Date(1_800_000_000_000);
    const limit = { key: 'windows', most: 1, windowMs: 60_000 };
    await countAttempt(db, [limit], start);
    await expect(countAttempt(db, [limit], start)).rejects.toMatchObject({ code: 'rate_limited' });
    const later = new Date(start.getTime() + 60_000);
    await countAttempt(db, [limit], later);
    expect(await db.rateLimitWindow.count({ where: { key: 'windows', startsAt: { lt: later } } })).toBe(0);
  });
});

describe('an API key', () => {
  it('opens its workspace until it is revoked, and notes its use at most once a minute', async () => {
    const { id, apiKey, apiKeyId } = await makeWorkspace(db);
    expect((await scopeForApiKey(db, apiKey)).workspaceId).toBe(id);
    const first = (await db.apiKey.findUniqueOrThrow({ where: { id: apiKeyId } })).lastUsedAt;
    expect(first).not.toBeNull();
    await scopeForApiKey(db, apiKey);
    expect((await db.apiKey.findUniqueOrThrow({ where: { id: apiKeyId } })).lastUsedAt).toEqual(first);
    await db.apiKey.update({ where: { id: apiKeyId }, data: { revokedAt: new Date() } });
    await expect(scopeForApiKey(db, apiKey)).rejects.toMatchObject({ code: 'invalid_api_key' });
  });
});
