import type { AddressInfo } from 'node:net';
import { Server as SocketServer } from 'socket.io';
import { type AgentConfigInput, parseAgentConfig } from '../contracts/agent-config';
import { createHttpServer } from '../http';
import { AppError } from '../lib/app-error';
import { systemClock } from '../lib/clock';
import { LiveConversations } from '../host/live-conversations';
import { LiveLine } from '../host/live-line';
import { silentLogger } from '../lib/logger';
import { newId } from '../lib/new-id';
import { createConvaiSocket } from '../transports/convai-websocket/upgrade';
import type { ConversationHost } from '../transports/conversation-host';
import { attachVoiceNamespace } from '../transports/socketio/namespace';
import { type ConversationOutcome, type ConversationProviders, type Observer, runConversation } from '../voice/conversation';
import { loudnessDetector, ScriptedEar, ScriptedModel, ScriptedMouth } from '../voice/testing/scripted-providers';

export interface SocketServerUnderTest {
  readonly url: string;
  readonly host: ConversationHost;
  readonly outcomes: ConversationOutcome[];
  readonly abandoned: string[];
  readonly ear: ScriptedEar;
  readonly model: ScriptedModel;
  readonly mouth: ScriptedMouth;
  readonly running: Set<string>;
  /** A conversation that runs, to join it. */
  line(conversationId: string): LiveLine | undefined;
  close(): Promise<void>;
}

/** The real sockets over real HTTP, with an agent whose providers play a script instead of a database and an installation. */
export async function startSocketServer(
  config: AgentConfigInput,
  options: { readonly firstMessage?: string; readonly providers?: ConversationProviders; readonly onEvent?: Observer['observe'] } = {},
): Promise<SocketServerUnderTest> {
  const agent = parseAgentConfig(config);
  const ear = new ScriptedEar(systemClock);
  const model = new ScriptedModel(systemClock);
  const mouth = new ScriptedMouth(systemClock);
  const outcomes: ConversationOutcome[] = [];
  const abandoned: string[] = [];
  const running = new Set<string>();
  const life = new AbortController();
  const live = new LiveConversations(100);
  const host: ConversationHost = {
    async admit(request) {
      if (request.agentId !== 'agent_test') throw new AppError('not_found', `Agent ${request.agentId} was not found.`);
      const conversationId = newId('conversation');
      const isTextOnly = agent.conversationConfig.conversation.textOnly || JSON.stringify(request.overrides ?? {}).includes('"textOnly":true');
      return {
        conversationId,
        agentName: 'Test',
        config: agent,
        isTextOnly,
        providers: { speechToText: ear.id, languageModel: model.id, textToSpeech: mouth.id },
        notices: [],
        files: async () => [],
        async begin(transport) {
          running.add(conversationId);
          const line = new LiveLine({
            conversationId,
            workspaceId: 'ws_test',
            agentId: 'agent_test',
            agentName: 'Test',
            source: 'test',
            config: agent,
            isTextOnly,
            phone: null,
            end: (reason, detail) => life.abort({ reason, detail }),
          });
          live.join(line);
          const { tools } = agent.conversationConfig.agent.prompt;
          outcomes.push(
            await runConversation({
              config: agent,
              prompt: '',
              firstMessage: options.firstMessage ?? '',
              maxDurationMessage: '',
              language: 'en',
              isTextOnly,
              hints: [],
              knowledge: [],
              systemToolNames: ['end_call'],
              clientTools: tools.map((tool) => ({
                definition: { name: tool.name, description: '', parameters: {} },
                expectsResponse: tool.expectsResponse,
                timeoutMs: 5_000,
              })),
              providers: options.providers ?? { voiceActivity: loudnessDetector, speechToText: ear, languageModel: model, textToSpeech: mouth },
              transport,
              observers: options.onEvent === undefined ? [line] : [line, { observe: options.onEvent }],
              interventions: line,
              track: null,
              clock: systemClock,
              log: silentLogger,
              signal: life.signal,
            }),
          );
          running.delete(conversationId);
          live.remove(conversationId);
        },
        async abandon(detail) {
          abandoned.push(detail);
        },
      };
    },
  };
  const convai = createConvaiSocket({ host, clock: systemClock, log: silentLogger });
  const server = createHttpServer({ rest: (_, response) => response.writeHead(404).end(), convai, isReady: () => true });
  const io = new SocketServer(server, { path: '/socket.io', serveClient: false, maxHttpBufferSize: 512 * 1024, destroyUpgrade: false });
  attachVoiceNamespace(io, host, silentLogger);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    host,
    outcomes,
    abandoned,
    ear,
    model,
    mouth,
    running,
    line: (conversationId) => live.line(conversationId),
    async close() {
      life.abort({ reason: 'host-drained', detail: '' });
      convai.close();
      await io.close();
      server.closeAllConnections();
    },
  };
}
