import { describe, expect, it } from 'vitest';
import { auditPlace } from './audit-place';

describe('auditPlace', () => {
  it('leads to the page of a thing, or to the list it stands in', () => {
    expect(auditPlace({ action: 'agent.updated', targetKind: 'agent', targetId: 'agent_1' })).toBe('/agents/agent_1');
    expect(auditPlace({ action: 'credential.saved', targetKind: 'credential', targetId: 'openai' })).toBe('/settings/providers');
    expect(auditPlace({ action: 'tool.created', targetKind: 'tool', targetId: 'a/b' })).toBe('/tools/a%2Fb');
  });

  it('leads nowhere for what is gone or has no place', () => {
    expect(auditPlace({ action: 'agent.deleted', targetKind: 'agent', targetId: 'agent_1' })).toBeUndefined();
    expect(auditPlace({ action: 'usage-price.changed', targetKind: 'usage-price', targetId: 'x' })).toBeUndefined();
  });
});
