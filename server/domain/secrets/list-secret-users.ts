import type { WorkspaceScope } from '../../auth/scope';
import { type Dependent, dependentAgents, dependentTools, type PageInput, referencesTo } from '../dependents';
import type { Page } from '../pagination';
import { findSecret } from './get-secret';

export type SecretUserKind = 'tools' | 'agents';

/** What uses a secret, of one kind, in pages. Throws `not_found`. */
export async function listSecretUsers(
  scope: WorkspaceScope,
  input: PageInput & { readonly secretId: string; readonly kind: SecretUserKind },
): Promise<Page<Dependent>> {
  scope.may('secrets:read');
  await findSecret(scope.db, input.secretId);
  const references = await referencesTo(scope, input.secretId);
  return input.kind === 'tools' ? dependentTools(scope, references, input) : dependentAgents(scope, references, input);
}
