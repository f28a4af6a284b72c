import type { ScopedTransaction, WorkspaceScope } from '../../auth/scope';
import { type AgentConfig, freeKeyedPaths } from '../../contracts/agent-config';
import { fromWire } from '../../contracts/wire-case';
import { newId } from '../../lib/new-id';
import { commitVersion } from '../agents/commit-version';
import { configOf, findBranch, findTalker, findVersion } from '../agents/get-agent';
import { changeConfig, isSameConfig, listedColumns } from '../agents/rules';
import { saveVersion } from '../agents/save-version';

// Conversations are held with agents and keep the version they were held with. A speech engine has an agent of its own id for that, which
// lists of agents do not show; its mind is the customer's socket.

export interface EngineDocument {
  readonly id: string;
  readonly name: string;
  /** In the public API's words. */
  readonly config: Readonly<Record<string, unknown>>;
}

/** Throws `invalid_input` when a section holds what no conversation can be held with. */
export async function createEngineAgent(db: ScopedTransaction, scope: WorkspaceScope, { id, name, config }: EngineDocument): Promise<void> {
  const document = documentOf(config);
  const branchId = newId('agentBranch');
  const { workspaceId, actor } = scope;
  await db.agent.create({
    data: { id, workspaceId, name, kind: 'speech-engine', mainBranchId: branchId, createdBy: actor.id, ...listedColumns(document) },
  });
  await db.agentBranch.create({ data: { id: branchId, workspaceId, agentId: id, name: 'Main', isMain: true, createdBy: actor.id } });
  await saveVersion(db, scope, { agentId: id, branchId, number: 1, name, config: document, description: '' });
}

export async function commitEngineAgent(db: ScopedTransaction, scope: WorkspaceScope, engine: EngineDocument): Promise<void> {
  const agent = await findTalker(db, engine.id);
  const [branch, version] = [await findBranch(db, agent), await findVersion(db, agent)];
  const config = documentOf(engine.config);
  if (engine.name === version.name && isSameConfig(configOf(version), config)) return;
  await commitVersion(db, scope, { agent, branch, parentVersionId: version.id, name: engine.name, config, description: '' });
}

/** No more conversations; those that were held keep their versions. */
export async function retireEngineAgent(db: ScopedTransaction, id: string): Promise<void> {
  await db.agent.update({ where: { id }, data: { deletedAt: new Date() } });
}

/** The document of an agent that listens, speaks and takes turns as the engine says. Only holders of a token or a key talk to it. */
function documentOf(config: EngineDocument['config']): AgentConfig {
  const { asr, tts, turn, vad, conversation, privacy, call_limits, language, cascade_timeout_seconds, overrides } = config;
  const mayGreet = (overrides as { first_message?: unknown } | null | undefined)?.first_message === true;
  const document = {
    conversation_config: {
      asr,
      tts,
      turn,
      vad,
      conversation,
      agent: { language: language ?? 'en', first_message: '', prompt: { prompt: '', cascade_timeout_seconds } },
    },
    platform_settings: {
      auth: { enable_auth: true },
      privacy,
      call_limits,
      overrides: { conversation_config_override: { agent: { first_message: mayGreet } } },
    },
  };
  return changeConfig(undefined, fromWire(document, freeKeyedPaths));
}
