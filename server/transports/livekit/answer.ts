import { errors } from '../../contracts/errors';
import { toAppError } from '../../lib/app-error';
import { camelKeys } from '../../lib/camel-keys';
import type { Clock } from '../../lib/clock';
import type { Logger } from '../../lib/logger';
import { withDeadline } from '../../lib/wait';
import { type ClientLink, ConvaiDownlink } from '../convai-websocket/downlink';
import { ConvaiUplink } from '../convai-websocket/uplink';
import { type Initiation, readClientFrame } from '../convai-websocket/wire';
import type { AdmittedConversation, ConversationHost } from '../conversation-host';
import { UplinkQueue } from '../uplink-queue';
import type { AgentRoom } from './room';
import { participantOf, type RoomCall } from './room-call';
import { RoomSound } from './room-sound';

/** What the agent said last may still be on its way when the conversation is over. */
const lastSoundMs = 2_000;
/** Messages that come while the conversation is being admitted. */
const mostEarly = 200;

export interface AnswerOptions {
  readonly room: AgentRoom;
  readonly call: RoomCall;
  readonly host: ConversationHost;
  readonly clock: Clock;
  readonly log: Logger;
  readonly joinWithinMs: number;
  readonly signal: AbortSignal;
  readonly onJoined: () => void;
}

/** Waits for the participant, holds the conversation with them in the frames of the conversation socket, and leaves. */
export async function answerInRoom(options: AnswerOptions): Promise<void> {
  const { room, call, host, clock, log, onJoined } = options;
  const queue = new UplinkQueue();
  const participant = participantOf(call.conversationId);
  const early: string[] = [];
  let uplink: ConvaiUplink | undefined;
  let hasCome = false;
  let isOpen = true;
  let arrived: (initiation: Initiation | null) => void = () => undefined;
  const arrival = new Promise<Initiation | null>((resolve) => {
    arrived = resolve;
  });
  const gone = (reason: 'participant-left' | 'connection-lost', detail: string) => {
    isOpen = false;
    queue.offer({ kind: 'hangup', reason, detail });
    queue.close();
  };
  room.listen({
    onText(text, from) {
      // A room is for one: what others in it say is not heard.
      if (from !== null && from !== participant) return;
      if (uplink !== undefined) return uplink.receive(text);
      const frame = readClientFrame(text);
      if (typeof frame !== 'string' && frame.type === 'conversation_initiation_client_data') {
        hasCome = true;
        arrived(frame.initiation);
      } else if (early.length < mostEarly) early.push(text);
    },
    onSound: (pcm) => uplink?.hear(pcm),
    onLeft(who) {
      if (who === participant) gone('participant-left', 'the participant left the room');
    },
    onClosed: () => gone('connection-lost', 'the room was closed'),
  });
  let admitted: AdmittedConversation | undefined;
  const sound = new RoomSound(room, log);
  const send = (frame: unknown) => room.sendText(typeof frame === 'string' ? frame : JSON.stringify(frame)).catch(() => undefined); // who is gone reads nothing
  try {
    const initiation = await withDeadline({ clock, limitMs: options.joinWithinMs, what: 'the participant of a room', signal: options.signal }, () => arrival);
    onJoined();
    admitted = await host.admit(requestOf(call, initiation));
    if (!isOpen) return await admitted.abandon('the participant left before the conversation began');
    const { config, conversationId, isTextOnly } = admitted;
    const link: ClientLink = {
      get isOpen() {
        return isOpen;
      },
      bufferedBytes: 0,
      send: (text) => void send(text),
      close: () => undefined,
    };
    const downlink = new ConvaiDownlink({ link, sound, queue, config, conversationId, isTextOnly, clock });
    const { files } = admitted;
    uplink = new ConvaiUplink({ queue, downlink, format: 'pcm_16000', isTextOnly, files: (ids) => files(ids) });
    downlink.sendMetadata();
    if (admitted.waitForPlace !== undefined) {
      downlink.sendQueueStatus('waiting');
      const hasPlace = await admitted.waitForPlace(options.signal);
      downlink.sendQueueStatus(hasPlace ? 'admitted' : 'timed_out');
      if (!hasPlace) {
        downlink.stop();
        return await admitted.abandon('no place became free in time');
      }
    }
    for (const text of early.splice(0)) uplink.receive(text);
    await admitted.begin(downlink);
    downlink.stop();
    await withDeadline({ clock, limitMs: lastSoundMs, what: 'the last sound' }, () => sound.played()).catch(() => undefined); // cut off then
  } catch (error) {
    if (!hasCome) return log.info({ conversationId: call.conversationId }, 'nobody came into the room');
    const appError = toAppError(error);
    const rule = errors[appError.code];
    if (!rule.expected) log.error({ err: error }, 'a conversation could not be started');
    const message = appError.publicMessage;
    await send({ type: 'error', error_event: { code: rule.ws, message, error_type: rule.status, reason: message } });
  } finally {
    queue.close();
    await room.leave().catch((error: unknown) => log.warn({ err: error }, 'a room could not be left'));
  }
}

function requestOf(call: RoomCall, initiation: Initiation | null): Parameters<ConversationHost['admit']>[0] {
  return {
    agentId: call.agentId,
    proof: { kind: 'signed-url', signature: call.signature },
    origin: call.origin,
    ip: call.ip,
    source: initiation?.source_info?.source ?? call.source,
    sourceVersion: initiation?.source_info?.version ?? call.sourceVersion,
    userId: initiation?.user_id ?? undefined,
    environment: call.environment ?? initiation?.environment ?? undefined,
    startingWorkflowNodeId: initiation?.starting_workflow_node_id ?? undefined,
    procedureIds: initiation?.procedure_ids ?? undefined,
    overrides: camelKeys(initiation?.conversation_config_override ?? undefined) as Record<string, unknown> | undefined,
    dynamicVariables: initiation?.dynamic_variables ?? undefined,
    extraBody: initiation?.custom_llm_extra_body ?? undefined,
    initiationData: initiation ?? undefined,
  };
}
