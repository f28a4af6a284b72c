// Every page loads this: no library here.

export const roles = ['owner', 'admin', 'editor', 'viewer'] as const;
export type Role = (typeof roles)[number];

export const permissions = [
  'agents:read',
  'agents:write',
  'agents:admin',
  'conversations:read',
  'conversations:write',
  'conversations:start',
  'knowledge:read',
  'knowledge:write',
  'api-keys:read',
  'api-keys:write',
  'credentials:read',
  'credentials:write',
  'members:read',
  'members:write',
  'workspace:read',
  'workspace:write',
  'audit-log:read',
  'tools:read',
  'tools:write',
  'secrets:read',
  'secrets:write',
  'webhooks:read',
  'webhooks:write',
] as const;
export type Permission = (typeof permissions)[number];

const readOnly: readonly Permission[] = [
  'agents:read',
  'tools:read',
  'conversations:read',
  'conversations:start',
  'knowledge:read',
  'members:read',
  'workspace:read',
];
const editing: readonly Permission[] = [
  ...readOnly,
  'agents:write',
  'tools:write',
  'secrets:read',
  'conversations:write',
  'knowledge:write',
  'credentials:read',
  'api-keys:read',
];
const administering: readonly Permission[] = [
  ...editing,
  'agents:admin',
  'api-keys:write',
  'credentials:write',
  'secrets:write',
  'members:write',
  'audit-log:read',
  'workspace:write',
  'webhooks:read',
  'webhooks:write',
];

/** Role → what it may do. The dashboard's table of roles is drawn from this. Only an owner may change or remove an owner; `members` rules check that. */
export const rolePermissions: Readonly<Record<Role, readonly Permission[]>> = {
  owner: permissions,
  admin: administering,
  editor: editing,
  viewer: readOnly,
};
