import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import { errors } from '../../contracts/errors';
import { AppError, toAppError } from '../../lib/app-error';
import { camelKeys } from '../../lib/camel-keys';
import type { Clock } from '../../lib/clock';
import type { Logger } from '../../lib/logger';
import type { BroughtAgent, CallerProof, ConversationHost } from '../conversation-host';
import { UplinkQueue } from '../uplink-queue';
import { addressOf } from './address-of';
import { broughtAgent } from './brought-agent';
import { type ClientLink, ConvaiDownlink, closeReason } from './downlink';
import { ConvaiUplink } from './uplink';
import { type Initiation, readClientFrame } from './wire';

export const convaiPath = '/v1/convai/conversation';
/** Where callers bring the whole agent. */
export const orchestratorPath = '/sagemaker/convai/conversation';

/** Largest frame taken from a client: some 20 seconds of 48 kHz sound in base64 with room to spare. */
const largestFrameBytes = 4 * 1024 * 1024;
/** How long a client may take to send its initiation data before the conversation starts without. */
const graceMs = 400;
/** How long it may take to bring its agent, without which there is nothing to begin. */
const setupGraceMs = 10_000;
/** Close code of a client that waited in vain. */
const waitedTooLong = 3008;
/** Frames that come while the conversation is being admitted. */
const mostEarlyFrames = 400;

export interface ConvaiSocketOptions {
  readonly host: ConversationHost;
  readonly clock: Clock;
  readonly log: Logger;
  /** Whether callers with an API key may bring agents. */
  readonly takesBroughtAgents?: boolean;
}

/** The ElevenLabs-compatible conversation socket. Gives the function that takes over an HTTP upgrade. */
export function createConvaiSocket(options: ConvaiSocketOptions): { upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void; close(): void } {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: largestFrameBytes,
    perMessageDeflate: false,
    // Clients that offer protocols fail unless one is selected; `bearer.…` is a credential, not a protocol.
    handleProtocols: (offered) => (offered.has('convai') ? 'convai' : false),
  });
  return {
    upgrade(request, socket, head) {
      server.handleUpgrade(request, socket, head, (ws) => {
        void serve(ws, request, options);
      });
    },
    close() {
      server.close();
    },
  };
}

async function serve(ws: WebSocket, request: IncomingMessage, { host, clock, log, takesBroughtAgents = false }: ConvaiSocketOptions): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const early: string[] = [];
  const keepEarly = (data: unknown, isBinary: boolean) => {
    if (isBinary) return refuse(ws, new AppError('invalid_message', 'Binary frames are not part of this protocol: send sound as base64 in user_audio_chunk.'));
    early.push(String(data));
    if (early.length > mostEarlyFrames) early.splice(1, 1);
  };
  ws.on('message', keepEarly);
  ws.on('error', (error) => log.info({ err: error }, 'a conversation socket failed'));
  try {
    const brought = url.pathname === orchestratorPath ? await firstSetup(ws, early, { clock, takesBroughtAgents }) : undefined;
    const initiation = await firstInitiation(ws, early, clock);
    const admitted = await host.admit({
      agentId: brought === undefined ? agentIdOf(url) : '',
      brought,
      versionId: url.searchParams.get('version_id') ?? undefined,
      branchId: url.searchParams.get('branch_id') ?? initiation?.branch_id ?? undefined,
      startingWorkflowNodeId: initiation?.starting_workflow_node_id ?? undefined,
      procedureIds: initiation?.procedure_ids ?? undefined,
      proof: proofOf(request, url),
      origin: request.headers.origin,
      ip: addressOf(request),
      source: initiation?.source_info?.source ?? url.searchParams.get('source') ?? 'unknown',
      sourceVersion: initiation?.source_info?.version ?? url.searchParams.get('version') ?? undefined,
      userId: initiation?.user_id ?? undefined,
      environment: url.searchParams.get('environment') ?? initiation?.environment ?? undefined,
      overrides: camelKeys(initiation?.conversation_config_override ?? undefined) as Record<string, unknown> | undefined,
      dynamicVariables: initiation?.dynamic_variables ?? undefined,
      extraBody: initiation?.custom_llm_extra_body ?? undefined,
      initiationData: initiation ?? undefined,
    });
    if (ws.readyState !== WebSocket.OPEN) return await admitted.abandon('the client left before the conversation began');
    const queue = new UplinkQueue();
    const downlink = new ConvaiDownlink({
      link: linkOf(ws, clock),
      queue,
      config: admitted.config,
      conversationId: admitted.conversationId,
      isTextOnly: admitted.isTextOnly,
      clock,
    });
    const uplink = new ConvaiUplink({
      queue,
      downlink,
      format: admitted.config.conversationConfig.asr.userInputAudioFormat,
      isTextOnly: admitted.isTextOnly,
      files: (fileIds) => admitted.files(fileIds),
    });
    downlink.sendMetadata();
    if (admitted.waitForPlace !== undefined && !(await waited(ws, downlink, admitted.waitForPlace))) {
      downlink.stop();
      queue.close();
      return await admitted.abandon('no place became free in time');
    }
    // Under Node several frames of one packet reach a client in one tick; its listener is attached after the first.
    await new Promise<void>((resolve) => {
      clock.after(15, resolve);
    });
    // Whatever came up to this moment is handed on in one go, so that nothing falls between two listeners.
    ws.off('message', keepEarly);
    for (const frame of early) uplink.receive(frame);
    uplink.listen(ws);
    await admitted.begin(downlink);
    downlink.stop();
    queue.close();
  } catch (error) {
    const appError = toAppError(error);
    if (!errors[appError.code].expected) log.error({ err: error }, 'a conversation could not be started');
    refuse(ws, appError);
  }
}

/** A client that does not finish the closing handshake is cut off. */
const closeDeadlineMs = 3_000;

function linkOf(ws: WebSocket, clock: Clock): ClientLink {
  return {
    get isOpen() {
      return ws.readyState === WebSocket.OPEN;
    },
    get bufferedBytes() {
      return ws.bufferedAmount;
    },
    send: (text) => ws.send(text),
    close(code, reason) {
      ws.close(code, reason);
      const cancel = clock.after(closeDeadlineMs, () => ws.terminate());
      ws.once('close', cancel);
    },
  };
}

/** Tells the client that it waits, and how that ended. `false`: the socket is closed, or about to be. */
async function waited(ws: WebSocket, downlink: ConvaiDownlink, waitForPlace: (signal: AbortSignal) => Promise<boolean>): Promise<boolean> {
  const leaving = new AbortController();
  ws.once('close', () => leaving.abort());
  downlink.sendQueueStatus('waiting');
  const isAdmitted = await waitForPlace(leaving.signal).catch((error: unknown) => {
    if (leaving.signal.aborted) return false;
    throw error;
  });
  if (ws.readyState !== WebSocket.OPEN) return false;
  downlink.sendQueueStatus(isAdmitted ? 'admitted' : 'timed_out');
  if (!isAdmitted) ws.close(waitedTooLong, 'The wait for a free place took too long.');
  return isAdmitted;
}

/** The agent that the caller brings in its first frame, which is taken out of what is still to be read. Throws `AppError`. */
async function firstSetup(
  ws: WebSocket,
  early: string[],
  { clock, takesBroughtAgents }: { readonly clock: Clock; readonly takesBroughtAgents: boolean },
): Promise<BroughtAgent> {
  if (!takesBroughtAgents)
    throw new AppError('not_configured', 'This installation runs no agents that callers bring: PARLEY_ORCHESTRATOR=1 lets holders of an API key do so.');
  await firstFrame(ws, early, clock, setupGraceMs);
  return broughtAgent(early.shift());
}

/** Waits for the client to say something, as long as it is there. */
async function firstFrame(ws: WebSocket, early: readonly string[], clock: Clock, limitMs: number): Promise<void> {
  if (early.length > 0) return;
  await new Promise<void>((resolve) => {
    const done = () => {
      cancel();
      ws.off('message', done);
      ws.off('close', done);
      resolve();
    };
    const cancel = clock.after(limitMs, done);
    ws.on('message', done);
    ws.on('close', done);
  });
}

/** The initiation data, or null when the client sends something else first or nothing in time. */
async function firstInitiation(ws: WebSocket, early: readonly string[], clock: Clock): Promise<Initiation | null> {
  await firstFrame(ws, early, clock, graceMs);
  const first = early[0];
  if (first === undefined) return null;
  const frame = readClientFrame(first);
  if (typeof frame === 'string') throw new AppError('invalid_message', frame);
  return frame.type === 'conversation_initiation_client_data' ? frame.initiation : null;
}

function agentIdOf(url: URL): string {
  const agentId = url.searchParams.get('agent_id');
  if (agentId === null || agentId === '') throw new AppError('invalid_message', 'The query parameter agent_id is missing.');
  return agentId;
}

function proofOf(request: IncomingMessage, url: URL): CallerProof {
  const signature = url.searchParams.get('conversation_signature') ?? url.searchParams.get('token');
  if (signature !== null) return { kind: 'signed-url', signature };
  const key = request.headers['xi-api-key'];
  if (typeof key === 'string' && key !== '') return { kind: 'api-key', key };
  const authorized = /^bearer (pk_\S+)$/iu.exec(request.headers.authorization ?? '')?.[1];
  if (authorized !== undefined) return { kind: 'api-key', key: authorized };
  const bearer = /(?:^|,\s*)bearer\.([^,\s]+)/u.exec(request.headers['sec-websocket-protocol'] ?? '')?.[1];
  if (bearer !== undefined) return bearer.startsWith('pk_') ? { kind: 'api-key', key: bearer } : { kind: 'signed-url', signature: bearer };
  return { kind: 'public' };
}

/** Tells what is wrong, then closes: browsers show the reason of the close, everyone else the frame. */
function refuse(ws: WebSocket, error: AppError): void {
  if (ws.readyState !== WebSocket.OPEN) return;
  const rule = errors[error.code];
  const errorType =
    error.code === 'override_refused' || error.code === 'missing_dynamic_variable' || error.code === 'invalid_message' ? rule.status : 'unknown';
  ws.send(
    JSON.stringify({
      type: 'error',
      error_event: {
        code: rule.ws === 1009 || rule.ws === 1013 ? 1011 : rule.ws,
        message: error.publicMessage,
        error_type: errorType,
        reason: error.publicMessage,
      },
    }),
  );
  ws.close(rule.ws, closeReason(error.publicMessage));
}
