import { describe, expect, it } from 'vitest';
import { parseAgentConfig } from '../../contracts/agent-config';
import type { TranscriptItem } from '../../contracts/conversation';
import { type AccessWay, checkAccess, checkLimits, hostOf, rebuildTranscript, statusAfter, terminationSentence } from './rules';

const agent = (auth: object, callLimits: object = {}) => parseAgentConfig({ platformSettings: { auth, callLimits } });
const outcome = (check: () => void): string => {
  try {
    check();
    return 'ok';
  } catch (thrown) {
    return (thrown as { code: string }).code;
  }
};

describe('who may start', () => {
  const open = agent({});
  const closed = agent({ enableAuth: true });
  const listed = agent({ allowlist: [{ hostname: 'example.com' }, { hostname: 'localhost:3000' }] });
  const strict = agent({ allowlist: [{ hostname: 'example.com' }], requireOriginHeader: true });
  const closedAndListed = agent({ enableAuth: true, allowlist: [{ hostname: 'example.com' }] });

  it.each<[string, ReturnType<typeof agent>, AccessWay, string | undefined, string]>([
    ['anyone, a public agent', open, 'public', undefined, 'ok'],
    ['anyone, an agent that needs authorization', closed, 'public', undefined, 'unauthenticated'],
    ['a signed URL, an agent that needs authorization', closed, 'signed-url', undefined, 'ok'],
    ['an API key, an agent that needs authorization', closed, 'api-key', undefined, 'ok'],
    ['a member, an agent that needs authorization', closed, 'member', undefined, 'ok'],
    ['a listed host', listed, 'public', 'https://example.com', 'ok'],
    ['a listed host in other letters', listed, 'public', 'https://EXAMPLE.com', 'ok'],
    ['a listed host with its port', listed, 'public', 'http://localhost:3000', 'ok'],
    ['a listed host with another port', listed, 'public', 'http://localhost:3001', 'forbidden'],
    ['a listed host with a port it was not listed with', listed, 'public', 'https://example.com:8443', 'forbidden'],
    ['a subdomain of a listed host', listed, 'public', 'https://www.example.com', 'forbidden'],
    ['a host that ends like a listed one', listed, 'public', 'https://notexample.com', 'forbidden'],
    ['a page without an origin', listed, 'public', 'null', 'forbidden'],
    ['no Origin header, where it is not required', listed, 'public', undefined, 'ok'],
    ['no Origin header, where it is required', strict, 'public', undefined, 'forbidden'],
    ['a signed URL from a host that is not listed', closedAndListed, 'signed-url', 'https://evil.example', 'forbidden'],
    ['a signed URL from a listed host', closedAndListed, 'signed-url', 'https://example.com', 'ok'],
    ['a member from our own pages', strict, 'member', 'http://127.0.0.1:3000', 'ok'],
  ])('%s', (_, config, way, origin, expected) => {
    expect(outcome(() => checkAccess(config, way, origin))).toBe(expected);
  });

  it('reads the host of an origin as browsers send it', () => {
    expect(hostOf('https://example.com')).toBe('example.com');
    expect(hostOf('https://example.com:443')).toBe('example.com');
    expect(hostOf('null')).toBeUndefined();
    expect(hostOf('garbage')).toBeUndefined();
  });
});

describe('how many at once and a day', () => {
  it.each([
    [{ agentConcurrencyLimit: -1, dailyLimit: -1 }, { running: 999, lastDay: 999_999 }, 'ok'],
    [{ agentConcurrencyLimit: 2 }, { running: 1, lastDay: 1 }, 'ok'],
    [{ agentConcurrencyLimit: 2 }, { running: 2, lastDay: 2 }, 'conversation_limit'],
    [{ agentConcurrencyLimit: 0 }, { running: 0, lastDay: 0 }, 'conversation_limit'],
    [{ dailyLimit: 3 }, { running: 0, lastDay: 3 }, 'conversation_limit'],
  ])('%j with %j: %s', (limits, load, expected) => {
    expect(outcome(() => checkLimits(agent({}, limits), load))).toBe(expected);
  });
});

describe('the end', () => {
  it('is a failure when it was ours', () => {
    expect(statusAfter('participant-left')).toBe('done');
    expect(statusAfter('host-drained')).toBe('done');
    expect(statusAfter('host-crashed')).toBe('failed');
    expect(statusAfter('provider-failed')).toBe('failed');
  });

  it('is told in a sentence', () => {
    expect(terminationSentence(null, null)).toBe('');
    expect(terminationSentence('provider-failed', 'deepgram answered 500')).toBe('A speech or language provider failed: deepgram answered 500');
    expect(terminationSentence('something-newer', null)).toBe('something-newer');
  });
});

describe('rebuildTranscript', () => {
  const item = (message: string): TranscriptItem => ({ role: 'user', timeInCallSecs: 0, message });

  it('puts each item where its last event says, and passes over what is no item', () => {
    const events = [
      { kind: 'transcript-item', data: { index: 1, item: item('second') } },
      { kind: 'speech-started', data: {} },
      { kind: 'transcript-item', data: { index: 0, item: item('first, corrected') } },
      { kind: 'transcript-item', data: { index: 7, item: item('out of place') } },
      { kind: 'transcript-item', data: {} },
    ];
    expect(rebuildTranscript([item('first')], events).map((entry) => entry.message)).toEqual(['first, corrected', 'second']);
  });
});
