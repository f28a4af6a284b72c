import { ElevenLabsClient } from '@elevenlabs/elevenlabs-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeDatabase, type Database, openDatabase } from '../db/client';
import { createTestDatabase } from '../testing/database';
import { startRestServer } from '../testing/rest-server';
import { makeServices } from '../testing/services';
import { type FullWorkspace, makeFullWorkspace } from '../testing/two-workspaces';

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;
let workspace: FullWorkspace;
let server: Awaited<ReturnType<typeof startRestServer>>;
let client: ElevenLabsClient;
const made = makeServices();

beforeAll(async () => {
  test = await createTestDatabase();
  db = openDatabase(test.url);
  workspace = await makeFullWorkspace(db, made.services);
  server = await startRestServer(db, made.services);
  client = new ElevenLabsClient({ apiKey: workspace.apiKey, baseUrl: server.url, maxRetries: 0 });
});

afterAll(async () => {
  await server.close();
  await closeDatabase(db);
  await test.drop();
  made.remove();
});

describe('phone numbers', () => {
  it('are kept with their carrier’s settings, of which no secret is told again', async () => {
    const { phoneNumbers } = client.conversationalAi;
    const { phoneNumberId } = await phoneNumbers.create({
      provider: 'sip_trunk',
      phoneNumber: '+49 30 901820',
      label: 'Desk',
      agentId: workspace.agentId,
      outboundTrunkConfig: { address: 'sip.example.com', transport: 'tls', credentials: { username: 'desk', password: 'hunter2' } },
    });
    const number = await phoneNumbers.get(phoneNumberId);
    expect(number).toMatchObject({
      provider: 'sip_trunk',
      phoneNumber: '+4930901820',
      assignedAgent: { agentId: workspace.agentId, agentName: 'Agent' },
      outboundTrunk: { address: 'sip.example.com', transport: 'tls', hasAuthCredentials: true, username: 'desk' },
      livekitStack: 'standard',
    });
    expect(JSON.stringify(await phoneNumbers.list())).not.toContain('hunter2');
    const row = await db.phoneNumber.findFirstOrThrow({ where: { id: phoneNumberId } });
    expect(JSON.stringify(row.config)).not.toContain('hunter2');
    expect(row.secrets?.length).toBeGreaterThan(0);

    const changed = await phoneNumbers.update(phoneNumberId, { label: 'Front', agentId: null as unknown as string });
    expect(changed).toMatchObject({ label: 'Front' });
    const raw = await fetch(`${server.url}/v1/convai/phone-numbers/${phoneNumberId}`, {
      method: 'PATCH',
      headers: { 'xi-api-key': workspace.apiKey, 'content-type': 'application/json' },
      body: JSON.stringify({ agent_id: null }),
    });
    expect(await raw.json()).toMatchObject({ assigned_agent: null });
    await expect(phoneNumbers.create({ provider: 'sip_trunk', phoneNumber: '+4930901820', label: 'Again' })).rejects.toMatchObject({ statusCode: 409 });
    await phoneNumbers.delete(phoneNumberId);
    await expect(phoneNumbers.get(phoneNumberId)).rejects.toMatchObject({ statusCode: 404 });
  });

  it('of a carrier are numbers in the international form', async () => {
    const create = (phoneNumber: string) =>
      client.conversationalAi.phoneNumbers.create({ provider: 'twilio', phoneNumber, label: 'x', sid: 'AC1', token: 't' });
    await expect(create('not a number')).rejects.toMatchObject({ statusCode: 422 });
    expect((await create('+14155550123')).phoneNumberId).toMatch(/^phnum_/);
  });
});

describe('calls', () => {
  it('are checked, and say what is missing to place them', async () => {
    const { phoneNumberId } = await client.conversationalAi.phoneNumbers.create({
      provider: 'sip_trunk',
      phoneNumber: '+4930901830',
      label: 'Calls',
      supportsOutbound: true,
    });
    const call = { agentId: workspace.agentId, agentPhoneNumberId: phoneNumberId, toNumber: '+4930901831' };
    const answer = await client.conversationalAi.sipTrunk.outboundCall(call);
    expect(answer).toMatchObject({ success: false, message: expect.stringContaining('outbound_trunk_config') });
    await expect(client.conversationalAi.twilio.outboundCall(call)).rejects.toMatchObject({ statusCode: 400 });
    await expect(client.conversationalAi.sipTrunk.outboundCall({ ...call, toNumber: 'no body' })).rejects.toMatchObject({ statusCode: 422 });
    await expect(client.conversationalAi.sipTrunk.outboundCall({ ...call, agentId: 'agent_none' })).rejects.toMatchObject({ statusCode: 404 });
    await expect(
      client.conversationalAi.twilio.registerCall({ agentId: workspace.agentId, fromNumber: '+4930901831', toNumber: '+4930901830' }),
    ).rejects.toMatchObject({ statusCode: 412 });
  });
});

describe('batches of calls', () => {
  it('are run by a job at their time, tried again, exported, and deleted', async () => {
    const { phoneNumberId } = await client.conversationalAi.phoneNumbers.create({
      provider: 'sip_trunk',
      phoneNumber: '+4930901840',
      label: 'Batch',
      supportsOutbound: true,
    });
    const { batchCalls } = client.conversationalAi;
    const submitted = await batchCalls.create({
      callName: 'Reminders',
      agentId: workspace.agentId,
      agentPhoneNumberId: phoneNumberId,
      recipients: [{ phoneNumber: '+4930901841' }, { phoneNumber: '+4930901842' }],
    });
    expect(submitted).toMatchObject({ status: 'pending', totalCallsScheduled: 2, totalCallsDispatched: 0, agentName: 'Agent' });
    await expect(batchCalls.retry(submitted.id)).rejects.toMatchObject({ statusCode: 409 });
    await made.jobs.runAll(db, made.services);
    const run = await batchCalls.get(submitted.id);
    expect(run).toMatchObject({ status: 'failed', totalCallsFinished: 2, recipients: [{ status: 'failed' }, { status: 'failed' }] });

    expect(await batchCalls.retry(submitted.id)).toMatchObject({ status: 'pending', retryCount: 1 });
    expect(await batchCalls.cancel(submitted.id)).toMatchObject({ status: 'cancelled' });
    await made.jobs.runAll(db, made.services);
    expect(await batchCalls.get(submitted.id)).toMatchObject({ status: 'cancelled', recipients: [{ status: 'cancelled' }, { status: 'cancelled' }] });
    await expect(batchCalls.cancel(submitted.id)).rejects.toMatchObject({ statusCode: 409 });

    const csv = await (await fetch(`${server.url}/v1/convai/batch-calling/${submitted.id}/export`, { headers: { 'xi-api-key': workspace.apiKey } })).text();
    expect(csv.split('\r\n')).toHaveLength(3);
    expect(csv).toContain('+4930901841,cancelled');
    expect((await batchCalls.list()).batchCalls.map(({ id }) => id)).toContain(submitted.id);
    await batchCalls.delete(submitted.id);
    await expect(batchCalls.get(submitted.id)).rejects.toMatchObject({ statusCode: 404 });
  });

  it('wait for their time', async () => {
    const { phoneNumberId } = await client.conversationalAi.phoneNumbers.create({
      provider: 'sip_trunk',
      phoneNumber: '+4930901850',
      label: 'Later',
      supportsOutbound: true,
    });
    const later = await client.conversationalAi.batchCalls.create({
      callName: 'Tomorrow',
      agentId: workspace.agentId,
      agentPhoneNumberId: phoneNumberId,
      scheduledTimeUnix: Math.floor(Date.now() / 1000) + 86_400,
      recipients: [{ phoneNumber: '+4930901851' }],
    });
    expect(made.jobs.waiting.at(-1)?.options.delayMs).toBeGreaterThan(86_000_000);
    await made.jobs.runAll(db, made.services);
    expect(await client.conversationalAi.batchCalls.get(later.id)).toMatchObject({ status: 'pending', recipients: [{ status: 'pending' }] });
  });
});

describe('speech engines', () => {
  it('are kept, changed section by section, copied and deleted', async () => {
    const engine = await client.speechEngine.create({
      name: 'Own',
      speechEngine: { wsUrl: 'wss://engine.example/talk', requestHeaders: { 'x-a': 'b' } },
      tts: { voiceId: 'ada' },
    });
    expect(engine.config).toMatchObject({
      name: 'Own',
      speechEngine: { wsUrl: 'wss://engine.example/talk', requestHeaders: { 'x-a': 'b' } },
      tts: { voiceId: 'ada' },
    });
    const changed = await client.speechEngine.update(engine.engineId, { tts: { speed: 1.1 } });
    expect(changed.config?.tts).toMatchObject({ voiceId: 'ada', speed: 1.1 });
    const copy = await client.speechEngine.duplicate(engine.engineId, {});
    expect(copy.config).toMatchObject({ name: 'Own (copy)', speechEngine: { requestHeaders: { 'x-a': 'b' } } });
    expect((await client.speechEngine.list()).speechEngines.map(({ voiceId }) => voiceId)).toEqual(['ada', 'ada']);
    await client.speechEngine.delete(engine.engineId);
    await expect(client.speechEngine.get(engine.engineId)).rejects.toMatchObject({ statusCode: 404 });
    await expect(client.speechEngine.create({ speechEngine: { wsUrl: 'http://engine.example' } })).rejects.toMatchObject({ statusCode: 422 });
  });
});
