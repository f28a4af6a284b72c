import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { ElevenLabsClient } from '@elevenlabs/elevenlabs-js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { closeDatabase, type Database, openDatabase } from '../../db/client';
import { encodeWav } from '../../lib/wav';
import { newId } from '../../lib/new-id';
import { analyseConversationJob } from '../../jobs/definitions';
import { createTestDatabase } from '../../testing/database';
import { makeWorkspace, type TestWorkspace } from '../../testing/factories';
import { startRestServer } from '../../testing/rest-server';
import { makeServices } from '../../testing/services';
import { createAgent } from '../agents/create-agent';
import { updateAgent } from '../agents/update-agent';
import { deleteConversation } from '../conversations/delete-conversation';
import { announceInitiationFailure } from './announce-conversation';
import { deliver, DeliveryFailed } from './deliver';
import { getAfterCalls, setAfterCalls } from './after-calls';
import { getDelivery, listDeliveries, replayDelivery } from './deliveries';
import { createWebhook, deleteWebhook, listWebhooks, updateWebhook } from './manage-webhooks';

interface Received {
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;
let workspace: TestWorkspace;
let rest: Awaited<ReturnType<typeof startRestServer>>;
let client: ElevenLabsClient;
let hook: http.Server;
let hookUrl: string;
let status = 200;
let received: Received[] = [];
const made = makeServices({ allowPrivateHosts: ['127.0.0.1'] });
const { services, jobs } = made;
const { signal } = new AbortController();

beforeAll(async () => {
  test = await createTestDatabase();
  db = openDatabase(test.url);
  workspace = await makeWorkspace(db);
  rest = await startRestServer(db, services);
  client = new ElevenLabsClient({ apiKey: workspace.apiKey, baseUrl: rest.url, maxRetries: 0 });
  hook = http.createServer(async (request, response) => {
    received.push({ headers: request.headers, body: await text(request) });
    response.writeHead(status).end('{}');
  });
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
  hookUrl = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/calls`;
});

afterEach(() => {
  received = [];
  status = 200;
});

afterAll(async () => {
  hook.close();
  await rest.close();
  await closeDatabase(db);
  await test.drop();
  made.remove();
});

async function webhook(more: { headers?: Record<string, string> } = {}) {
  return createWebhook(workspace.scope, { name: 'Calls', url: hookUrl, sealKeys: services.sealKeys, ...more });
}

async function endedCall(webhookId: string, events: readonly string[] = ['transcript', 'audio'], hasAudio = false) {
  const { scope } = workspace;
  const agent = await createAgent(scope, {
    name: 'Desk',
    config: {
      platformSettings: {
        evaluation: { criteria: [{ id: 'hours', name: 'Hours', type: 'prompt', conversationGoalPrompt: 'The agent says “nine”.' }] },
        dataCollection: { email: { type: 'string', description: 'The email address of the caller' } },
        workspaceOverrides: { webhooks: { postCallWebhookId: webhookId, events } },
      },
    },
  });
  const conversationId = newId('conversation');
  const recordingKey = `recordings/${conversationId}.wav`;
  if (hasAudio) await services.storage.put(recordingKey, encodeWav(new Int16Array(32_000), { sampleRate: 16_000, channels: 2 }));
  await scope.db.conversation.create({
    data: {
      id: conversationId,
      workspaceId: workspace.id,
      agentId: agent.id,
      agentVersionId: agent.version.id,
      branchId: agent.branchId,
      status: 'processing',
      endedAt: new Date(),
      endReason: 'participant-left',
      authorizationMethod: 'public',
      language: 'en',
      ...(hasAudio ? { recordingKey, recordingMs: 1000 } : {}),
      transcript: [
        { role: 'user', timeInCallSecs: 0, message: 'When do you open? Write to ada@example.com.' },
        { role: 'agent', timeInCallSecs: 2, message: 'We open at nine.' },
      ],
    },
  });
  await services.jobs.enqueue(analyseConversationJob, { workspaceId: workspace.id, conversationId });
  return { agentId: agent.id, conversationId };
}

describe('after a call', () => {
  it('the transcript with its analysis arrives as the API gives it, signed so that the official client accepts it', async () => {
    const { webhookId, secret } = await webhook({ headers: { 'x-team': 'front' } });
    const { conversationId } = await endedCall(webhookId);
    await jobs.runAll(db, services);
    expect(received).toHaveLength(1);
    const [event] = received;
    const body = event?.body ?? '';
    expect(event?.headers['x-team']).toBe('front');
    const read = await client.webhooks.constructEvent(body, String(event?.headers['elevenlabs-signature']), secret);
    expect(read.type).toBe('post_call_transcription');
    await expect(client.webhooks.constructEvent(`${body} `, String(event?.headers['elevenlabs-signature']), secret)).rejects.toThrow();
    const { data, event_timestamp: at } = JSON.parse(body) as { data: Record<string, unknown>; event_timestamp: number };
    expect(Math.abs(at - Date.now() / 1000)).toBeLessThan(60);
    const asked = await fetch(`${rest.url}/v1/convai/conversations/${conversationId}`, { headers: { 'xi-api-key': workspace.apiKey } });
    expect(data).toEqual(await asked.json());
    expect(data['analysis']).toMatchObject({
      call_successful: 'success',
      evaluation_criteria_results: { hours: { result: 'success', rationale: expect.stringContaining('rules') } },
      data_collection_results: { email: { value: 'ada@example.com', json_schema: { type: 'string' } } },
      call_summary_title: 'When do you open? Write to ada@example.com.',
    });
  });

  it('the audio comes in a request of its own, as base64 MP3 and nothing else', async () => {
    const { webhookId, secret } = await webhook();
    const { agentId, conversationId } = await endedCall(webhookId, ['audio'], true);
    await jobs.runAll(db, services);
    const { type, data } = JSON.parse(received[0]?.body ?? '{}') as { type: string; data: Record<string, string> };
    expect([type, Object.keys(data).sort()]).toEqual(['post_call_audio', ['agent_id', 'conversation_id', 'full_audio']]);
    expect(data).toMatchObject({ agent_id: agentId, conversation_id: conversationId });
    expect(Buffer.from(data['full_audio'] ?? '', 'base64')[0]).toBe(0xff);
    await client.webhooks.constructEvent(received[0]?.body ?? '', String(received[0]?.headers['elevenlabs-signature']), secret);
  });

  it('the workspace’s own setting holds for agents that name no webhook; an agent’s wins over it', async () => {
    const { webhookId } = await webhook();
    const other = await webhook();
    await workspace.scope.db.workspace.update({
      where: { id: workspace.id },
      data: { convaiSettings: { webhooks: { post_call_webhook_id: webhookId, events: ['transcript'] } } },
    });
    await endedCall('', ['transcript']);
    await endedCall(other.webhookId, ['transcript']);
    await jobs.runAll(db, services);
    const sent = async (id: string) => (await listDeliveries(workspace.scope, { webhookId: id })).items.length;
    expect([await sent(webhookId), await sent(other.webhookId)]).toEqual([1, 1]);
    expect((await listWebhooks(workspace.scope)).find(({ id }) => id === webhookId)?.usage).toEqual(['workspace']);
    await expect(deleteWebhook(workspace.scope, webhookId)).rejects.toMatchObject({ code: 'conflict' });
    await workspace.scope.db.workspace.update({ where: { id: workspace.id }, data: { convaiSettings: {} } });
  });

  it('what the workspace is told after calls is set and cleared as a whole', async () => {
    const { webhookId } = await webhook();
    const wanted = { webhookId, sendsTranscript: false, sendsAudio: false, sendsFailures: true };
    await setAfterCalls(workspace.scope, { ...wanted, sendsAudio: true });
    await setAfterCalls(workspace.scope, wanted);
    expect(await getAfterCalls(workspace.scope)).toEqual(wanted);
    await expect(setAfterCalls(workspace.scope, { ...wanted, webhookId: 'whk_none' })).rejects.toMatchObject({ code: 'not_found' });
    await setAfterCalls(workspace.scope, { ...wanted, webhookId: null });
    expect(await getAfterCalls(workspace.scope)).toMatchObject({ webhookId: null, sendsFailures: false });
    await deleteWebhook(workspace.scope, webhookId);
  });

  it('is told once, however often the analysis runs; and again when someone asks for it', async () => {
    const { webhookId } = await webhook();
    const { conversationId } = await endedCall(webhookId, ['transcript']);
    await jobs.runAll(db, services);
    await services.jobs.enqueue(analyseConversationJob, { workspaceId: workspace.id, conversationId });
    await jobs.runAll(db, services);
    expect(received).toHaveLength(1);
    const { items } = await listDeliveries(workspace.scope, { webhookId });
    expect(items).toMatchObject([{ status: 'delivered', statusCode: 200, attempts: 1, problem: null }]);
    await replayDelivery(workspace.scope, items[0]?.id ?? '', services.jobs);
    await jobs.runAll(db, services);
    expect(received).toHaveLength(2);
    expect(JSON.parse(received[1]?.body ?? '').data).toEqual(JSON.parse(received[0]?.body ?? '').data);
  });

  it('a call that could not be made is told with what the carrier said', async () => {
    const { webhookId } = await webhook();
    const { conversationId } = await endedCall(webhookId, ['call_initiation_failure']);
    jobs.waiting.length = 0;
    await announceInitiationFailure(workspace.scope, { conversationId, reason: 'busy', metadata: { type: 'twilio', body: { CallSid: 'CA1' } } }, services.jobs);
    await jobs.runAll(db, services);
    expect(JSON.parse(received[0]?.body ?? '{}')).toMatchObject({
      type: 'call_initiation_failure',
      data: { conversation_id: conversationId, failure_reason: 'busy', metadata: { type: 'twilio', body: { CallSid: 'CA1' } } },
    });
  });
});

describe('a webhook that does not answer', () => {
  async function pending(webhookId: string) {
    await endedCall(webhookId, ['transcript']);
    const analysis = jobs.waiting.shift();
    jobs.waiting.length = 0;
    if (analysis !== undefined) jobs.waiting.push(analysis);
    return (async () => {
      await jobs.runAll(db, services).catch(() => undefined);
      const { items } = await listDeliveries(workspace.scope, { webhookId });
      return items;
    })();
  }

  it('is tried again, and each try is noted', async () => {
    const { webhookId } = await webhook();
    status = 500;
    const [delivery] = await pending(webhookId);
    expect(received).toHaveLength(1);
    expect(delivery).toMatchObject({ status: 'failed', statusCode: 500, attempts: 1 });
    const again = await replayDelivery(workspace.scope, delivery?.id ?? '', services.jobs);
    jobs.waiting.length = 0;
    await expect(deliver(workspace.scope, again, services, signal)).rejects.toThrow(DeliveryFailed);
    status = 204;
    await deliver(workspace.scope, again, services, signal);
    expect((await listDeliveries(workspace.scope, { webhookId, status: 'delivered' })).items).toMatchObject([{ id: again, attempts: 2, statusCode: 204 }]);
    const { tries, requestBody, conversationId } = await getDelivery(workspace.scope, again);
    expect(tries).toMatchObject([
      { statusCode: 500, problem: 'The webhook answered 500.', answer: '{}' },
      { statusCode: 204, problem: null, answer: '' },
    ]);
    expect(JSON.parse(requestBody ?? '')).toEqual(JSON.parse(received.at(-1)?.body ?? ''));
    await deleteConversation(workspace.scope, { conversationId: conversationId ?? '', storage: services.storage });
    expect(await getDelivery(workspace.scope, again)).toMatchObject({ tries: [], requestBody: null });
  });

  it('is not tried again where that is switched off', async () => {
    const { webhookId } = await webhook();
    await updateWebhook(workspace.scope, { webhookId, isRetried: false, sealKeys: services.sealKeys });
    status = 503;
    expect(await pending(webhookId)).toMatchObject([{ status: 'failed', problem: 'The webhook answered 503.' }]);
  });

  it('is switched off after ten failures in a row and a week without a success, and begins anew when switched on', async () => {
    const { webhookId } = await webhook();
    await workspace.scope.db.webhook.updateMany({ where: { id: webhookId }, data: { failureCount: 9, createdAt: new Date(Date.now() - 8 * 86_400_000) } });
    status = 500;
    const [delivery] = await pending(webhookId);
    const state = async () => (await listWebhooks(workspace.scope)).find(({ id }) => id === webhookId);
    expect(await state()).toMatchObject({ isAutoDisabled: true, lastFailureCode: 500 });
    await replayDelivery(workspace.scope, delivery?.id ?? '', services.jobs);
    received = [];
    await jobs.runAll(db, services);
    expect(received).toEqual([]);
    expect((await listDeliveries(workspace.scope, { webhookId })).items[0]).toMatchObject({ status: 'failed', problem: 'The webhook is switched off.' });
    await updateWebhook(workspace.scope, { webhookId, isDisabled: false, sealKeys: services.sealKeys });
    expect(await state()).toMatchObject({ isAutoDisabled: false });
  });

  it('cannot be an address within the network that nobody opened', async () => {
    const { webhookId } = await createWebhook(workspace.scope, { name: 'Inside', url: 'http://169.254.169.254/latest', sealKeys: services.sealKeys });
    await updateWebhook(workspace.scope, { webhookId, isRetried: false, sealKeys: services.sealKeys });
    expect(await pending(webhookId)).toMatchObject([{ status: 'failed', statusCode: null, problem: expect.any(String) }]);
  });
});

describe('the official client', () => {
  it('creates, lists, changes and deletes webhooks, and runs an analysis again', async () => {
    const { webhookId, webhookSecret } = await client.webhooks.create({ settings: { authType: 'hmac', name: 'Mine', webhookUrl: hookUrl } });
    expect(webhookSecret).toMatch(/^wsec_/);
    const agent = await client.conversationalAi.agents.create({
      name: 'Desk',
      conversationConfig: {},
      platformSettings: { workspaceOverrides: { webhooks: { postCallWebhookId: webhookId, events: ['transcript'] } } },
    });
    const mine = async () => (await client.webhooks.list({ includeUsages: true })).webhooks.find((each) => each.webhookId === webhookId);
    expect(await mine()).toMatchObject({ name: 'Mine', isDisabled: false, authType: 'hmac', usage: [{ usageType: 'ConvAI Agent Settings' }] });
    await client.webhooks.update(webhookId, { name: 'Renamed', isDisabled: true, retryEnabled: false });
    expect(await mine()).toMatchObject({ name: 'Renamed', isDisabled: true });
    await expect(client.webhooks.delete(webhookId)).rejects.toMatchObject({ statusCode: 409 });
    await updateAgent(workspace.scope, { agentId: agent.agentId, changes: { platformSettings: { workspaceOverrides: { webhooks: null } } } });
    await client.webhooks.delete(webhookId);
    expect(await mine()).toBeUndefined();

    const { conversationId } = await endedCall('', ['transcript']);
    jobs.waiting.length = 0;
    const { analysis: all } = client.conversationalAi.conversations;
    const analysed = await all.run(conversationId);
    expect(analysed.status).toBe('done');
    expect(analysed.analysis?.evaluationCriteriaResults?.['hours']).toMatchObject({ result: 'success' });
    expect((await all.runEvaluation(conversationId, { evaluationId: 'hours' })).analysis?.callSuccessful).toBe('success');
    await expect(all.runEvaluation(conversationId, { evaluationId: 'none' })).rejects.toMatchObject({ statusCode: 404 });
  });
});
