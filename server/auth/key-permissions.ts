import { type Permission, permissions } from '../contracts/roles';
import { apiKeyPermissions } from './permissions';

/** What a word of the public API opens here. Words that name what there is none of here open nothing. */
const opened: Readonly<Record<string, readonly Permission[]>> = {
  text_to_speech: ['agents:read'],
  speech_to_text: ['agents:read'],
  models_read: ['agents:read'],
  voices_read: ['agents:read'],
  voices_write: ['agents:read', 'agents:write'],
  pronunciation_dictionaries_read: ['agents:read'],
  pronunciation_dictionaries_write: ['agents:read', 'agents:write'],
  user_read: ['workspace:read'],
  workspace_read: ['workspace:read', 'members:read'],
  workspace_write: ['workspace:read', 'workspace:write'],
  workspace_members_read: ['members:read'],
  workspace_members_invite: ['members:read', 'members:write'],
  workspace_members_remove: ['members:read', 'members:write'],
  group_members_manage: ['members:read', 'members:write'],
  service_account_write: ['api-keys:read', 'api-keys:write'],
  create_user_api_key: ['api-keys:read', 'api-keys:write'],
  webhooks_write: ['workspace:read', 'workspace:write'],
  audit_log_read: ['audit-log:read'],
  convai_read: ['agents:read', 'conversations:read', 'tools:read', 'secrets:read', 'workspace:read'],
  convai_write: apiKeyPermissions,
};

/** What a key may do that was given these words; none were given to most keys, which may do what keys do. */
export function permissionsOfKey(words: readonly string[]): ReadonlySet<Permission> {
  if (words.length === 0) return new Set(apiKeyPermissions);
  if (words.includes('all')) return new Set(permissions);
  return new Set(words.flatMap((word) => opened[word] ?? []));
}
