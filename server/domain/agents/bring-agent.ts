import { createHash } from 'node:crypto';
import type { SealKeys, WorkspaceScope } from '../../auth/scope';
import { type AgentConfig, freeKeyedPaths } from '../../contracts/agent-config';
import { toolConfigSchema } from '../../contracts/tool-config';
import { fromWire } from '../../contracts/wire-case';
import { AppError } from '../../lib/app-error';
import { newId } from '../../lib/new-id';
import { keepBroughtWebhook } from '../webhooks/brought-webhook';
import { commitVersion } from './commit-version';
import { findBranch, findTalker, findVersion } from './get-agent';
import { changeConfig, listedColumns, mergeDocument } from './rules';
import { saveVersion } from './save-version';

export interface BroughtWebhook {
  readonly url: string;
  readonly secret?: string | undefined;
}

export interface BringInput {
  /** A whole agent in the public API's words. */
  readonly agent: Readonly<Record<string, unknown>>;
  /** Parts of one, laid over it one after the other. */
  readonly overrides: readonly Readonly<Record<string, unknown>>[];
  readonly tools: readonly Readonly<Record<string, unknown>>[];
  readonly transcriptionWebhook?: BroughtWebhook | undefined;
  readonly audioWebhook?: BroughtWebhook | undefined;
  readonly sealKeys: SealKeys;
}

const name = 'Brought by callers';
const tries = 3;

/**
 * Keeps an agent that a caller brings to a conversation, as a version of the one agent a workspace has for all of them; the same one again is
 * the same version. It is in no list. Throws `forbidden`, `invalid_input`.
 */
export async function bringAgent(scope: WorkspaceScope, input: BringInput): Promise<{ readonly agentId: string; readonly versionId: string }> {
  scope.may('agents:write');
  scope.may('conversations:start');
  const config = await withWebhooks(scope, documentOf(input), input);
  const agentId = await standIn(scope, config);
  const description = `sha256:${createHash('sha256').update(JSON.stringify(config)).digest('hex')}`;
  for (let attempt = 1; ; attempt += 1) {
    const known = await scope.db.agentVersion.findFirst({ where: { agentId, description }, select: { id: true } });
    if (known !== null) return { agentId, versionId: known.id };
    try {
      const { id } = await scope.db.$transaction(async (db) => {
        const agent = await findTalker(db, agentId);
        const [branch, version] = [await findBranch(db, agent), await findVersion(db, agent)];
        return commitVersion(db, scope, { agent, branch, parentVersionId: version.id, name, config, description });
      });
      return { agentId, versionId: id };
    } catch (error) {
      // Another conversation brought one at the same moment.
      if (!(error instanceof AppError) || error.code !== 'conflict' || attempt === tries) throw error;
    }
  }
}

/** The agent that all of them are versions of; made by the first. */
async function standIn(scope: WorkspaceScope, config: AgentConfig): Promise<string> {
  const { workspaceId, actor } = scope;
  const agentId = `agent_${createHash('sha256').update(`brought ${workspaceId}`).digest('hex').slice(0, 26)}`;
  if ((await scope.db.agent.findFirst({ where: { id: agentId }, select: { id: true } })) !== null) return agentId;
  const branchId = newId('agentBranch');
  await scope.db.$transaction(async (db) => {
    const { count } = await db.agent.createMany({
      data: [{ id: agentId, workspaceId, name, kind: 'orchestrated', mainBranchId: branchId, createdBy: actor.id, ...listedColumns(config) }],
      skipDuplicates: true,
    });
    if (count === 0) return;
    await db.agentBranch.create({ data: { id: branchId, workspaceId, agentId, name: 'Main', isMain: true, createdBy: actor.id } });
    await saveVersion(db, scope, { agentId, branchId, number: 1, name, config: changeConfig(undefined, {}), description: '' });
  });
  return agentId;
}

function documentOf({ agent, overrides, tools }: BringInput): AgentConfig {
  const { conversation_config, platform_settings, workflow, parley } = overrides.reduce<Record<string, unknown>>(
    (merged, override) => mergeDocument(merged, override) as Record<string, unknown>,
    { ...agent },
  );
  const document = fromWire({ conversation_config, platform_settings, workflow, parley }, freeKeyedPaths);
  // Tools are brought whole: ids are of no use here.
  const own = tools.length === 0 ? {} : { conversationConfig: { agent: { prompt: { tools: tools.map(toolOf), toolIds: [] } } } };
  return changeConfig(undefined, mergeDocument(document, own));
}

function toolOf(entry: Readonly<Record<string, unknown>>, index: number): unknown {
  const wire = { conversation_config: { agent: { prompt: { tools: [entry['tool_config'] ?? entry] } } } };
  const { conversationConfig } = fromWire(wire, freeKeyedPaths) as { conversationConfig: { agent: { prompt: { tools: unknown[] } } } };
  const [tool] = conversationConfig.agent.prompt.tools;
  const parsed = toolConfigSchema.safeParse(tool);
  if (parsed.success) return tool;
  const issue = parsed.error.issues[0];
  throw new AppError('invalid_input', `tools_config_list.${index}.${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is not valid'}`);
}

/** Where its transcript and its sound are sent; ids of webhooks in the document mean nothing here. */
async function withWebhooks(scope: WorkspaceScope, config: AgentConfig, input: BringInput): Promise<AgentConfig> {
  const { transcriptionWebhook, audioWebhook, sealKeys } = input;
  const [transcriptId, audioId] = [
    transcriptionWebhook && (await keepBroughtWebhook(scope, { ...transcriptionWebhook, sealKeys })),
    audioWebhook && (await keepBroughtWebhook(scope, { ...audioWebhook, sealKeys })),
  ];
  const events = [...(transcriptId === undefined ? [] : ['transcript']), ...(audioId === undefined ? [] : ['audio'])];
  const webhooks = events.length === 0 ? null : { postCallWebhookId: transcriptId ?? null, audioWebhookId: audioId ?? null, events };
  return changeConfig(config, { platformSettings: { workspaceOverrides: { webhooks } } });
}
