import type { WorkspaceScope } from '../../auth/scope';
import { settingsOfWorkspace } from '../credentials/settings-of-workspace';
import type { VoiceDescription } from '../providers/catalogue';
import type { Services } from '../services';

export interface ListVoicesInput {
  readonly provider?: string | undefined;
  /** BCP 47 code; voices that speak it. */
  readonly language?: string | undefined;
  /** Part of a name or description, in any case. */
  readonly search?: string | undefined;
}

/** Voices this workspace can use, of every provider that is configured. */
export async function listVoices(
  scope: WorkspaceScope,
  services: Pick<Services, 'catalogue' | 'sealKeys' | 'log'>,
  input: ListVoicesInput = {},
): Promise<readonly VoiceDescription[]> {
  scope.may('agents:read');
  const settings = await settingsOfWorkspace(scope, services.sealKeys, (provider, err) =>
    services.log.warn({ provider, err }, 'a credential cannot be opened'),
  );
  const voices = await services.catalogue.voices(Object.fromEntries(settings));
  const words = input.search?.trim().toLowerCase() ?? '';
  return voices.filter(
    (voice) =>
      (input.provider === undefined || voice.provider === input.provider) &&
      (input.language === undefined || speaks(voice, input.language)) &&
      (words === '' || `${voice.name} ${voice.description ?? ''}`.toLowerCase().includes(words)),
  );
}

function speaks({ languages }: VoiceDescription, language: string): boolean {
  const base = language.split('-')[0]?.toLowerCase();
  return languages === '*' || languages.some((spoken) => spoken.split('-')[0]?.toLowerCase() === base);
}
