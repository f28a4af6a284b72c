import type { Namespace, Server, Socket } from 'socket.io';
import {
  type SuperviseAnswer,
  type SupervisionDownlink,
  supervisionNamespace,
  type SupervisionUplink,
  type SupervisorEvent,
  superviseRequestSchema,
  supervisorCommandSchema,
} from '../../contracts/supervision';
import { consoleSampleRate } from '../../contracts/voice-protocol';
import { AppError, toAppError } from '../../lib/app-error';
import type { Clock } from '../../lib/clock';
import type { Logger } from '../../lib/logger';
import { createResampler, type Resampler } from '../../lib/resample';
import type { ConversationEventFrame } from '../../voice/frames';
import type { SupervisedCall, SupervisionHost } from '../supervision-host';
import { toDownlinkEvent } from './downlink';

type SupervisionSocket = Socket<SupervisionUplink, SupervisionDownlink>;

/** How often a member is told of changes; what changed in between is told once. */
const tellEveryMs = 400;
/** A member's browser that takes nothing while so much waits for it is let go: no conversation waits for it. */
const mostBufferedBytes = 4 * 1024 * 1024;

export interface SupervisionOptions {
  readonly host: SupervisionHost;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Members' door to the conversations that run here. */
export function attachSupervision(io: Server, { host, clock, log }: SupervisionOptions): void {
  const namespace: Namespace<SupervisionUplink, SupervisionDownlink> = io.of(supervisionNamespace);
  namespace.on('connection', (socket) => {
    let isTaken = false;
    const problemOf = (error: unknown) => {
      const { code, publicMessage } = toAppError(error);
      if (code === 'internal') log.error({ err: error }, 'supervision failed');
      return { code, message: publicMessage };
    };
    /** A connection shows one thing. */
    const take = () => {
      if (isTaken) throw new AppError('conflict', 'This connection shows something already.');
      isTaken = true;
    };
    socket.on('overview', (workspace, answer) => {
      if (typeof answer !== 'function') return;
      void (async () => {
        take();
        await showOverview(clock, socket, host, String(workspace));
        answer(null);
      })().catch((error: unknown) => answer(problemOf(error).message));
    });
    socket.on('supervise', (request, answer) => {
      if (typeof answer !== 'function') return;
      void (async () => {
        take();
        answer(await supervise(clock, socket, host, request, (error) => problemOf(error).message));
      })().catch((error: unknown) => answer({ ok: false, ...problemOf(error) }));
    });
  });
}

async function showOverview(clock: Clock, socket: SupervisionSocket, host: SupervisionHost, workspace: string): Promise<void> {
  const overview = await host.overview({ cookie: socket.handshake.headers.cookie ?? '', workspace });
  whileConnected(clock, socket, overview.revision, () => socket.emit('calls', overview.calls()));
}

async function supervise(
  clock: Clock,
  socket: SupervisionSocket,
  host: SupervisionHost,
  raw: unknown,
  problemOf: (error: unknown) => string,
): Promise<SuperviseAnswer> {
  const request = superviseRequestSchema.safeParse(raw);
  if (!request.success) return { ok: false, code: 'invalid_message', message: 'Say which conversation: { workspace, conversationId }.' };
  const { headers, address } = socket.handshake;
  const call = await host.join({ ...request.data, cookie: headers.cookie ?? '', ip: address });
  const stops = [call.watch((event) => show(socket, event))];
  let stopListening: (() => void) | undefined;
  socket.on('listen', (isOn) => {
    stopListening?.();
    stopListening = isOn === true ? listenIn(socket, call) : undefined;
  });
  socket.on('command', (command, answer) => {
    if (typeof answer !== 'function') return;
    const parsed = supervisorCommandSchema.safeParse(command);
    if (!parsed.success) return answer('This is no command: whisper, takeover, say or end.');
    call.command(parsed.data).then(
      () => answer(null),
      (error: unknown) => answer(problemOf(error)),
    );
  });
  whileConnected(clock, socket, call.revision, () => socket.emit('call', call.now()));
  socket.once('disconnect', () => {
    stopListening?.();
    for (const stop of stops) stop();
  });
  return { ok: true, call: call.now(), mayIntervene: call.mayIntervene };
}

/** Tells at once and then whenever the revision has changed, until the member leaves. */
function whileConnected(clock: Clock, socket: SupervisionSocket, revision: () => number, tell: () => void): void {
  let told: number | undefined;
  const look = () => {
    const now = revision();
    if (now === told) return;
    told = now;
    tell();
  };
  // The first comes after the answer, which the client waits for.
  const again = () =>
    clock.after(tellEveryMs, () => {
      if (socket.disconnected) return;
      look();
      again();
    });
  again();
}

function show(socket: SupervisionSocket, event: ConversationEventFrame | null): void {
  if (event === null) {
    socket.emit('ended');
    return;
  }
  const shown = toSupervisorEvent(event);
  if (shown === null) return;
  if (bufferedBytes(socket) > mostBufferedBytes) {
    socket.disconnect(true);
    return;
  }
  if (shown.kind === 'voice-activity') socket.volatile.emit('event', shown);
  else socket.emit('event', shown);
}

function toSupervisorEvent(event: ConversationEventFrame): SupervisorEvent | null {
  switch (event.kind) {
    case 'context-updated':
      return { kind: 'whisper', text: event.text };
    case 'takeover-changed':
      return { kind: 'takeover', isActive: event.isActive };
    case 'tool-called':
      return { kind: 'tool-call', toolCallId: event.toolCallId, toolName: event.toolName, parameters: { ...event.parameters }, expectsResponse: false };
    default:
      return toDownlinkEvent(event);
  }
}

function listenIn(socket: SupervisionSocket, call: SupervisedCall): () => void {
  let resampler: Resampler | undefined;
  let rate = consoleSampleRate;
  return call.listen({
    sound(side, pcm, sampleRate) {
      let sound = pcm;
      if (side === 'agent' && sampleRate !== consoleSampleRate) {
        if (resampler === undefined || rate !== sampleRate) [resampler, rate] = [createResampler(sampleRate, consoleSampleRate), sampleRate];
        sound = resampler.process(pcm);
      }
      socket.volatile.emit('sound', side, bytesOf(sound));
    },
    cut: () => socket.emit('cut'),
  });
}

function bytesOf({ buffer, byteOffset, byteLength }: Int16Array): ArrayBuffer {
  return buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
}

function bufferedBytes(socket: SupervisionSocket): number {
  const { transport } = socket.conn as unknown as { transport: { socket?: { bufferedAmount?: number } } };
  return transport.socket?.bufferedAmount ?? 0;
}
