import type { WorkspaceScope } from '../auth/scope';
import type { AgentConfig } from '../contracts/agent-config';
import { rulesOfDictionaries } from '../domain/pronunciation-dictionaries/dictionaries';
import { AppError } from '../lib/app-error';
import type { PronunciationRule } from '../voice/speech/pronunciation';

/** The rules of an agent's dictionaries, those named first first. One that is gone is left out, and said: it is no reason not to talk. */
export async function pronunciationOf(
  scope: WorkspaceScope,
  config: AgentConfig,
): Promise<{ readonly rules: readonly PronunciationRule[]; readonly notices: readonly string[] }> {
  const locators = config.conversationConfig.tts.pronunciationDictionaryLocators;
  const notices: string[] = [];
  const rules = await Promise.all(
    locators.map(async ({ pronunciationDictionaryId: dictionaryId, versionId }) => {
      try {
        return await rulesOfDictionaries(scope, [{ dictionaryId, ...(typeof versionId === 'string' && versionId !== '' ? { versionId } : {}) }]);
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'not_found') throw error;
        notices.push(`The pronunciation dictionary ${dictionaryId} is not there any more.`);
        return [];
      }
    }),
  );
  return { rules: rules.flat(), notices };
}
