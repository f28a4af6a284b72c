import { describe, expect, it } from 'vitest';
import { type ConversationClaim, createConversationSignature, verifyConversationSignature } from './conversation-token';

const secret = 'a-secret-for-tests-that-is-long-enough';
const claim: ConversationClaim = {
  agentId: 'agent_1',
  workspaceId: 'ws_1',
  conversationId: 'conv_1',
  versionId: undefined,
  purpose: 'signed-url',
  expiresAtMs: 1_000_000,
};

describe('conversation signatures', () => {
  it('give back what was signed, and fit into a URL as they are', () => {
    const signature = createConversationSignature(secret, claim);
    expect(encodeURIComponent(signature)).toBe(signature);
    expect(verifyConversationSignature(secret, signature, 999_999)).toEqual(claim);
  });

  it('are over at their time', () => {
    const signature = createConversationSignature(secret, claim);
    expect(() => verifyConversationSignature(secret, signature, 1_000_000)).toThrow('expired');
  });

  it('are refused when altered, cut, made with another secret, or nonsense', () => {
    const signature = createConversationSignature(secret, claim);
    const [body = '', mac = ''] = signature.split('.');
    const forged = Buffer.from(Buffer.from(body, 'base64url').toString().replace('agent_1', 'agent_2')).toString('base64url');
    for (const bad of [`${forged}.${mac}`, body, `${body}.`, `${signature}.x`, '', 'a.b', createConversationSignature('another secret', claim)]) {
      expect(() => verifyConversationSignature(secret, bad, 0), bad).toThrow('not valid');
    }
  });
});
