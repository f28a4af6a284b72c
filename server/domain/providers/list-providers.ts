import type { WorkspaceScope } from '../../auth/scope';
import type { Catalogue, ProviderDescription } from './catalogue';

export interface ProviderView extends ProviderDescription {
  /** Where its settings come from; null: it needs some and has none. */
  readonly configured: 'workspace' | 'environment' | null;
  readonly credentialId: string | null;
}

/** Every provider of this installation, and how this workspace can use it. */
export async function listProviders(scope: WorkspaceScope, catalogue: Catalogue): Promise<readonly ProviderView[]> {
  scope.may('agents:read');
  const [providers, credentials] = await Promise.all([catalogue.providers(), scope.db.providerCredential.findMany({ select: { id: true, provider: true } })]);
  const idOf = new Map(credentials.map(({ id, provider }) => [provider, id]));
  return providers.map((provider) => {
    const credentialId = idOf.get(provider.name) ?? null;
    const configured = credentialId !== null ? 'workspace' : provider.isReadyByEnvironment ? 'environment' : null;
    return { ...provider, configured, credentialId };
  });
}
