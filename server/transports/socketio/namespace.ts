import type { Namespace, Server, Socket } from 'socket.io';
import {
  clientToolResultSchema,
  overlapChoiceSchema,
  type DownlinkEvents,
  playheadSchema,
  type StartAnswer,
  startRequestSchema,
  toolApprovalSchema,
  type UplinkEvents,
  userTextSchema,
} from '../../contracts/voice-protocol';
import { consoleSampleRate, voiceNamespace } from '../../contracts/voice-namespace';
import { toAppError } from '../../lib/app-error';
import type { Logger } from '../../lib/logger';
import { samplesFromBytes } from '../../voice/audio/pcm';
import type { ConversationHost } from '../conversation-host';
import { UplinkQueue } from '../uplink-queue';
import { addressOf } from './address-of';
import { SocketDownlink } from './downlink';
import { probe } from './probe';

/** The longest block a client may send: one second of sound. */
const longestBlockBytes = consoleSampleRate * 2;

type VoiceSocket = Socket<UplinkEvents, DownlinkEvents>;

/** Our own browser client's door: one conversation a socket. */
export function attachVoiceNamespace(io: Server, host: ConversationHost, log: Logger): Namespace {
  const namespace: Namespace<UplinkEvents, DownlinkEvents> = io.of(voiceNamespace);
  namespace.on('connection', (socket) => {
    let hasStarted = false;
    socket.on('start', (request, answer) => {
      if (typeof answer !== 'function') return;
      if (hasStarted) return answer({ ok: false, code: 'conflict', message: 'This connection has a conversation already.' });
      hasStarted = true;
      void start(socket, host, request, log).then(answer, (error: unknown) => {
        hasStarted = false;
        const { code, publicMessage } = toAppError(error);
        if (code === 'internal') log.error({ err: error }, 'a conversation could not be started');
        answer({ ok: false, code, message: publicMessage });
      });
    });
  });
  return namespace;
}

/** Whether a place became free while the client waited for it. */
async function waited(socket: VoiceSocket, waitForPlace: (signal: AbortSignal) => Promise<boolean>): Promise<boolean> {
  const leaving = new AbortController();
  socket.once('disconnect', () => leaving.abort());
  return waitForPlace(leaving.signal).catch(() => false);
}

async function start(socket: VoiceSocket, host: ConversationHost, raw: unknown, log: Logger): Promise<StartAnswer> {
  const parsed = startRequestSchema.safeParse(raw);
  if (!parsed.success) return { ok: false, code: 'invalid_message', message: `Bad start request: ${parsed.error.issues[0]?.message ?? 'unreadable'}` };
  const request = parsed.data;
  const { headers } = socket.handshake;
  const admitted = await host.admit({
    agentId: request.agentId,
    versionId: request.versionId,
    proof: request.token === undefined ? { kind: 'cookie', cookie: headers.cookie ?? '' } : { kind: 'signed-url', signature: request.token },
    origin: headers.origin,
    ip: addressOf(socket),
    source: request.source,
    overrides: request.textOnly ? { conversation: { textOnly: true } } : undefined,
    dynamicVariables: request.dynamicVariables,
  });
  if (admitted.waitForPlace !== undefined && !(await waited(socket, admitted.waitForPlace))) {
    await admitted.abandon('no place became free in time');
    return { ok: false, code: 'conversation_limit', message: 'All places of this agent are taken. Please try again in a moment.' };
  }
  if (!socket.connected) {
    await admitted.abandon('the client left before the conversation began');
    return { ok: false, code: 'bad_request', message: 'The connection closed.' };
  }
  const uplink = new UplinkQueue();
  const downlink = new SocketDownlink(socket, uplink);
  listen(socket, uplink, log);
  probe(socket, uplink);
  // The answer goes out before the first event: acknowledgements and events keep their order on one socket.
  setImmediate(() => {
    void admitted.begin(downlink).finally(() => {
      uplink.close();
      socket.disconnect(true);
    });
  });
  return {
    ok: true,
    conversationId: admitted.conversationId,
    agentName: admitted.agentName,
    sampleRate: consoleSampleRate,
    providers: admitted.providers,
    notices: admitted.notices,
  };
}

function listen(socket: VoiceSocket, uplink: UplinkQueue, log: Logger): void {
  let expected = 0;
  const refuse = (message: string) => {
    log.info({ reason: message }, 'a message was refused');
    socket.emit('event', { kind: 'error', code: 'invalid_message', message });
  };
  socket.on('audio', (sequence, block) => {
    const bytes = bytesOf(block);
    if (bytes === null || bytes.byteLength === 0 || bytes.byteLength % 2 !== 0 || bytes.byteLength > longestBlockBytes || !Number.isInteger(sequence)) {
      return refuse('An audio block must be binary PCM16 of at most one second.');
    }
    const missing = sequence - expected;
    expected = Math.max(expected, sequence + 1);
    const { pcm } = samplesFromBytes(bytes);
    // Volatile blocks may be lost; up to a second of them is silence, so that the recording and the detector keep time.
    if (missing > 0 && missing <= 50) uplink.offer({ kind: 'audio-in', pcm: new Int16Array(missing * pcm.length), isLost: true });
    uplink.offer({ kind: 'audio-in', pcm, ...(missing < 0 ? { isOutOfOrder: true } : {}) });
  });
  socket.on('text', (message) => {
    const parsed = userTextSchema.safeParse(message);
    if (!parsed.success) return refuse('A text message must be { text } of at most 10,000 characters.');
    uplink.offer({ kind: 'user-text', text: parsed.data.text });
  });
  socket.on('activity', () => uplink.offer({ kind: 'user-activity' }));
  socket.on('overlap-policy', (message) => {
    const parsed = overlapChoiceSchema.safeParse(message);
    if (!parsed.success) return refuse('An overlap policy must be { choice }: repair-first, continuity-first, adaptive, protected or null.');
    uplink.offer({ kind: 'overlap-policy', choice: parsed.data.choice });
  });
  socket.on('playhead', (report) => {
    const parsed = playheadSchema.safeParse(report);
    if (parsed.success) uplink.offer({ kind: 'playhead', ...parsed.data });
  });
  socket.on('tool-result', (result) => {
    const parsed = clientToolResultSchema.safeParse(result);
    if (!parsed.success) return refuse('A tool result must be { toolCallId, result, isError }.');
    uplink.offer({ kind: 'tool-result', ...parsed.data });
  });
  socket.on('tool-approval', (answer) => {
    const parsed = toolApprovalSchema.safeParse(answer);
    if (!parsed.success) return refuse('An answer about a tool must be { toolCallId, isApproved }.');
    uplink.offer({ kind: 'tool-approval', ...parsed.data });
  });
  socket.on('hangup', () => uplink.offer({ kind: 'hangup', reason: 'participant-left', detail: 'hung up' }));
  socket.on('disconnect', (reason) => {
    const isOwnDoing = reason === 'client namespace disconnect';
    uplink.offer({ kind: 'hangup', reason: isOwnDoing ? 'participant-left' : 'connection-lost', detail: reason });
    uplink.close();
  });
}

function bytesOf(block: unknown): Uint8Array | null {
  if (block instanceof ArrayBuffer) return new Uint8Array(block);
  return block instanceof Uint8Array ? block : null;
}
