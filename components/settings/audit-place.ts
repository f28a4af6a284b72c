export interface AuditTarget {
  readonly action: string;
  readonly targetKind: string;
  readonly targetId: string;
}

/** Pages of things, and of lists for things that have none of their own. */
const pages: Readonly<Record<string, (id: string) => string>> = {
  agent: (id) => `/agents/${id}`,
  conversation: (id) => `/conversations/${id}`,
  knowledge: (id) => `/knowledge/${id}`,
  tool: (id) => `/tools/${id}`,
  'mcp-server': (id) => `/tools/mcp/${id}`,
  test: (id) => `/tests/${id}`,
  webhook: (id) => `/settings/webhooks/${id}`,
  secret: () => '/tools?tab=secrets',
  member: () => '/settings/members',
  invitation: () => '/settings/members',
  group: () => '/settings/members',
  'api-key': () => '/settings/api-keys',
  'service-account': () => '/settings/api-keys',
  credential: () => '/settings/providers',
  'environment-variable': () => '/settings/environment',
  'auth-connection': () => '/settings/environment',
};

/** Where what an entry is about can be seen, below the workspace; nothing for what is gone. */
export function auditPlace({ action, targetKind, targetId }: AuditTarget): string | undefined {
  if (/\.(deleted|revoked|erased)$/.test(action)) return undefined;
  return pages[targetKind]?.(encodeURIComponent(targetId));
}
