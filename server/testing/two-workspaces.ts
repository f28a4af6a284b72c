import { makeInvitationToken, type Database } from '../auth/scope';
import { hashInvitationToken } from '../auth/invitations';
import { createApiKey } from '../domain/api-keys/create-api-key';
import { createAuthConnection } from '../domain/auth-connections/create-auth-connection';
import { createEnvironmentVariable } from '../domain/environment-variables/create-environment-variable';
import { createMcpServer } from '../domain/mcp-servers/create-mcp-server';
import { addToolOverride, approveTool } from '../domain/mcp-servers/update-mcp-server';
import { createSecret } from '../domain/secrets/create-secret';
import { createTool } from '../domain/tools/create-tool';
import { createAgent } from '../domain/agents/create-agent';
import { assignTags, createTag } from '../domain/conversation-tags/conversation-tags';
import { createBranch } from '../domain/branches/create-branch';
import { proposeMerge } from '../domain/merge-proposals/change-proposal';
import { addGroupMember, createGroup } from '../domain/groups/groups';
import { createServiceAccount, createServiceAccountKey } from '../domain/service-accounts/service-accounts';
import { createTestFolder } from '../domain/tests/folders';
import { runTests } from '../domain/tests/invocations';
import { createTest } from '../domain/tests/manage-tests';
import { createWebhook } from '../domain/webhooks/manage-webhooks';
import { createProcedure } from '../domain/procedures/procedures';
import { upsertCredential } from '../domain/credentials/upsert-credential';
import { prepareConversation } from '../domain/conversations/prepare-conversation';
import type { Services } from '../domain/services';
import { encodeWav } from '../lib/wav';
import { newId } from '../lib/new-id';
import { makeMember, makeUser, makeWorkspace, type TestWorkspace } from './factories';

/** A workspace with one of everything that can be named by an id. */
export interface FullWorkspace extends TestWorkspace {
  readonly agentId: string;
  readonly versionId: string;
  readonly mainBranchId: string;
  readonly branchId: string;
  readonly proposalId: string;
  readonly procedureId: string;
  readonly conversationId: string;
  readonly tagId: string;
  readonly webhookId: string;
  readonly testId: string;
  readonly testFolderId: string;
  readonly invocationId: string;
  readonly testRunId: string;
  readonly deliveryId: string;
  readonly credentialId: string;
  readonly invitationId: string;
  readonly invitationToken: string;
  readonly secondMembershipId: string;
  readonly signature: string;
  /** A key that may do everything. */
  readonly fullKey: string;
  readonly toolId: string;
  readonly secretId: string;
  readonly variableId: string;
  readonly connectionId: string;
  readonly mcpServerId: string;
  readonly groupId: string;
  readonly secondEmail: string;
  readonly serviceAccountId: string;
  readonly serviceKeyId: string;
}

export async function makeFullWorkspace(db: Database, services: Services): Promise<FullWorkspace> {
  const workspace = await makeWorkspace(db);
  const { scope } = workspace;
  const agent = await createAgent(scope, { name: 'Agent', config: { platformSettings: { auth: { enableAuth: true } } } });
  const branch = {
    agentId: agent.id,
    branchId: (await createBranch(scope, { agentId: agent.id, parentVersionId: agent.version.id, name: 'Try', description: '' })).branchId,
  };
  const proposalId = await proposeMerge(scope, { agentId: agent.id, sourceBranchId: branch.branchId, targetBranchId: agent.mainBranchId, title: 'Try it' });
  const procedureId = await createProcedure(scope, { ...branch, name: 'Refund', content: 'Ask.' });
  const conversationId = newId('conversation');
  const recordingKey = `recordings/${workspace.id}/${conversationId}.wav`;
  await services.storage.put(recordingKey, encodeWav(new Int16Array(3200), { sampleRate: 16_000, channels: 2 }));
  await scope.db.conversation.create({
    data: {
      id: conversationId,
      workspaceId: workspace.id,
      agentId: agent.id,
      agentVersionId: agent.version.id,
      status: 'done',
      endedAt: new Date(),
      endReason: 'participant-left',
      authorizationMethod: 'public',
      language: 'en',
      recordingKey,
      recordingMs: 100,
    },
  });
  const credential = await upsertCredential(scope, {
    provider: 'scripted',
    settings: { apiKey: 'good-key-000000' },
    sealKeys: services.sealKeys,
    catalogue: services.catalogue,
  });
  const { webhookId } = await createWebhook(scope, { name: 'Calls', url: 'https://example.com/calls', sealKeys: services.sealKeys });
  const deliveryId = newId('webhookDelivery');
  const tag = await createTag(scope, { title: 'To look at' });
  await assignTags(scope, { conversationId, tagIds: [tag.id] });
  await scope.db.webhookDelivery.create({ data: { id: deliveryId, workspaceId: workspace.id, webhookId, type: 'post_call_transcription', conversationId } });
  const invitationToken = makeInvitationToken();
  const invitationId = newId('invitation');
  await scope.db.invitation.create({
    data: {
      id: invitationId,
      workspaceId: workspace.id,
      email: `invited-${invitationId}@example.com`,
      role: 'editor',
      tokenHash: hashInvitationToken(invitationToken),
      invitedBy: workspace.ownerId,
      expiresAt: new Date(Date.now() + 86_400_000),
    },
  });
  const second = await makeUser(db);
  const secondMembershipId = await makeMember(db, workspace.id, second.id, 'editor');
  const { id: groupId } = await createGroup(scope, { name: 'Desk' });
  await addGroupMember(scope, { groupId, email: second.email });
  const serviceAccountId = await createServiceAccount(scope, { name: 'Deploys' });
  const { id: serviceKeyId } = await createServiceAccountKey(scope, { serviceAccountId, name: 'Deploys' });
  const { signature } = await prepareConversation(scope, { agentId: agent.id, secret: services.secret });
  const { key: fullKey } = await createApiKey(scope, { name: 'all', permissions: ['all'] });
  return {
    ...workspace,
    fullKey,
    ...(await makeTools(scope, services)),
    agentId: agent.id,
    versionId: agent.version.id,
    mainBranchId: agent.mainBranchId,
    branchId: branch.branchId,
    proposalId,
    procedureId,
    conversationId,
    tagId: tag.id,
    webhookId,
    deliveryId,
    ...(await makeTests(scope, agent.id, services)),
    credentialId: credential.id,
    invitationId,
    invitationToken,
    secondMembershipId,
    groupId,
    secondEmail: second.email,
    serviceAccountId,
    serviceKeyId,
    signature,
  };
}

async function makeTools(scope: FullWorkspace['scope'], { sealKeys }: Services) {
  const tool = await createTool(scope, { config: { type: 'client', name: 'own_tool' } });
  const secret = await createSecret(scope, { name: 'own', value: 'a-value', sealKeys });
  const variable = await createEnvironmentVariable(scope, { label: 'own', type: 'string', values: { production: 'x' } });
  const connection = await createAuthConnection(scope, { config: { authType: 'bearer_auth', name: 'own', provider: 'p', token: 't' }, sealKeys });
  // Nobody listens there: what a server offers is asked for all the same, and answered with why it is not known.
  const server = await createMcpServer(scope, { config: { name: 'own', url: 'http://127.0.0.1:1/mcp', transport: 'STREAMABLE_HTTP' } });
  await approveTool(scope, { serverId: server.id, toolName: 'look_up', description: 'x', inputSchema: {}, approvalPolicy: 'auto_approved' });
  await addToolOverride(scope, { serverId: server.id, override: { toolName: 'look_up', preToolSpeech: 'off' } });
  return { toolId: tool.id, secretId: secret.id, variableId: variable.id, connectionId: connection.id, mcpServerId: server.id };
}

async function makeTests(scope: TestWorkspace['scope'], agentId: string, services: Services) {
  const { id: testFolderId } = await createTestFolder(scope, { name: 'Hours' });
  const testId = await createTest(scope, { type: 'llm', name: 'Opens at nine', document: { success_condition: 'Says nine.' } });
  const { id: invocationId, runs } = await runTests(scope, { agentId, tests: [{ testId }] }, services.jobs);
  return { testFolderId, testId, invocationId, testRunId: runs[0]?.id ?? '' };
}

/** Two of them that know nothing of each other. */
export async function makeTwoWorkspaces(db: Database, services: Services): Promise<{ readonly a: FullWorkspace; readonly b: FullWorkspace }> {
  return { a: await makeFullWorkspace(db, services), b: await makeFullWorkspace(db, services) };
}
