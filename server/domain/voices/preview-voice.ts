import type { WorkspaceScope } from '../../auth/scope';
import { AppError } from '../../lib/app-error';
import { settingsOfWorkspace } from '../credentials/settings-of-workspace';
import type { Services } from '../services';

export interface PreviewInput {
  /** `provider:voice`. */
  readonly voiceRef: string;
  readonly text: string;
  readonly language: string;
}

/** A voice saying a sentence, as a WAV file. */
export async function previewVoice(scope: WorkspaceScope, services: Pick<Services, 'catalogue' | 'sealKeys' | 'log'>, input: PreviewInput): Promise<Buffer> {
  scope.may('agents:read');
  const at = input.voiceRef.indexOf(':');
  if (at < 1) throw new AppError('bad_request', 'A voice is named provider:voice.');
  const provider = input.voiceRef.slice(0, at);
  const settings = await settingsOfWorkspace(scope, services.sealKeys, (name, err) =>
    services.log.warn({ provider: name, err }, 'a credential cannot be opened'),
  );
  return services.catalogue.preview({
    provider,
    voiceId: input.voiceRef.slice(at + 1),
    text: input.text,
    language: input.language,
    settings: settings.get(provider) ?? null,
  });
}
