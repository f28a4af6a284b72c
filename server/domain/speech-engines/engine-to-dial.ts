import type { SealKeys, WorkspaceScope } from '../../auth/scope';
import type { DynamicVariables } from '../../contracts/agent-config';
import { AppError } from '../../lib/app-error';
import { openJson } from '../sealed-json';
import { secretText } from '../secrets/secret-text';
import { speechEngineContext } from './speech-engines';

export interface EngineToDial {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** SHA-256 of the API key its customer holds, with which we show who we are. */
  readonly signingKey: Buffer;
}

/** Where a speech engine's customer is reached, and how. Throws `not_configured` when a secret or the key it is signed with is gone. */
export async function engineToDial(scope: WorkspaceScope, keys: SealKeys, id: string, variables: DynamicVariables): Promise<EngineToDial> {
  const row = await scope.db.speechEngine.findUnique({ where: { id } });
  if (row === null) throw new AppError('not_found', `Speech engine ${id} was not found.`);
  const { speech_engine: engine } = row.config as { speech_engine?: { ws_url?: string } };
  if (engine?.ws_url === undefined) throw new AppError('not_configured', 'This speech engine has no ws_url.');
  const key = row.signingKeyId === null ? null : await scope.db.apiKey.findFirst({ where: { id: row.signingKeyId, revokedAt: null, disabledAt: null } });
  if (key === null)
    throw new AppError('not_configured', 'The API key that this speech engine was made with does not exist any more: change the engine with another.');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(openJson(keys, row.headers, speechEngineContext(scope, id)))) {
    const text = await headerText(scope, keys, value, variables);
    if (text !== undefined) headers[name] = text;
  }
  return { url: engine.ws_url, headers, signingKey: Buffer.from(key.keyHash, 'hex') };
}

/** Text as it stands, a secret's, or a variable's of the conversation. */
async function headerText(scope: WorkspaceScope, keys: SealKeys, value: unknown, variables: DynamicVariables): Promise<string | undefined> {
  if (typeof value === 'string') return value;
  const { secret_id: secretId, variable_name: variable } = (value ?? {}) as { secret_id?: unknown; variable_name?: unknown };
  if (typeof variable === 'string') return variables[variable] === undefined ? undefined : String(variables[variable]);
  if (typeof secretId !== 'string') return undefined;
  const text = await secretText(scope, keys, secretId);
  if (text === undefined) throw new AppError('not_configured', 'A secret in the headers of this speech engine does not exist any more.');
  return text;
}
