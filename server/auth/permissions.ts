import { type Permission, type Role, rolePermissions } from '../contracts/roles';

/** What a caller with an API key may do: run agents and read what came of it, but not the keys to the house. */
export const apiKeyPermissions: readonly Permission[] = [
  'agents:read',
  'agents:write',
  'agents:admin',
  'conversations:read',
  'conversations:write',
  'conversations:start',
  'knowledge:read',
  'knowledge:write',
  'workspace:read',
  'tools:read',
  'tools:write',
  'secrets:read',
  'secrets:write',
  'webhooks:read',
  'webhooks:write',
];

/** What someone who holds a conversation's proof may do within that workspace: that one conversation. */
export const participantPermissions: readonly Permission[] = ['conversations:start'];

/** What a single-use token opens speech with: voices and ears, nothing that is written down. */
export const speechTokenPermissions: readonly Permission[] = ['agents:read'];

export function permissionsOfRole(role: Role): ReadonlySet<Permission> {
  return new Set(rolePermissions[role]);
}
