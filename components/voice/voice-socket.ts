import { io, type Socket } from 'socket.io-client';
import type { DownlinkEvents, StartAnswer, StartRequest, UplinkEvents } from '@/server/contracts/voice-protocol';
import { voiceNamespace } from '@/server/contracts/voice-namespace';
import { VoiceProblem } from './voice-problem';

export type VoiceSocket = Socket<DownlinkEvents, UplinkEvents>;

const connectTimeoutMs = 10_000;
/** Loading a local model may take a while on the first call. */
const startTimeoutMs = 30_000;

/** A connection that does not come back by itself: a conversation lives on one socket. */
export function openVoiceSocket(): VoiceSocket {
  return io(voiceNamespace, {
    path: '/socket.io',
    withCredentials: true,
    transports: ['websocket'],
    reconnection: false,
    timeout: connectTimeoutMs,
    autoConnect: false,
    forceNew: true,
  });
}

export function connect(socket: VoiceSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      socket.off('connect', succeed);
      socket.off('connect_error', fail);
      act();
    };
    const succeed = () => settle(resolve);
    const fail = (error: Error) => settle(() => reject(new VoiceProblem('connection-failed', undefined, { cause: error })));
    socket.on('connect', succeed);
    socket.on('connect_error', fail);
    socket.connect();
  });
}

export async function startConversation(socket: VoiceSocket, request: StartRequest): Promise<StartAnswer & { ok: true }> {
  let answer: StartAnswer;
  try {
    answer = await socket.timeout(startTimeoutMs).emitWithAck('start', request);
  } catch (error) {
    throw new VoiceProblem('connection-failed', undefined, { cause: error });
  }
  if (!answer.ok) throw new VoiceProblem('agent-refused', answer.message);
  return answer;
}

/** Bytes that were sent but have not left this machine: in the client library's queue, and in the browser's WebSocket. */
export function waitingBytes(socket: Pick<Socket, 'io'>): number {
  const engine = socket.io.engine;
  if (engine === undefined) return 0;
  const queued = engine.writeBuffer.reduce((sum, packet) => sum + sizeOf(packet.data), 0);
  const { transport }: { transport: { readonly ws?: { readonly bufferedAmount?: number } } } = engine as unknown as { transport: object };
  return queued + (transport.ws?.bufferedAmount ?? 0);
}

function sizeOf(data: unknown): number {
  if (typeof data === 'string') return data.length;
  return data instanceof ArrayBuffer || ArrayBuffer.isView(data) ? data.byteLength : 0;
}
