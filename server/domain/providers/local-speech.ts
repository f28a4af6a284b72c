import type { WorkspaceScope } from '../../auth/scope';
import type { Catalogue, LocalSpeech } from './catalogue';

/** How this machine hears and speaks a language by itself: its tiers, best first, and the models it has or is fetching. */
export async function getLocalSpeech(scope: WorkspaceScope, catalogue: Catalogue, input: { readonly language: string }): Promise<LocalSpeech> {
  scope.may('agents:read');
  return catalogue.localSpeech(input.language);
}
