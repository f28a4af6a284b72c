import { ElevenLabsClient } from '@elevenlabs/elevenlabs-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeDatabase, type Database, openDatabase } from '../db/client';
import { createApiKey } from '../domain/api-keys/create-api-key';
import { createTestDatabase } from '../testing/database';
import { makeWorkspace } from '../testing/factories';
import { startRestServer } from '../testing/rest-server';
import { makeServices } from '../testing/services';

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;
let server: Awaited<ReturnType<typeof startRestServer>>;
let client: ElevenLabsClient;
/** With another key. */
let reviewer: ElevenLabsClient;
const made = makeServices();

beforeAll(async () => {
  test = await createTestDatabase();
  db = openDatabase(test.url);
  const workspace = await makeWorkspace(db);
  server = await startRestServer(db, made.services);
  client = new ElevenLabsClient({ apiKey: workspace.apiKey, baseUrl: server.url, maxRetries: 0 });
  const { key } = await createApiKey(workspace.scope, { name: 'reviewer' });
  reviewer = new ElevenLabsClient({ apiKey: key, baseUrl: server.url, maxRetries: 0 });
});

afterAll(async () => {
  await server.close();
  await closeDatabase(db);
  await test.drop();
  made.remove();
});

const prompt = (text: string) => ({ agent: { prompt: { prompt: text } } });

async function agentWithBranch() {
  const { agents } = client.conversationalAi;
  const { agentId } = await agents.create({ name: 'Desk', enableVersioning: true, conversationConfig: prompt('base') });
  const { versionId = '', mainBranchId = '' } = await agents.get(agentId);
  const made = await agents.branches.create(agentId, { parentVersionId: versionId, name: 'Try', description: 'a try' });
  return { agents, agentId, versionId, mainBranchId, branchId: made.createdBranchId };
}

describe('the official client', () => {
  it('branches, changes, previews, merges, splits traffic and reads what came of it', async () => {
    const { agents, agentId, mainBranchId, branchId } = await agentWithBranch();
    const changed = await agents.update(agentId, { branchId, conversationConfig: prompt('tried'), versionDescription: 'a better prompt' });
    expect(changed).toMatchObject({ branchId, mainBranchId });
    expect((await agents.get(agentId)).conversationConfig.agent?.prompt?.prompt).toBe('base');
    expect((await agents.get(agentId, { branchId })).conversationConfig.agent?.prompt?.prompt).toBe('tried');

    const { results, meta } = await agents.branches.list(agentId, { includeCommitStatus: true });
    expect(meta?.total).toBe(2);
    expect(results.map(({ name, currentLivePercentage, commitsAhead }) => [name, currentLivePercentage, commitsAhead])).toEqual([
      ['Main', 100, 0],
      ['Try', 0, 1],
    ]);
    const branch = await agents.branches.get(agentId, branchId);
    expect(branch.mostRecentVersions?.map(({ seqNoInBranch, versionDescription }) => [seqNoInBranch, versionDescription])).toEqual([
      [2, 'a better prompt'],
      [1, ''],
    ]);
    expect((await agents.versions.get(agentId, changed.versionId ?? '')).parents.inBranchParentId).toBe(branch.mostRecentVersions?.[1]?.id);

    const split = await agents.deployments.create(agentId, {
      deploymentRequest: {
        requests: [
          { branchId, deploymentStrategy: { type: 'percentage', trafficPercentage: 25 } },
          { branchId: mainBranchId, deploymentStrategy: { type: 'percentage', trafficPercentage: 75 } },
        ],
      },
    });
    expect(split.trafficPercentageBranchIdMap).toEqual({ [branchId]: 25, [mainBranchId]: 75 });

    const preview = await agents.branches.previewMerge(agentId, branchId, { targetBranchId: mainBranchId });
    expect(preview.conversationConfig.agent?.prompt?.prompt).toBe('tried');
    expect(preview.conflicts).toEqual([]);
    await agents.branches.merge(agentId, branchId, { targetBranchId: mainBranchId, archiveSourceBranch: true });
    expect((await agents.get(agentId)).conversationConfig.agent?.prompt?.prompt).toBe('tried');
    expect((await agents.branches.list(agentId, { includeArchived: true })).results.map(({ name, isArchived }) => [name, isArchived])).toEqual([
      ['Main', false],
      ['Try', true],
    ]);
    expect((await agents.deployments.list(agentId)).results.map(({ source, isActive }) => [source, isActive])).toEqual([
      ['branch_merge', true],
      ['manual', false],
    ]);
  });

  it('is told where two branches conflict, in the names of the API', async () => {
    const { agents, agentId, mainBranchId, branchId } = await agentWithBranch();
    await agents.update(agentId, { branchId, conversationConfig: prompt('theirs') });
    await agents.update(agentId, { conversationConfig: prompt('ours') });
    const preview = await agents.branches.previewMerge(agentId, branchId, { targetBranchId: mainBranchId });
    expect(preview.conflicts).toEqual([
      { path: 'conversation_config.agent.prompt.prompt', section: 'conversation_config', baseValue: 'base', sourceValue: 'theirs', targetValue: 'ours' },
    ]);
    await expect(agents.branches.merge(agentId, branchId, { targetBranchId: mainBranchId })).rejects.toMatchObject({ statusCode: 409 });
    await agents.branches.update(agentId, branchId, { name: 'Renamed', protectionStatus: 'admin_perms_required', autoRebase: true });
    expect(await agents.branches.get(agentId, branchId)).toMatchObject({ name: 'Renamed', protectionStatus: 'admin_perms_required', autoRebase: true });
    expect((await agents.branches.previewRebase(agentId, branchId)).conflicts).toHaveLength(1);
    await agents.branches.merge(agentId, branchId, { targetBranchId: mainBranchId, force: true, archiveSourceBranch: false });
    expect((await agents.get(agentId)).conversationConfig.agent?.prompt?.prompt).toBe('theirs');
    await agents.branches.rebase(agentId, branchId);
  });

  it('keeps drafts and throws them away', async () => {
    const { agents, agentId, branchId } = await agentWithBranch();
    await agents.drafts.create(agentId, {
      branchId,
      name: 'Desk',
      conversationConfig: { agent: { prompt: { prompt: 'drafted' } } },
      platformSettings: {},
      workflow: { nodes: { start_node: { type: 'start' } }, edges: {} },
    });
    const withDraft = async () => (await agents.branches.list(agentId)).results.find(({ id }) => id === branchId)?.draftExists;
    expect(await withDraft()).toBe(true);
    await agents.drafts.delete(agentId, { branchId });
    expect(await withDraft()).toBe(false);
  });

  it('proposes a merge, comments, reviews and carries it out', async () => {
    const { agents, agentId, mainBranchId, branchId } = await agentWithBranch();
    await agents.update(agentId, { branchId, conversationConfig: prompt('tried') });
    const { createdMergeProposalId: id } = await agents.mergeProposals.create(agentId, {
      sourceBranchId: branchId,
      targetBranchId: mainBranchId,
      title: 'Try it',
      description: 'Shorter.',
    });
    expect((await agents.mergeProposals.get(agentId, id)).outcome).toEqual({ status: 'open' });
    expect((await agents.mergeProposals.addComment(agentId, id, { body: 'Looks good.' })).comments).toHaveLength(1);
    await expect(agents.mergeProposals.submitReview(agentId, id, { state: 'approved' })).rejects.toMatchObject({ statusCode: 403 });
    expect((await reviewer.conversationalAi.agents.mergeProposals.submitReview(agentId, id, { state: 'approved' })).reviews).toMatchObject([
      { state: 'approved', reviewerRole: 'admin' },
    ]);
    expect((await agents.mergeProposals.update(agentId, id, { title: 'Try it now' })).title).toBe('Try it now');
    const merged = await agents.mergeProposals.merge(agentId, id);
    expect(merged.outcome).toMatchObject({ status: 'merged', versionId: (await agents.get(agentId)).versionId });
    expect((await agents.mergeProposals.list(agentId, { status: 'merged' })).results.map((proposal) => proposal.id)).toEqual([id]);
  });

  it('writes procedures, commits them with the branch and compiles them into a workflow', async () => {
    const { agents, agentId, branchId } = await agentWithBranch();
    const { procedureId } = await agents.procedures.create(agentId, branchId, { name: 'Refund', content: 'Ask for {{order}}.', trigger: 'wants money back' });
    expect((await agents.procedures.list(agentId, branchId)).procedures).toMatchObject([
      { procedureId, hasDraft: true, referencedDynamicVariables: ['order'] },
    ]);
    await agents.procedures.drafts.update(agentId, branchId, procedureId, { name: 'Refund', content: 'Ask twice.', type: 'free_form' });
    expect((await agents.procedures.drafts.get(agentId, branchId, procedureId)).content).toBe('Ask twice.');
    const agent = await agents.update(agentId, { branchId, name: 'Desk with refunds' });
    expect(agent.procedures?.[procedureId]).toMatchObject({ procedureId, name: 'Refund', trigger: 'wants money back' });
    const version = await agents.procedures.get(agentId, branchId, procedureId, { versionId: agent.procedures?.[procedureId]?.versionId ?? '' });
    expect(version.content).toBe('Ask twice.');
    const { workflow } = await agents.procedures.compile(agentId, branchId);
    expect(workflow.nodes[procedureId]).toMatchObject({ type: 'override_agent', additionalPrompt: 'Ask twice.' });
    expect(Object.values(workflow.edges)).toMatchObject([
      { source: 'start_node', target: procedureId, forwardCondition: { type: 'llm', condition: 'wants money back' } },
    ]);
    await agents.procedures.remove(agentId, branchId, procedureId);
    expect((await agents.procedures.list(agentId, branchId)).procedures).toEqual([]);
  });

  it('asks for many agents at once, and is told of each whether it is there', async () => {
    const { agents, agentId } = await agentWithBranch();
    const summaries = await agents.summaries.get({ agentIds: [agentId, 'agent_none'] });
    expect(summaries[agentId]).toMatchObject({ status: 'success', data: { name: 'Desk' } });
    expect(summaries['agent_none']).toMatchObject({ status: 'failure', errorCode: 404 });
  });
});
