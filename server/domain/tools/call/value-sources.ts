import type { SealKeys, WorkspaceScope } from '../../../auth/scope';
import type { AuthConnectionConfig } from '../../../contracts/auth-connection';
import type { AuthLocator } from '../../../contracts/tool-config';
import { AppError } from '../../../lib/app-error';
import { openConnection } from '../../auth-connections/split-config';
import { valueIn } from '../../environment-variables/rules';
import { secretText } from '../../secrets/secret-text';

export interface SourcedText {
  readonly text: string;
  readonly isSecret: boolean;
}

export interface SourcedConnection {
  readonly id: string;
  /** Changes with the connection, so that tokens of what it was are not used. */
  readonly key: string;
  readonly config: AuthConnectionConfig;
}

/** Where calls get what their tool only names. Throws `not_found` when it is not there. */
export interface ValueSources {
  secret(secretId: string): Promise<string>;
  environmentValue(label: string): Promise<SourcedText>;
  connection(locator: AuthLocator): Promise<SourcedConnection>;
  noteConnection(connectionId: string, status: 'active' | 'credential_invalid', detail: string | null): Promise<void>;
}

/** What the workspace has stored, as it stands in one environment. */
export function storedValues(scope: WorkspaceScope, keys: SealKeys, environment: string): ValueSources {
  const { db } = scope;

  async function secret(secretId: string): Promise<string> {
    const text = await secretText(scope, keys, secretId);
    if (text === undefined) throw new AppError('not_found', 'A secret that the tool uses does not exist any more.');
    return text;
  }

  async function variable(label: string) {
    const row = await db.environmentVariable.findFirst({ where: { label } });
    const value = row === null ? undefined : valueIn(row.values as Record<string, string>, environment);
    if (row === null || value === undefined) throw new AppError('not_found', `The environment variable ${label} has no value.`);
    return { type: row.type, value };
  }

  return {
    secret,
    async environmentValue(label) {
      const { type, value } = await variable(label);
      if (type === 'auth_connection') throw new AppError('bad_request', `The environment variable ${label} is an auth connection and cannot be used as text.`);
      return type === 'secret' ? { text: await secret(value), isSecret: true } : { text: value, isSecret: false };
    },
    async connection(locator) {
      const id = 'authConnectionId' in locator ? String(locator.authConnectionId) : (await variable(locator.envVarLabel)).value;
      const row = await db.authConnection.findFirst({ where: { id } });
      if (row === null) throw new AppError('not_found', 'The auth connection that the tool uses does not exist any more.');
      return { id: row.id, key: `${row.id} ${row.updatedAt.getTime()}`, config: openConnection(keys, row) };
    },
    async noteConnection(connectionId, status, detail) {
      await db.authConnection.updateMany({
        // Told once when it changes; `updatedAt` stays, since nothing of the connection itself did.
        where: { id: connectionId, status: { not: status } },
        data: { status, statusDetail: detail, statusUpdatedAt: new Date() },
      });
    },
  };
}
