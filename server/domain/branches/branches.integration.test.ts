import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scopeForMember } from '../../auth/scope';
import { closeDatabase, type Database, openDatabase } from '../../db/client';
import { createTestDatabase } from '../../testing/database';
import { makeMember, makeUser, makeWorkspace, type TestWorkspace } from '../../testing/factories';
import { createAgent } from '../agents/create-agent';
import { getAgent } from '../agents/get-agent';
import { listVersions } from '../agents/list-versions';
import { updateAgent } from '../agents/update-agent';
import { admitConversation } from '../conversations/admit-conversation';
import { editProposal, mergeProposal, proposeMerge, reviewProposal } from '../merge-proposals/change-proposal';
import { getProposal } from '../merge-proposals/find-proposal';
import { createProcedure, getProcedure, listProcedures, removeProcedure, writeProcedureDraft } from '../procedures/procedures';
import { createBranch } from './create-branch';
import { deploy, listDeployments } from './deploy';
import { getDraft, publishDraft, saveDraft } from './drafts';
import { getBranch, listBranches } from './list-branches';
import { mergeBranch, previewMerge } from './merge-branch';
import { previewRebase, rebaseBranch } from './rebase-branch';
import { updateBranch } from './update-branch';

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;
let workspace: TestWorkspace;

beforeAll(async () => {
  test = await createTestDatabase();
  db = openDatabase(test.url);
  workspace = await makeWorkspace(db);
});

afterAll(async () => {
  await closeDatabase(db);
  await test.drop();
});

const prompt = (text: string) => ({ conversationConfig: { agent: { prompt: { prompt: text } } } });
const greeting = (text: string) => ({ conversationConfig: { agent: { firstMessage: text } } });

async function agentWithBranch() {
  const { scope } = workspace;
  const agent = await createAgent(scope, { name: 'Desk', config: { ...prompt('base') } });
  const { branchId, versionId } = await createBranch(scope, { agentId: agent.id, parentVersionId: agent.version.id, name: 'Try', description: 'a try' });
  return { scope, agentId: agent.id, mainId: agent.mainBranchId, branchId, versionId };
}

/** Another member who may write agents. */
async function colleague() {
  const { id } = await makeUser(db);
  await makeMember(db, workspace.id, id, 'editor');
  return scopeForMember(db, id, workspace.id);
}

const promptOf = async (agentId: string, branchId: string) => {
  const { version } = await getAgent(workspace.scope, { agentId, branchId });
  const { agent } = version.config.conversationConfig;
  return [agent.prompt.prompt, agent.firstMessage];
};

describe('a branch', () => {
  it('changes by itself, and its versions count by themselves', async () => {
    const { scope, agentId, mainId, branchId } = await agentWithBranch();
    const changed = await updateAgent(scope, { agentId, branchId, changes: prompt('tried'), name: 'Desk on trial' });
    expect(changed).toMatchObject({ name: 'Desk on trial', branchId, mainBranchId: mainId, versionNumber: 2 });
    expect(await getAgent(scope, { agentId })).toMatchObject({ name: 'Desk', versionNumber: 1, branchId: mainId });
    expect((await listVersions(scope, { agentId })).items).toHaveLength(1);
    expect((await listVersions(scope, { agentId, branchId })).items.map(({ number }) => number)).toEqual([2, 1]);
    expect(await getBranch(scope, { agentId, branchId })).toMatchObject({
      commitsAhead: 1,
      commitsBehind: 0,
      parentBranch: { id: mainId, name: 'Main' },
      livePercentage: 0,
    });
    const { items } = await listBranches(scope, { agentId });
    expect(items.map(({ name, livePercentage }) => [name, livePercentage])).toEqual([
      ['Main', 100],
      ['Try', 0],
    ]);
  });

  it('merges what it changed, keeps what the other changed, and is archived then', async () => {
    const { scope, agentId, mainId, branchId } = await agentWithBranch();
    await updateAgent(scope, { agentId, branchId, changes: prompt('tried') });
    await updateAgent(scope, { agentId, changes: greeting('Hello') });
    const input = { agentId, sourceBranchId: branchId, targetBranchId: mainId };
    const preview = await previewMerge(scope, input);
    expect(preview).toMatchObject({ conflicts: [], isSourceIdenticalToTarget: false });
    expect(preview.agent.version.config.conversationConfig.agent).toMatchObject({ firstMessage: 'Hello', prompt: { prompt: 'tried' } });
    expect(await promptOf(agentId, mainId)).toEqual(['base', 'Hello']);
    await mergeBranch(scope, { ...input, archiveSource: true });
    expect(await promptOf(agentId, mainId)).toEqual(['tried', 'Hello']);
    expect(await getBranch(scope, { agentId, branchId })).toMatchObject({ isArchived: true, mergedIntoBranchId: mainId });
    expect((await getBranch(scope, { agentId, branchId: mainId })).recentVersions[0]).toMatchObject({ number: 3, mergedFromBranchId: branchId });
    await expect(updateAgent(scope, { agentId, branchId, changes: prompt('late') })).rejects.toMatchObject({ code: 'conflict' });
  });

  it('stops at a conflict until someone chooses a side, or forces it', async () => {
    const { scope, agentId, mainId, branchId } = await agentWithBranch();
    await updateAgent(scope, { agentId, branchId, changes: { ...prompt('theirs'), ...{ workflow: { preventSubagentLoops: true } } } });
    await updateAgent(scope, { agentId, changes: prompt('ours') });
    const input = { agentId, sourceBranchId: branchId, targetBranchId: mainId };
    expect((await previewMerge(scope, input)).conflicts).toEqual([
      { path: ['conversationConfig', 'agent', 'prompt', 'prompt'], base: 'base', source: 'theirs', target: 'ours' },
    ]);
    await expect(mergeBranch(scope, input)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('conversationConfig.agent.prompt.prompt'),
    });
    expect((await previewMerge(scope, { ...input, force: true })).overridden).toEqual([['conversationConfig', 'agent', 'prompt', 'prompt']]);
    await mergeBranch(scope, { ...input, resolutions: { 'conversationConfig.agent.prompt.prompt': 'target' } });
    const merged = await getAgent(scope, { agentId });
    expect(merged.version.config.conversationConfig.agent.prompt.prompt).toBe('ours');
    expect(merged.version.config.workflow.preventSubagentLoops).toBe(true);
    // What was merged once is not asked about again.
    await updateAgent(scope, { agentId, branchId, changes: greeting('Hi') });
    expect((await previewMerge(scope, input)).conflicts).toEqual([]);
  });

  it('is brought up to date with its parent, by itself when it is told to follow', async () => {
    const { scope, agentId, branchId } = await agentWithBranch();
    await updateAgent(scope, { agentId, branchId, changes: prompt('tried') });
    await updateAgent(scope, { agentId, changes: greeting('Hello') });
    expect(await getBranch(scope, { agentId, branchId })).toMatchObject({ commitsAhead: 1, commitsBehind: 1 });
    expect((await previewRebase(scope, { agentId, branchId })).agent.version.config.conversationConfig.agent.firstMessage).toBe('Hello');
    await rebaseBranch(scope, { agentId, branchId });
    expect(await promptOf(agentId, branchId)).toEqual(['tried', 'Hello']);
    expect(await getBranch(scope, { agentId, branchId })).toMatchObject({ commitsBehind: 0, versionNumber: 3 });
    await rebaseBranch(scope, { agentId, branchId });
    expect((await getBranch(scope, { agentId, branchId })).versionNumber).toBe(3);
    await updateBranch(scope, { agentId, branchId, autoRebase: true });
    await updateAgent(scope, { agentId, changes: greeting('Good day') });
    expect(await promptOf(agentId, branchId)).toEqual(['tried', 'Good day']);
    // Where it conflicts it stays behind instead.
    await updateAgent(scope, { agentId, changes: prompt('elsewhere') });
    expect(await getBranch(scope, { agentId, branchId })).toMatchObject({ commitsBehind: 1 });
  });

  it('when protected is changed, and put away by a merge, by admins only', async () => {
    const { scope, agentId, mainId, branchId } = await agentWithBranch();
    await updateBranch(scope, { agentId, branchId, protection: 'admin_perms_required' });
    const editor = await makeUser(db);
    await makeMember(db, workspace.id, editor.id, 'editor');
    const editing = await scopeForMember(db, editor.id, workspace.id);
    await expect(updateAgent(editing, { agentId, branchId, changes: prompt('sneaky') })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(updateBranch(editing, { agentId, branchId, protection: 'writer_perms_required' })).rejects.toMatchObject({ code: 'forbidden' });
    expect((await updateAgent(editing, { agentId, changes: prompt('open') })).versionNumber).toBe(2);
    const merge = { agentId, sourceBranchId: branchId, targetBranchId: mainId, force: true };
    await expect(mergeBranch(editing, { ...merge, archiveSource: true })).rejects.toMatchObject({ code: 'forbidden' });
    expect((await getBranch(scope, { agentId, branchId })).isArchived).toBe(false);
    await mergeBranch(editing, merge);
  });

  it('cannot be archived while it is the main one or conversations run on it', async () => {
    const { scope, agentId, mainId, branchId } = await agentWithBranch();
    await expect(updateBranch(scope, { agentId, branchId: mainId, isArchived: true })).rejects.toMatchObject({ code: 'conflict' });
    await deploy(scope, {
      agentId,
      shares: [
        { branchId, percentage: 40 },
        { branchId: mainId, percentage: 60 },
      ],
    });
    await expect(updateBranch(scope, { agentId, branchId, isArchived: true })).rejects.toMatchObject({ code: 'conflict' });
    await mergeBranch(scope, { agentId, sourceBranchId: branchId, targetBranchId: mainId, archiveSource: true });
    const { items } = await listDeployments(scope, { agentId });
    expect(items.map(({ split, source, isActive }) => [split, source, isActive])).toEqual([
      [{ [mainId]: 100 }, 'branch_merge', true],
      [{ [branchId]: 40, [mainId]: 60 }, 'manual', false],
    ]);
  });
});

describe('a deployment', () => {
  it('adds up to 100 over branches of this agent that are in use', async () => {
    const { scope, agentId, mainId, branchId } = await agentWithBranch();
    const other = await agentWithBranch();
    await expect(deploy(scope, { agentId, shares: [{ branchId: mainId, percentage: 90 }] })).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(deploy(scope, { agentId, shares: [{ branchId: other.branchId, percentage: 100 }] })).rejects.toMatchObject({ code: 'not_found' });
    await updateBranch(scope, { agentId, branchId, isArchived: true });
    await expect(deploy(scope, { agentId, shares: [{ branchId, percentage: 100 }] })).rejects.toMatchObject({ code: 'conflict' });
  });

  it('decides which version new conversations run, and each record says which', async () => {
    const { scope, agentId, mainId, branchId } = await agentWithBranch();
    await updateAgent(scope, { agentId, branchId, changes: prompt('tried') });
    await deploy(scope, {
      agentId,
      shares: [
        { branchId, percentage: 50 },
        { branchId: mainId, percentage: 50 },
      ],
    });
    const start = (more: { userId?: string; branchId?: string } = {}) =>
      admitConversation(db, { agentId, authorization: { kind: 'public' }, source: 'test', hostId: 'host', ...more });
    const used = new Set<string>();
    for (let i = 0; i < 24; i++) used.add((await start()).version.branchId);
    expect(used).toEqual(new Set([mainId, branchId]));
    const ofOne = new Set([(await start({ userId: 'ada' })).version.id, (await start({ userId: 'ada' })).version.id]);
    expect(ofOne.size).toBe(1);
    const asked = await start({ branchId });
    expect(asked.version.config.conversationConfig.agent.prompt.prompt).toBe('tried');
    expect(await db.conversation.findUnique({ where: { id: asked.conversationId } })).toMatchObject({ branchId, agentVersionId: asked.version.id });
    await expect(start({ branchId: (await agentWithBranch()).branchId })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('a draft', () => {
  it('is its author’s, is not live, and is committed in one go', async () => {
    const { scope, agentId, branchId } = await agentWithBranch();
    await saveDraft(scope, { agentId, branchId, name: 'Desk', config: { conversationConfig: { agent: { prompt: { prompt: 'drafted' } } } } });
    expect(await promptOf(agentId, branchId)).toEqual(['base', '']);
    expect(await getDraft(scope, { agentId, branchId })).toMatchObject({ isBehindTip: false });
    expect((await listBranches(scope, { agentId })).items.map(({ draft }) => draft !== null)).toEqual([false, true]);
    expect((await publishDraft(scope, { agentId, branchId, description: 'published' })).version).toMatchObject({ number: 2, description: 'published' });
    expect(await promptOf(agentId, branchId)).toEqual(['drafted', '']);
    expect(await getDraft(scope, { agentId, branchId })).toBeNull();
  });

  it('and drafts of procedures stay when something is merged into the branch', async () => {
    const { scope, agentId, mainId, branchId } = await agentWithBranch();
    await saveDraft(scope, { agentId, name: 'Desk', config: prompt('drafted') });
    await createProcedure(scope, { agentId, branchId: mainId, name: 'Refund', content: 'Ask.' });
    await updateAgent(scope, { agentId, branchId, changes: greeting('Hi') });
    await mergeBranch(scope, { agentId, sourceBranchId: branchId, targetBranchId: mainId });
    expect(await getDraft(scope, { agentId })).toMatchObject({ isBehindTip: true });
    expect(await listProcedures(scope, { agentId, branchId: mainId })).toMatchObject([{ hasDraft: true, versionId: null }]);
  });

  it('can begin a branch, and cannot be committed over what others committed since', async () => {
    const { scope, agentId, mainId } = await agentWithBranch();
    await saveDraft(scope, { agentId, name: 'Desk', config: prompt('drafted') });
    await db.agentVersion.findFirstOrThrow({ where: { branchId: mainId } });
    const member = await makeUser(db);
    await makeMember(db, workspace.id, member.id, 'editor');
    await updateAgent(await scopeForMember(db, member.id, workspace.id), { agentId, changes: greeting('Hi') });
    await expect(publishDraft(scope, { agentId })).rejects.toMatchObject({ code: 'conflict' });
    const tip = await getAgent(scope, { agentId });
    const made = await createBranch(scope, { agentId, parentVersionId: tip.version.id, name: 'From draft', description: '', includeDraft: true });
    expect(await promptOf(agentId, made.branchId)).toEqual(['drafted', '']);
    expect(await getDraft(scope, { agentId })).toBeNull();
  });
});

describe('a merge proposal', () => {
  it('waits for objections to be taken back, then merges and says which version came of it', async () => {
    const { scope, agentId, mainId, branchId } = await agentWithBranch();
    await updateAgent(scope, { agentId, branchId, changes: prompt('tried') });
    const proposalId = await proposeMerge(scope, { agentId, sourceBranchId: branchId, targetBranchId: mainId, title: 'Try it' });
    const proposal = { agentId, proposalId };
    await expect(proposeMerge(scope, { agentId, sourceBranchId: branchId, targetBranchId: mainId, title: 'Again' })).rejects.toMatchObject({
      code: 'conflict',
    });
    const reviewer = await colleague();
    await reviewProposal(reviewer, { ...proposal, state: 'changes_requested', comment: 'not yet' });
    await expect(mergeProposal(scope, proposal)).rejects.toMatchObject({ code: 'conflict' });
    expect((await reviewProposal(reviewer, { ...proposal, state: 'approved' })).reviews).toHaveLength(1);
    const merged = await mergeProposal(scope, { ...proposal, archiveSource: true });
    expect(merged).toMatchObject({ status: 'merged', closeReason: null });
    const { version } = await getAgent(scope, { agentId });
    expect([merged.mergedVersionId, merged.mergedVersionNumber]).toEqual([version.id, version.number]);
    expect(merged.names).toMatchObject({ [mainId]: 'Main', [merged.createdBy]: merged.createdByName });
    await expect(editProposal(scope, { ...proposal, close: true })).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is not reviewed by who made it, and others can be asked as long as it is open', async () => {
    const { agentId, mainId, branchId } = await agentWithBranch();
    const [author, reviewer] = [await colleague(), await colleague()];
    const proposal = { agentId, proposalId: await proposeMerge(author, { agentId, sourceBranchId: branchId, targetBranchId: mainId, title: 'Mine' }) };
    for (const state of ['approved', 'changes_requested'] as const)
      await expect(reviewProposal(author, { ...proposal, state })).rejects.toMatchObject({ code: 'forbidden' });
    expect(await editProposal(reviewer, { ...proposal, requestedReviewers: [reviewer.actor.id] })).toMatchObject({
      title: 'Mine',
      reviews: [],
      requestedReviewers: [reviewer.actor.id],
    });
    expect(await db.auditEntry.findFirst({ where: { actorId: reviewer.actor.id }, orderBy: { createdAt: 'desc' } })).toMatchObject({
      action: 'merge-proposal.updated',
      before: { requestedReviewers: [] },
      after: { requestedReviewers: [reviewer.actor.id] },
    });
    await editProposal(author, { ...proposal, close: true });
    await expect(editProposal(author, { ...proposal, requestedReviewers: [] })).rejects.toMatchObject({ code: 'conflict' });
  });

  it('goes over objections without deciding what conflicts', async () => {
    const { scope, agentId, mainId, branchId } = await agentWithBranch();
    await updateAgent(scope, { agentId, branchId, changes: prompt('tried') });
    await updateAgent(scope, { agentId, changes: prompt('meanwhile') });
    const proposal = { agentId, proposalId: await proposeMerge(scope, { agentId, sourceBranchId: branchId, targetBranchId: mainId, title: 'Try it' }) };
    await reviewProposal(await colleague(), { ...proposal, state: 'changes_requested' });
    await expect(mergeProposal(scope, { ...proposal, despiteReviews: true })).rejects.toThrow(/Both branches changed/);
    const resolutions = { 'conversationConfig.agent.prompt.prompt': 'target' } as const;
    await expect(mergeProposal(scope, { ...proposal, resolutions })).rejects.toThrow(/asks for changes/);
    await mergeProposal(scope, { ...proposal, resolutions, despiteReviews: true });
    expect(await promptOf(agentId, mainId)).toEqual(['meanwhile', '']);
  });

  it('has made no version where the target had everything already', async () => {
    const { scope, agentId, mainId, branchId } = await agentWithBranch();
    const proposal = { agentId, proposalId: await proposeMerge(scope, { agentId, sourceBranchId: mainId, targetBranchId: branchId, title: 'Nothing' }) };
    expect(await mergeProposal(scope, proposal)).toMatchObject({ status: 'merged', mergedVersionNumber: null });
  });

  it('is closed with its branch', async () => {
    const { scope, agentId, mainId, branchId } = await agentWithBranch();
    const proposalId = await proposeMerge(scope, { agentId, sourceBranchId: branchId, targetBranchId: mainId, title: 'Try it' });
    await updateBranch(scope, { agentId, branchId, isArchived: true });
    expect(await getProposal(scope, { agentId, proposalId })).toMatchObject({ status: 'closed', closeReason: 'branch_archived' });
  });
});

describe('a procedure', () => {
  it('is a draft until the branch is committed, keeps its versions, and can be pinned to one and taken off', async () => {
    const { scope, agentId, branchId } = await agentWithBranch();
    const procedureId = await createProcedure(scope, { agentId, branchId, name: 'Refund', content: 'Ask for {{order}}.', trigger: 'wants money back' });
    expect(await listProcedures(scope, { agentId, branchId })).toMatchObject([{ procedureId, versionId: null, hasDraft: true }]);
    const first = (await updateAgent(scope, { agentId, branchId, changes: greeting('Hi') })).version.config.procedures[procedureId];
    expect(first).toMatchObject({ name: 'Refund', versionId: expect.stringMatching(/^agtprcv_/) });
    await writeProcedureDraft(scope, { agentId, branchId, procedureId, name: 'Refund', content: 'Ask twice.', type: 'free_form' });
    const second = (await updateAgent(scope, { agentId, branchId })).version.config.procedures[procedureId];
    expect(second).toMatchObject({ content: 'Ask twice.', trigger: 'wants money back' });
    expect(second?.versionId).not.toBe(first?.versionId);
    expect(await getProcedure(scope, { agentId, branchId, procedureId, versionId: first?.versionId ?? '' })).toMatchObject({ content: 'Ask for {{order}}.' });
    const pinned = await updateAgent(scope, { agentId, branchId, procedures: { [procedureId]: { versionId: first?.versionId ?? '' } } });
    expect(pinned.version.config.procedures[procedureId]?.content).toBe('Ask for {{order}}.');
    await removeProcedure(scope, { agentId, branchId, procedureId });
    expect(await listProcedures(scope, { agentId, branchId })).toEqual([]);
  });
});
