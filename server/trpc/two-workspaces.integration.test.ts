import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Permission, type Role, rolePermissions, roles } from '../contracts/roles';
import { AppError } from '../lib/app-error';
import { closeDatabase, type Database, openDatabase } from '../db/client';
import { silentLogger } from '../lib/logger';
import { createTestDatabase } from '../testing/database';
import { knowledge } from '../rest/sweeps/knowledge';
import { makeServices } from '../testing/services';
import { makeMember, makeUser } from '../testing/factories';
import { type FullWorkspace, makeFullWorkspace, makeTwoWorkspaces } from '../testing/two-workspaces';
import { createCaller } from './caller';
import type { Context } from './context';
import type { ProcedureMeta } from './init';
import { appRouter } from './root';

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;
let a: FullWorkspace;
let b: FullWorkspace;
const made = makeServices();
const nothing = { documentId: '', crawlId: '' };
const knowledgeOf = new Map<string, { readonly documentId: string; readonly crawlId: string }>();

beforeAll(async () => {
  test = await createTestDatabase();
  db = openDatabase(test.url);
  ({ a, b } = await makeTwoWorkspaces(db, made.services));
  for (const owner of [a, b]) knowledgeOf.set(owner.id, (await knowledge.make?.(owner, made.services)) ?? nothing);
});

afterAll(async () => {
  await closeDatabase(db);
  await test.drop();
  made.remove();
});

type Sample = (owner: FullWorkspace) => Record<string, unknown>;

/** An input for each procedure that takes a workspace, naming what belongs to `owner`. A new procedure has no sample and so fails the test below. */
const samples: Readonly<Record<string, Sample>> = {
  'agents.list': () => ({}),
  'agents.get': ({ agentId }) => ({ agentId }),
  'agents.turnAdvice': ({ agentId }) => ({ agentId }),
  'agents.create': () => ({ name: 'intruder' }),
  'agents.update': ({ agentId }) => ({ agentId, name: 'taken' }),
  'agents.duplicate': ({ agentId }) => ({ agentId }),
  'agents.archive': ({ agentId }) => ({ agentId }),
  'agents.delete': ({ agentId }) => ({ agentId }),
  'agents.versions': ({ agentId }) => ({ agentId }),
  'agents.restore': ({ agentId }) => ({ agentId, versionNumber: 1 }),
  'analytics.report': () => ({ section: 'tools', period: { fromUnix: 0, untilUnix: 3600 }, timeZone: 'UTC', by: 'agent' }),
  'analytics.overview': () => ({ period: { fromUnix: 0, untilUnix: 3600 } }),
  'analytics.providers': () => ({ period: { fromUnix: 0, untilUnix: 3600 }, timeZone: 'UTC' }),
  'analytics.values': () => ({}),
  'analytics.topics': () => ({}),
  'analytics.prices': () => ({ uses: [{ capability: 'language-model', producedBy: 'openai:gpt' }] }),
  'analytics.setPrice': () => ({ capability: 'language-model', producedBy: 'openai:gpt', unit: 'input-tokens', usd: 1 }),
  'apiKeys.list': () => ({}),
  'apiKeys.create': () => ({ name: 'intruder' }),
  'apiKeys.revoke': ({ apiKeyId }) => ({ apiKeyId }),
  'auditLog.list': () => ({}),
  'auditLog.exportPage': () => ({ format: 'jsonl' }),
  'branches.list': ({ agentId }) => ({ agentId }),
  'branches.get': (owner) => branchOf(owner),
  'branches.create': ({ agentId, versionId }) => ({ agentId, parentVersionId: versionId, name: 'intruder' }),
  'branches.update': (owner) => ({ ...branchOf(owner), name: 'taken' }),
  'branches.previewMerge': ({ agentId, branchId, mainBranchId }) => ({ agentId, sourceBranchId: branchId, targetBranchId: mainBranchId }),
  'branches.merge': ({ agentId, branchId, mainBranchId }) => ({ agentId, sourceBranchId: branchId, targetBranchId: mainBranchId }),
  'branches.previewRebase': (owner) => branchOf(owner),
  'branches.rebase': (owner) => branchOf(owner),
  'branches.deployments': ({ agentId }) => ({ agentId }),
  'branches.deploy': ({ agentId, mainBranchId }) => ({ agentId, shares: [{ branchId: mainBranchId, percentage: 100 }] }),
  'branches.draft': ({ agentId }) => ({ agentId }),
  'branches.saveDraft': ({ agentId }) => ({ agentId, name: 'taken', config: {} }),
  'branches.deleteDraft': ({ agentId }) => ({ agentId }),
  'branches.publishDraft': ({ agentId }) => ({ agentId }),
  'branches.proposals': ({ agentId }) => ({ agentId }),
  'branches.proposal': ({ agentId, proposalId }) => ({ agentId, proposalId }),
  'branches.propose': ({ agentId, branchId, mainBranchId }) => ({ agentId, sourceBranchId: branchId, targetBranchId: mainBranchId, title: 'intruder' }),
  'branches.editProposal': ({ agentId, proposalId }) => ({ agentId, proposalId, title: 'taken' }),
  'branches.commentOnProposal': ({ agentId, proposalId }) => ({ agentId, proposalId, body: 'hello' }),
  'branches.reviewProposal': ({ agentId, proposalId }) => ({ agentId, proposalId, state: 'approved' }),
  'branches.mergeProposal': ({ agentId, proposalId }) => ({ agentId, proposalId }),
  'branches.procedures': (owner) => branchOf(owner),
  'branches.createProcedure': (owner) => branchOf(owner),
  'branches.procedureDraft': (owner) => ({ ...branchOf(owner), procedureId: owner.procedureId }),
  'branches.writeProcedureDraft': (owner) => ({ ...branchOf(owner), procedureId: owner.procedureId, name: 'taken', content: 'taken', type: 'free_form' }),
  'branches.deleteProcedureDraft': (owner) => ({ ...branchOf(owner), procedureId: owner.procedureId }),
  'branches.removeProcedure': (owner) => ({ ...branchOf(owner), procedureId: owner.procedureId }),
  'authConnections.list': () => ({}),
  'authConnections.create': () => ({ config: { authType: 'bearer_auth', name: 'intruder', provider: 'p', token: 't' } }),
  'authConnections.update': ({ connectionId }) => ({ connectionId, changes: { token: 'taken' } }),
  'authConnections.delete': ({ connectionId }) => ({ connectionId }),
  'conversations.list': () => ({}),
  'conversations.get': ({ conversationId }) => ({ conversationId }),
  'conversations.topic': ({ conversationId }) => ({ conversationId }),
  'conversations.delete': ({ conversationId }) => ({ conversationId }),
  'conversations.deleteMany': ({ conversationId }) => ({ conversationIds: [conversationId] }),
  'conversations.exportPage': () => ({ format: 'jsonl' }),
  'conversations.tags': () => ({}),
  'conversations.createTag': () => ({ title: 'intruder' }),
  'conversations.deleteTag': ({ tagId }) => ({ tagId }),
  'conversations.assignTag': ({ conversationId, tagId }) => ({ conversationId, tagId }),
  'conversations.unassignTag': ({ conversationId, tagId }) => ({ conversationId, tagId }),
  'conversations.views': () => ({}),
  'conversations.saveView': () => ({ name: 'intruder', query: '' }),
  'conversations.deleteView': () => ({ viewId: 'cview_none' }),
  'credentials.list': () => ({}),
  'credentials.upsert': () => ({ provider: 'scripted', settings: { apiKey: 'good-key-intruder' } }),
  'credentials.delete': ({ credentialId }) => ({ credentialId }),
  'credentials.test': ({ credentialId }) => ({ credentialId }),
  'environmentVariables.list': () => ({}),
  'environmentVariables.get': ({ variableId }) => ({ variableId }),
  'environmentVariables.create': () => ({ label: 'intruder', type: 'string', values: { production: 'x' } }),
  'environmentVariables.update': ({ variableId }) => ({ variableId, values: { production: 'taken' } }),
  'evaluations.tally': ({ agentId }) => ({ agentId }),
  'evaluations.rerun': ({ conversationId }) => ({ conversationId }),
  'home.firstSteps': () => ({}),
  'home.dismissFirstSteps': () => ({ isDismissed: true }),
  'groups.list': () => ({}),
  'groups.create': () => ({ name: 'intruders' }),
  'groups.delete': ({ groupId }) => ({ groupId }),
  'groups.addMember': ({ groupId, secondEmail }) => ({ groupId, email: secondEmail }),
  'groups.removeMember': ({ groupId, secondEmail }) => ({ groupId, email: secondEmail }),
  'invitations.list': () => ({}),
  'invitations.revoke': ({ invitationId }) => ({ invitationId }),
  'knowledge.list': () => ({}),
  'knowledge.get': (owner) => documentOf(owner),
  'knowledge.chunks': (owner) => documentOf(owner),
  'knowledge.indexes': (owner) => documentOf(owner),
  'knowledge.overview': () => ({}),
  'knowledge.dependentAgents': (owner) => documentOf(owner),
  'knowledge.ask': () => ({ question: 'what?' }),
  'knowledge.createText': () => ({ text: 'intruder' }),
  'knowledge.createUrl': () => ({ url: 'https://site.example/' }),
  'knowledge.createFolder': () => ({ name: 'intruder' }),
  'knowledge.update': (owner) => ({ ...documentOf(owner), name: 'taken' }),
  'knowledge.move': (owner) => ({ documentIds: [documentOf(owner).documentId], folderId: null }),
  'knowledge.refresh': (owner) => documentOf(owner),
  'knowledge.delete': (owner) => ({ ...documentOf(owner), force: true }),
  'knowledge.reindex': (owner) => documentOf(owner),
  'knowledge.crawls': () => ({}),
  'knowledge.crawl': (owner) => crawlOf(owner),
  'knowledge.createCrawl': () => ({ url: 'https://site.example/' }),
  'knowledge.cancelCrawl': (owner) => crawlOf(owner),
  'mcpServers.list': () => ({}),
  'mcpServers.get': ({ mcpServerId }) => ({ serverId: mcpServerId }),
  'mcpServers.create': () => ({ config: { name: 'intruder', url: 'http://127.0.0.1:1/' } }),
  'mcpServers.update': ({ mcpServerId }) => ({ serverId: mcpServerId, changes: { description: 'taken' } }),
  'mcpServers.setApprovalPolicy': ({ mcpServerId }) => ({ serverId: mcpServerId, approvalPolicy: 'auto_approve_all' }),
  'mcpServers.delete': ({ mcpServerId }) => ({ serverId: mcpServerId }),
  'mcpServers.tools': ({ mcpServerId }) => ({ serverId: mcpServerId }),
  'mcpServers.approveTool': ({ mcpServerId }) => ({
    serverId: mcpServerId,
    toolName: 'taken',
    description: '',
    inputSchema: {},
    approvalPolicy: 'auto_approved',
  }),
  'mcpServers.withdrawApproval': ({ mcpServerId }) => ({ serverId: mcpServerId, toolName: 'look_up' }),
  'mcpServers.addToolOverride': ({ mcpServerId }) => ({ serverId: mcpServerId, override: { toolName: 'taken' } }),
  'mcpServers.updateToolOverride': ({ mcpServerId }) => ({ serverId: mcpServerId, toolName: 'look_up', changes: { preToolSpeech: 'force' } }),
  'mcpServers.dropToolOverride': ({ mcpServerId }) => ({ serverId: mcpServerId, toolName: 'look_up' }),
  'members.list': () => ({}),
  'members.invite': () => ({ email: 'intruder@example.com', role: 'viewer' }),
  'members.changeRole': ({ secondMembershipId }) => ({ memberId: secondMembershipId, role: 'viewer' }),
  'members.remove': ({ secondMembershipId }) => ({ memberId: secondMembershipId }),
  'providers.list': () => ({}),
  'providers.localSpeech': () => ({ language: 'en' }),
  'serviceAccounts.list': () => ({}),
  'serviceAccounts.create': () => ({ name: 'intruder' }),
  'serviceAccounts.createKey': ({ serviceAccountId }) => ({ serviceAccountId, name: 'intruder', permissions: [], allowedIps: [] }),
  'serviceAccounts.setKeyEnabled': ({ serviceAccountId, serviceKeyId }) => ({ serviceAccountId, keyId: serviceKeyId, isEnabled: false }),
  'serviceAccounts.deleteKey': ({ serviceAccountId, serviceKeyId }) => ({ serviceAccountId, keyId: serviceKeyId }),
  'secrets.list': () => ({}),
  'secrets.get': ({ secretId }) => ({ secretId }),
  'secrets.create': () => ({ name: 'intruder', value: 'x' }),
  'secrets.update': ({ secretId }) => ({ secretId, name: 'taken' }),
  'secrets.delete': ({ secretId }) => ({ secretId }),
  'tools.list': () => ({}),
  'tools.get': ({ toolId }) => ({ toolId }),
  'tools.create': () => ({ config: { type: 'client', name: 'intruder' } }),
  'tools.update': ({ toolId }) => ({ toolId, config: { type: 'client', name: 'taken' } }),
  'tools.delete': ({ toolId }) => ({ toolId, force: true }),
  'tools.agents': ({ toolId }) => ({ toolId }),
  'tools.executions': ({ toolId }) => ({ toolId }),
  'tools.test': ({ toolId }) => ({ toolId }),
  'tests.list': () => ({}),
  'tests.get': ({ testId }) => ({ testId }),
  'tests.create': () => ({ type: 'llm', name: 'intruder', document: {} }),
  'tests.createFromConversation': ({ conversationId }) => ({ conversationId, itemIndex: 0 }),
  'tests.update': ({ testId }) => ({ testId, type: 'llm', name: 'taken', document: {} }),
  'tests.delete': ({ testId }) => ({ testId }),
  'tests.move': ({ testId }) => ({ ids: [testId], folderId: null }),
  'tests.createFolder': () => ({ name: 'intruder' }),
  'tests.renameFolder': ({ testFolderId }) => ({ folderId: testFolderId, name: 'taken' }),
  'tests.deleteFolder': ({ testFolderId }) => ({ folderId: testFolderId }),
  'tests.run': ({ agentId, testId }) => ({ agentId, testIds: [testId] }),
  'tests.invocations': () => ({}),
  'tests.invocation': ({ invocationId }) => ({ invocationId }),
  'tests.testRun': ({ testRunId }) => ({ testRunId }),
  'tests.resubmit': ({ invocationId, testRunId }) => ({ invocationId, testRunIds: [testRunId] }),
  'tests.cancel': ({ invocationId }) => ({ invocationId }),
  'voices.list': () => ({}),
  'voices.preview': () => ({ voiceRef: 'local:ada', text: 'hello', language: 'en' }),
  'webhooks.list': () => ({}),
  'webhooks.get': ({ webhookId }) => ({ webhookId }),
  'webhooks.afterCalls': () => ({}),
  'webhooks.setAfterCalls': ({ webhookId }) => ({ webhookId, sendsTranscript: true, sendsAudio: false, sendsFailures: false }),
  'webhooks.delivery': ({ deliveryId }) => ({ deliveryId }),
  'webhooks.create': () => ({ name: 'intruder', url: 'https://example.com/' }),
  'webhooks.update': ({ webhookId }) => ({ webhookId, name: 'taken' }),
  'webhooks.delete': ({ webhookId }) => ({ webhookId }),
  'webhooks.deliveries': ({ webhookId }) => ({ webhookId }),
  'webhooks.replay': ({ deliveryId }) => ({ deliveryId }),
  'shares.list': ({ conversationId }) => ({ conversationId }),
  'shares.create': ({ conversationId }) => ({ conversationId, days: 7, isMasked: true }),
  'shares.revoke': () => ({ shareId: 'share_none' }),
  'workspaces.rename': () => ({ name: 'taken' }),
  'workspaces.privacy': () => ({}),
  'workspaces.previewRetention': () => ({ days: 30 }),
  'workspaces.setPrivacy': () => ({ privacy: {}, appliesToExisting: true }),
};

function documentOf({ id }: FullWorkspace) {
  return { documentId: (knowledgeOf.get(id) ?? nothing).documentId };
}

function crawlOf({ id }: FullWorkspace) {
  return { crawlId: (knowledgeOf.get(id) ?? nothing).crawlId };
}

function branchOf({ agentId, branchId }: FullWorkspace) {
  return { agentId, branchId };
}

/** Procedures that take no workspace: they are about the person, about what a secret link opens, or about an agent that anyone may talk to. */
const withoutWorkspace = new Set([
  'account.get',
  'account.update',
  'account.changePassword',
  'account.signOutEverywhere',
  'agents.introduce',
  'invitations.read',
  'invitations.accept',
  'shares.open',
  'workspaces.mine',
  'workspaces.create',
]);

const procedures = Object.keys(appRouter._def.procedures);
const withId = Object.entries(samples).filter(([, sample]) => Object.keys(sample({} as FullWorkspace)).some((name) => /Id$/.test(name)));

function callAs(user: Pick<FullWorkspace, 'ownerId'>, path: string, input: Record<string, unknown>): Promise<unknown> {
  const context: Context = {
    session: { userId: user.ownerId, email: 'b@example.com', name: 'B', image: null, locale: null },
    db,
    services: made.services,
    ip: '127.0.0.1',
    requestId: 'request',
    log: silentLogger,
  };
  const caller: Record<string, Record<string, (input: unknown) => Promise<unknown>>> = createCaller(context) as never;
  const [router = '', name = ''] = path.split('.');
  const procedure = caller[router]?.[name];
  if (procedure === undefined) throw new Error(`there is no ${path}`);
  return procedure(input);
}

async function codeOf(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt;
    return 'ok';
  } catch (thrown) {
    const cause = (thrown as Error).cause;
    return cause instanceof AppError ? cause.code : String(thrown);
  }
}

describe('the sweep', () => {
  it('has a sample for every procedure that takes a workspace', () => {
    expect(procedures.length).toBeGreaterThan(30);
    expect([...Object.keys(samples), ...withoutWorkspace].sort()).toEqual([...procedures].sort());
  });

  it.each(Object.keys(samples))('%s of a workspace one is no member of does not exist', async (path) => {
    expect(await codeOf(callAs(b, path, { workspace: a.slug, ...samples[path]?.(a) }))).toBe('not_found');
    expect(await codeOf(callAs(b, path, { workspace: a.id, ...samples[path]?.(a) }))).toBe('not_found');
  });

  it.each(withId.map(([path]) => path))("%s in one's own workspace does not find what belongs to another", async (path) => {
    expect(await codeOf(callAs(b, path, { workspace: b.slug, ...samples[path]?.(a) }))).toBe('not_found');
  });

  it.each(Object.keys(samples))('%s without a session asks to sign in', async (path) => {
    const anonymous = createCaller({ session: null, db, services: made.services, ip: undefined, requestId: 'request', log: silentLogger }) as never;
    const [router = '', name = ''] = path.split('.');
    const procedure = (anonymous as Record<string, Record<string, (input: unknown) => Promise<unknown>>>)[router]?.[name];
    expect(await codeOf(procedure?.({ workspace: a.slug, ...samples[path]?.(a) }) ?? Promise.resolve())).toBe('unauthenticated');
  });

  it("finds one's own with the same inputs, so that not_found above means something", async () => {
    for (const path of ['agents.get', 'conversations.get', 'credentials.test', 'agents.versions', 'apiKeys.list', 'members.list']) {
      expect(await codeOf(callAs(a, path, { workspace: a.slug, ...samples[path]?.(a) })), path).toBe('ok');
    }
  });

  it('left everything of the other workspace as it was', async () => {
    const agent = await db.agent.findUnique({ where: { id: a.agentId } });
    expect(agent).toMatchObject({ name: 'Agent', deletedAt: null, archivedAt: null, versionNumber: 1 });
    expect(await db.conversation.count({ where: { workspaceId: a.id } })).toBe(1);
    expect((await db.apiKey.findUnique({ where: { id: a.apiKeyId } }))?.revokedAt).toBeNull();
    expect(await db.membership.count({ where: { workspaceId: a.id } })).toBe(2);
    expect(await db.providerCredential.count({ where: { workspaceId: a.id } })).toBe(1);
    expect((await db.invitation.findUnique({ where: { id: a.invitationId } }))?.revokedAt).toBeNull();
  });
});

/** Mutations for readers: to keep a view of one's own, to put one's own first steps away, to leave (the use case asks for more when it is someone else who is to go), to hear a voice. */
const mutationsForReaders = ['conversations.deleteView', 'conversations.saveView', 'home.dismissFirstSteps', 'members.remove', 'voices.preview'];

describe('what each role may do', () => {
  let c: FullWorkspace;
  const people = new Map<Role, Pick<FullWorkspace, 'ownerId'>>();
  const all = appRouter._def.procedures as unknown as Readonly<Record<string, { readonly _def: { readonly type: string; readonly meta?: ProcedureMeta } }>>;
  const rules = Object.entries(all).map(([path, { _def }]) => ({ path, type: _def.type, permission: _def.meta?.permission }));

  beforeAll(async () => {
    c = await makeFullWorkspace(db, made.services);
    for (const role of roles) {
      const person = await makeUser(db);
      await makeMember(db, c.id, person.id, role);
      people.set(role, { ownerId: person.id });
    }
  });

  it('is said by every procedure that takes a workspace, and by no other', () => {
    expect(rules.flatMap(({ path, permission }) => (permission === undefined ? [] : path)).sort()).toEqual(Object.keys(samples).sort());
  });

  it('is more than reading wherever something changes', () => {
    const tooOpen = rules.filter(({ type, permission }) => type === 'mutation' && permission?.endsWith(':read') === true);
    expect(tooOpen.map(({ path }) => path).sort()).toEqual(mutationsForReaders);
  });

  // Names of another workspace's things: whoever is let in finds nothing, so that nothing is taken away before the next role's turn.
  it.each(rules.flatMap(({ path, permission }) => (permission === undefined ? [] : roles.map((role) => ({ path, role, permission })))))(
    '$path as $role agrees with the table of roles',
    async ({ path, role, permission }: { path: string; role: Role; permission: Permission }) => {
      const code = await codeOf(callAs(people.get(role) ?? b, path, { workspace: c.slug, ...samples[path]?.(a) }));
      if (rolePermissions[role].includes(permission)) expect(code).not.toBe('forbidden');
      else expect(code).toBe('forbidden');
    },
  );
});

/** Mutations that leave nothing in the audit log with these inputs, and why. */
const notLogged: Readonly<Record<string, string>> = {
  'agents.restore': 'the version it restores is the one there is',
  'branches.rebase': 'there is nothing to take in',
  'branches.saveDraft': 'a draft is its author’s; the version it becomes is logged',
  'branches.deleteDraft': 'a draft is its author’s',
  'branches.createProcedure': 'a draft of the branch; the version it comes into is logged',
  'branches.writeProcedureDraft': 'a draft of the branch',
  'branches.deleteProcedureDraft': 'a draft of the branch',
  'branches.removeProcedure': 'the procedure was a draft',
  'conversations.saveView': 'a view is its owner’s',
  'credentials.test': 'changes nothing but when it was tried last',
  'groups.addMember': 'is in it already',
  'home.dismissFirstSteps': 'is the reader’s own page',
  'knowledge.reindex': 'the index is there',
  'voices.preview': 'changes nothing',
};
/** What cannot be done with these inputs in a workspace that has only these things: use cases' own tests see to them. */
const impossible = [
  'branches.propose',
  'branches.publishDraft',
  'conversations.deleteView',
  'knowledge.createUrl',
  'knowledge.refresh',
  'shares.revoke',
  'tests.createFromConversation',
  'tests.resubmit',
  'tools.test',
];

describe('the audit log', () => {
  const all = appRouter._def.procedures as unknown as Readonly<Record<string, { readonly _def: { readonly type: string } }>>;
  const mutations = Object.keys(samples).filter((path) => all[path]?._def.type === 'mutation');
  const refused: string[] = [];

  it.each(mutations)('has %s, with who did it and from where', async (path) => {
    const own = await makeFullWorkspace(db, made.services);
    knowledgeOf.set(own.id, (await knowledge.make?.(own, made.services)) ?? nothing);
    const known = new Set((await db.auditEntry.findMany({ where: { workspaceId: own.id }, select: { id: true } })).map(({ id }) => id));
    const code = await codeOf(callAs(own, path, { workspace: own.slug, ...samples[path]?.(own) }));
    if (code !== 'ok') return void refused.push(path);
    const entries = (await db.auditEntry.findMany({ where: { workspaceId: own.id } })).filter(({ id }) => !known.has(id));
    if (Object.hasOwn(notLogged, path)) return expect(entries).toEqual([]);
    expect(entries.length).toBeGreaterThan(0);
    for (const entry of entries)
      expect(entry).toMatchObject({
        actorKind: 'member',
        actorId: own.ownerId,
        ip: '127.0.0.1',
        action: expect.stringMatching(/^[a-z-]+\.[a-z-]+$/) as string,
      });
  });

  it('was tried with all that can be done', () => {
    expect(refused.sort()).toEqual(impossible);
  });
});
