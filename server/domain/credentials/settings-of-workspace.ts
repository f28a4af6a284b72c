import type { SealKeys, WorkspaceScope } from '../../auth/scope';
import type { ProviderSettings } from '../../providers/spec/provider-spec';
import { openCredential } from './open-credential';

/**
 * What the workspace has stored for each provider, in the clear, for the process that runs its conversations. One that cannot be opened is told to
 * `onUnreadable` and left out: the others must not suffer for it.
 */
export async function settingsOfWorkspace(
  scope: WorkspaceScope,
  keys: SealKeys,
  onUnreadable: (provider: string, error: unknown) => void,
): Promise<ReadonlyMap<string, ProviderSettings>> {
  const rows = await scope.db.providerCredential.findMany();
  const settings = new Map<string, ProviderSettings>();
  for (const row of rows) {
    try {
      const { open, secret } = openCredential(keys, row);
      settings.set(row.provider, { ...open, ...secret });
    } catch (error) {
      onUnreadable(row.provider, error);
    }
  }
  return settings;
}
