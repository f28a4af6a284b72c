import type { Namespace, Server, Socket } from 'socket.io';
import {
  type SuperviseAnswer,
  type SupervisionDownlink,
  type SupervisionUplink,
  type SupervisorEvent,
  superviseRequestSchema,
  supervisorCommandSchema,
} from '../../contracts/supervision';
import { supervisionNamespace } from '../../contracts/supervision-namespace';
import { consoleSampleRate } from '../../contracts/voice-namespace';
import { AppError, toAppError } from '../../lib/app-error';
import type { Clock } from '../../lib/clock';
import type { Logger } from '../../lib/logger';
import { createResampler, type Resampler } from '../../lib/resample';
import type { ConversationEventFrame } from '../../voice/frames';
import type { SupervisedCall, SupervisionHost } from '../supervision-host';
import { addressOf } from './address-of';
import { bufferedBytes, mostBufferedBytes, mostSoundBytes } from './buffered-bytes';
import { toDownlinkEvent } from './downlink';
import { OwnVoiceUplink } from './own-voice';
import { relaySupervision } from './relay-supervision';

type SupervisionSocket = Socket<SupervisionUplink, SupervisionDownlink>;

/** How often a member is told of changes; what changed in between is told once. */
const tellEveryMs = 400;
/** How often it is asked whether a member may still look on. */
const provenEveryMs = 10_000;

export interface SupervisionOptions {
  readonly host: SupervisionHost;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Members' door to the conversations that run here. */
export function attachSupervision(io: Server, options: SupervisionOptions): void {
  const namespace: Namespace<SupervisionUplink, SupervisionDownlink> = io.of(supervisionNamespace);
  namespace.on('connection', (socket) => {
    let isTaken = false;
    const problemOf = (error: unknown) => {
      const { code, publicMessage } = toAppError(error);
      if (code === 'internal') options.log.error({ err: error }, 'supervision failed');
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
        await showOverview(options, socket, String(workspace));
        answer(null);
      })().catch((error: unknown) => answer(problemOf(error).message));
    });
    socket.on('supervise', (request, answer) => {
      if (typeof answer !== 'function') return;
      void (async () => {
        take();
        answer(await supervise(options, socket, request, (error) => problemOf(error).message));
      })().catch((error: unknown) => answer({ ok: false, ...problemOf(error) }));
    });
  });
}

async function showOverview(options: SupervisionOptions, socket: SupervisionSocket, workspace: string): Promise<void> {
  const overview = await options.host.overview({ cookie: socket.handshake.headers.cookie ?? '', workspace });
  if (socket.disconnected) return overview.leave();
  socket.once('disconnect', () => overview.leave());
  whileConnected(options.clock, socket, overview.revision, () => socket.emit('calls', overview.calls()));
  proveAgain(options, socket, overview.mayStay);
}

async function supervise(
  options: SupervisionOptions,
  socket: SupervisionSocket,
  raw: unknown,
  problemOf: (error: unknown) => string,
): Promise<SuperviseAnswer> {
  const request = superviseRequestSchema.safeParse(raw);
  if (!request.success) return { ok: false, code: 'invalid_message', message: 'Say which conversation: { workspace, conversationId }.' };
  const call = await options.host.join({ ...request.data, cookie: socket.handshake.headers.cookie ?? '', ip: addressOf(socket) });
  if (socket.disconnected) {
    if (!('elsewhere' in call)) call.leave();
    return { ok: false, code: 'bad_request', message: 'The connection closed.' };
  }
  if ('elsewhere' in call) return relaySupervision(socket, call.elsewhere, request.data);
  const stopWatching = call.watch((event) => show(socket, event));
  let stopListening: (() => void) | undefined;
  socket.on('listen', (isOn) => {
    stopListening?.();
    stopListening = isOn === true && call.mayListen ? listenIn(socket, call) : undefined;
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
  const voice = new OwnVoiceUplink({ socket, call, problemOf });
  whileConnected(options.clock, socket, call.revision, () => socket.emit('call', call.now()));
  proveAgain(options, socket, async () => {
    if (!(await call.mayStay())) return false;
    if (voice.isOpen && !(await call.maySpeak())) voice.silence('You are not allowed to speak into conversations any more.');
    return true;
  });
  socket.once('disconnect', () => {
    voice.stop();
    call.leave();
    stopListening?.();
    stopWatching();
  });
  return { ok: true, call: call.now(), mayIntervene: call.mayIntervene, mayListen: call.mayListen, memberId: call.memberId };
}

/** Lets a member go who may not look on any more. */
function proveAgain({ clock, log }: SupervisionOptions, socket: SupervisionSocket, mayStay: () => Promise<boolean>): void {
  repeatedly(clock, socket, provenEveryMs, () => {
    mayStay().then(
      (may) => {
        if (!may) socket.disconnect(true);
      },
      (error: unknown) => log.warn({ err: error }, 'a member who looks on could not be proven'),
    );
  });
}

function repeatedly(clock: Clock, socket: SupervisionSocket, everyMs: number, act: () => void): void {
  clock.after(everyMs, () => {
    if (socket.disconnected) return;
    act();
    repeatedly(clock, socket, everyMs, act);
  });
}

/** Tells at once and then whenever the revision has changed, until the member leaves. */
function whileConnected(clock: Clock, socket: SupervisionSocket, revision: () => number | string, tell: () => void): void {
  let told: number | string | undefined;
  const look = () => {
    const now = revision();
    if (now === told) return;
    told = now;
    tell();
  };
  // The first comes after the answer, which the client waits for.
  repeatedly(clock, socket, tellEveryMs, look);
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
      if (bufferedBytes(socket) > mostSoundBytes) return;
      let sound = pcm;
      if (side === 'agent' && sampleRate !== consoleSampleRate) {
        if (resampler === undefined || rate !== sampleRate) [resampler, rate] = [createResampler(sampleRate, consoleSampleRate), sampleRate];
        sound = resampler.process(pcm);
      }
      socket.emit('sound', side, bytesOf(sound));
    },
    cut: () => socket.emit('cut'),
  });
}

function bytesOf({ buffer, byteOffset, byteLength }: Int16Array): ArrayBuffer {
  return buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
}
