import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Conversation as WebConversation } from '@elevenlabs/client';
import { ElevenLabsClient } from '@elevenlabs/elevenlabs-js';
import { expect, test } from '@playwright/test';
import { AudioInterface } from '@elevenlabs/elevenlabs-js/api/resources/conversationalAi/conversation/AudioInterface.js';
import { Conversation as NodeConversation } from '@elevenlabs/elevenlabs-js/api/resources/conversationalAi/conversation/Conversation.js';
import { apiKey, baseUrl } from '../fixtures/agents';
import { startOutsideService } from '../fixtures/outside-service';
import { startReadingModel } from '../fixtures/reading-model';
import { decoded, loudness } from '../fixtures/wav';
import { createResampler } from '../../server/lib/resample';
import { readWav } from '../../server/voice/audio/pcm';

const question = path.resolve(import.meta.dirname, '../audio/cafe-opening-hours.wav');
const patient = { timeout: 45_000 };

test('an agent’s whole life with the official clients: made, talked to, heard, tested, branched, merged, split, deleted', async () => {
  test.setTimeout(300_000);
  const api = new ElevenLabsClient({ apiKey: await apiKey('whole life'), baseUrl: baseUrl() });
  const [model, outside] = await Promise.all([startReadingModel(), startOutsideService()]);
  const { agents, conversations, knowledgeBase, tests, tools } = api.conversationalAi;
  try {
    const { id: documentId } = await knowledgeBase.documents.createFromText({
      name: 'Opening hours',
      text: 'On Saturday we open at half past nine.\n\nParking is behind the house, beside the old lime tree.',
    });
    const { id: toolId } = await tools.create({
      toolConfig: {
        type: 'webhook',
        name: 'order_status',
        description: 'Looks up where an order is.',
        apiSchema: {
          url: `${outside.url}/orders/{order_id}`,
          method: 'GET',
          pathParamsSchema: { order_id: { type: 'string', description: 'Number of the order' } },
        },
      },
    });
    const hook = await api.webhooks.create({ settings: { authType: 'hmac', name: 'Whole life', webhookUrl: `${outside.url}/hook` } });
    const { agentId } = await agents.create({
      name: 'Whole life',
      conversationConfig: {
        agent: {
          firstMessage: 'Welcome to the shop.',
          prompt: {
            prompt: 'You help in a shop.',
            llm: 'custom-llm',
            customLlm: { url: model.url, modelId: 'reader' },
            toolIds: [toolId],
            knowledgeBase: [{ type: 'text', id: documentId, name: 'Opening hours' }],
          },
        },
        conversation: { clientEvents: ['audio', 'interruption', 'user_transcript', 'agent_response', 'agent_tool_response'] },
      },
      platformSettings: {
        auth: { enableAuth: true },
        overrides: { conversationConfigOverride: { conversation: { textOnly: true } } },
        workspaceOverrides: { webhooks: { postCallWebhookId: hook.webhookId, events: ['transcript'] } },
      },
    });

    // Typed: a fact from the knowledge, then the tool.
    const heard: string[] = [];
    const toolsRun: unknown[] = [];
    const { signedUrl } = await conversations.getSignedUrl({ agentId });
    const typed = await WebConversation.startSession({
      signedUrl,
      textOnly: true,
      onMessage: ({ source, message }: { source: string; message: string }) => source === 'ai' && heard.push(message),
      onAgentToolResponse: (answer: unknown) => toolsRun.push(answer),
    });
    await expect.poll(() => heard, patient).toContain('Welcome to the shop.');
    typed.sendUserMessage('Is there any parking?');
    await expect.poll(() => heard.join(' '), patient).toMatch(/lime tree/);
    typed.sendUserMessage('What is the status of order A17?');
    await expect.poll(() => heard.join(' '), patient).toMatch(/out for delivery/);
    expect(outside.received.map(({ path: asked }) => asked)).toContain('/orders/A17');
    expect(toolsRun).toContainEqual(expect.objectContaining({ tool_name: 'order_status', tool_type: 'webhook', is_error: false }));
    const typedId = typed.getId();
    await typed.endSession();

    // Its record, and the signed webhook that tells of it.
    await expect.poll(async () => (await conversations.get(typedId)).status, patient).toBe('done');
    const record = await conversations.get(typedId);
    expect(record.transcript.map(({ message }) => message).join(' ')).toMatch(/lime tree.*out for delivery/s);
    const results = record.transcript.flatMap((item) => item.toolResults ?? []);
    expect(results).toContainEqual(expect.objectContaining({ toolName: 'order_status', resultValue: expect.stringContaining('Thursday') as unknown }));
    await expect.poll(() => outside.received.filter(({ path: asked }) => asked === '/hook').length, patient).toBeGreaterThan(0);
    const told = outside.received.find(({ path: asked }) => asked === '/hook');
    const event = (await api.webhooks.constructEvent(told?.body ?? '', String(told?.headers['elevenlabs-signature']), hook.webhookSecret ?? '')) as {
      type: string;
      data: { conversation_id: string };
    };
    expect(event).toMatchObject({ type: 'post_call_transcription', data: { conversation_id: typedId } });

    // Spoken, through the Node client: the answer is heard, and the recording can be fetched.
    const spoken = await askAloud(api, agentId);
    expect(spoken.answers.join(' ')).toMatch(/half past nine/);
    expect(loudness(spoken.sound)).toBeGreaterThan(300);
    await expect.poll(async () => (await conversations.get(spoken.id)).hasAudio, patient).toBe(true);
    const audio = await conversations.audio.get(spoken.id);
    expect(loudness(await decoded(new Uint8Array(await new Response(audio as ReadableStream).arrayBuffer())))).toBeGreaterThan(300);

    // Its tests.
    const { id: testId } = await tests.create({
      type: 'tool',
      name: 'Looks orders up',
      chatHistory: [{ role: 'user', message: 'What is the status of order B2?', timeInCallSecs: 0 }],
      toolCallParameters: {
        referencedTool: { id: toolId, type: 'webhook' },
        parameters: [{ path: 'order_id', eval: { type: 'exact', expectedValue: 'B2' } }],
      },
    });
    const suite = await agents.runTests(agentId, { tests: [{ testId }] });
    const outcome = async () => (await tests.invocations.get(suite.id)).testRuns.map(({ status }) => status);
    await expect.poll(outcome, patient).toEqual(['passed']);

    // A branch: changed, tried, merged back.
    const { versionId, mainBranchId } = await agents.get(agentId);
    const branch = await agents.branches.create(agentId, { parentVersionId: versionId ?? '', name: 'Friendlier', description: 'Greets more warmly' });
    const greeting = { conversationConfig: { agent: { firstMessage: 'How lovely to hear from you!' } } };
    await agents.update(agentId, { branchId: branch.createdBranchId, ...greeting });
    expect(await firstWords(api, agentId, branch.createdBranchId)).toBe('How lovely to hear from you!');
    expect(await firstWords(api, agentId)).toBe('Welcome to the shop.');

    // Traffic: all of it to the branch, so that what callers hear tells.
    await agents.deployments.create(agentId, {
      deploymentRequest: {
        requests: [
          { branchId: branch.createdBranchId, deploymentStrategy: { type: 'percentage', trafficPercentage: 100 } },
          { branchId: mainBranchId ?? '', deploymentStrategy: { type: 'percentage', trafficPercentage: 0 } },
        ],
      },
    });
    expect(await firstWords(api, agentId)).toBe('How lovely to hear from you!');
    await agents.deployments.create(agentId, {
      deploymentRequest: {
        requests: [
          { branchId: branch.createdBranchId, deploymentStrategy: { type: 'percentage', trafficPercentage: 0 } },
          { branchId: mainBranchId ?? '', deploymentStrategy: { type: 'percentage', trafficPercentage: 100 } },
        ],
      },
    });
    await agents.branches.merge(agentId, branch.createdBranchId, { targetBranchId: mainBranchId ?? '' });
    expect(await firstWords(api, agentId)).toBe('How lovely to hear from you!');

    await agents.delete(agentId);
    await expect(agents.get(agentId)).rejects.toMatchObject({ statusCode: 404 });
    await tests.delete(testId);
    await tools.delete(toolId);
    await knowledgeBase.documents.delete(documentId);
    await api.webhooks.delete(hook.webhookId);
  } finally {
    await Promise.all([model.close(), outside.close()]);
  }
});

/** What an agent says first, to a caller of now. */
async function firstWords(api: ElevenLabsClient, agentId: string, branchId?: string): Promise<string> {
  const { signedUrl } = await api.conversationalAi.conversations.getSignedUrl({ agentId, ...(branchId === undefined ? {} : { branchId }) });
  const heard: string[] = [];
  const conversation = await WebConversation.startSession({ signedUrl, textOnly: true, onMessage: ({ message }: { message: string }) => heard.push(message) });
  await expect.poll(() => heard.length, patient).toBeGreaterThan(0);
  await conversation.endSession();
  return heard[0] ?? '';
}

/** Asks a recorded question through the official Node client until it is answered. */
async function askAloud(api: ElevenLabsClient, agentId: string): Promise<{ readonly id: string; readonly answers: string[]; readonly sound: Int16Array }> {
  const room = new Room(asked(readFileSync(question)));
  const answers: string[] = [];
  const conversation = new NodeConversation({
    conversationClient: api,
    agentId,
    requiresAuth: true,
    audioInterface: room,
    callbackAgentResponse: (answer) => answers.push(answer),
  });
  await conversation.startSession();
  await expect.poll(() => answers.join(' '), { timeout: 90_000 }).toMatch(/half past nine/);
  await expect.poll(() => loudness(room.sound), patient).toBeGreaterThan(300);
  const id = conversation.getConversationId() ?? '';
  conversation.endSession();
  return { id, answers, sound: room.sound };
}

/** A recording at the rate the agent takes. */
function asked(wav: Uint8Array): Int16Array {
  const { pcm, sampleRate } = readWav(wav);
  return createResampler(sampleRate, 16_000).process(pcm);
}

/** Where the caller sits: a microphone that plays a question, and again after a while, and a loudspeaker that keeps what it plays. */
class Room extends AudioInterface {
  readonly #question: Int16Array;
  readonly #heard: Buffer[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(recording: Int16Array) {
    super();
    this.#question = recording;
  }

  get sound(): Int16Array {
    const bytes = Buffer.concat(this.#heard);
    return new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength - (bytes.byteLength % 2)));
  }

  start(inputCallback: (audio: Buffer) => void): void {
    const block = 1_600;
    const silentBlocks = 200;
    const period = Math.ceil(this.#question.length / block) + silentBlocks;
    let n = 0;
    // After the greeting, in real time.
    this.#timer = setInterval(() => {
      const at = ((n++ + period - 40) % period) * block;
      const part = new Int16Array(block);
      part.set(this.#question.subarray(Math.min(at, this.#question.length), Math.min(at + block, this.#question.length)));
      inputCallback(Buffer.from(part.buffer));
    }, 100);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  output(audio: Buffer): void {
    this.#heard.push(audio);
  }

  interrupt(): void {}
}
