import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { errors } from '../../contracts/errors';
import { AppError, toAppError } from '../../lib/app-error';
import type { Clock } from '../../lib/clock';
import type { Logger } from '../../lib/logger';
import type { MonitorCommand, MonitoredConversation, MonitorHost } from '../monitor-host';
import { addressOf } from './address-of';
import { closeReason } from './downlink';
import { EventFrames } from './event-frames';

const monitorPath = /^\/v1\/convai\/conversations\/([A-Za-z0-9_-]{1,100})\/monitor$/u;
const largestCommandBytes = 256 * 1024;
/** Commands that wait to be carried out, one after the other. */
const mostWaiting = 50;
/** A monitor that takes nothing while so much waits for it is let go: the conversation does not wait for it. */
const mostBufferedBytes = 4 * 1024 * 1024;
const closeDeadlineMs = 3_000;

/** Told to monitors whose agent names no list. What is sound or passes many times a second is never told. */
const usualEvents = [
  'user_transcript',
  'agent_response',
  'agent_response_correction',
  'agent_chat_response_part',
  'interruption',
  'client_tool_call',
  'agent_tool_request',
  'agent_tool_response',
  'external_agent_connected',
  'external_agent_disconnected',
  'mcp_tool_call',
];
const neverTold = new Set(['audio', 'vad_score', 'ping']);

const text = z.string().min(1).max(100_000);
const commandSchema = z.discriminatedUnion('command_type', [
  z.looseObject({ command_type: z.literal('end_call') }),
  z.looseObject({ command_type: z.literal('transfer_to_number'), parameters: z.looseObject({ phone_number: z.string().min(3).max(60) }) }),
  z.looseObject({ command_type: z.literal('contextual_update'), parameters: z.looseObject({ contextual_update: text }) }),
  z.looseObject({ command_type: z.literal('enable_human_takeover') }),
  z.looseObject({ command_type: z.literal('disable_human_takeover') }),
  z.looseObject({ command_type: z.literal('send_human_message'), parameters: z.looseObject({ text }) }),
]);

export interface MonitorSocketOptions {
  readonly host: MonitorHost;
  readonly clock: Clock;
  readonly log: Logger;
}

/** `/v1/convai/conversations/{id}/monitor`: shows a running conversation to whoever holds a key, and takes commands. */
export function createMonitorSocket(options: MonitorSocketOptions): {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  close(): void;
} {
  const server = new WebSocketServer({ noServer: true, maxPayload: largestCommandBytes, perMessageDeflate: false });
  return {
    upgrade(request, socket, head) {
      const conversationId = monitorPath.exec(new URL(request.url ?? '/', 'http://localhost').pathname)?.[1];
      if (conversationId === undefined) return false;
      server.handleUpgrade(request, socket, head, (ws) => void serve(ws, request, conversationId, options));
      return true;
    },
    close() {
      server.close();
    },
  };
}

async function serve(ws: WebSocket, request: IncomingMessage, conversationId: string, { host, clock, log }: MonitorSocketOptions): Promise<void> {
  const early: string[] = [];
  const keep = (data: unknown) => {
    if (early.length < mostWaiting) early.push(String(data));
  };
  ws.on('message', keep);
  ws.on('error', (error) => log.info({ err: error }, 'a monitor socket failed'));
  try {
    const monitored = await host.join({ conversationId, key: keyOf(request), ip: addressOf(request) });
    if (ws.readyState !== WebSocket.OPEN) return;
    ws.off('message', keep);
    const stop = show(ws, monitored, clock);
    ws.once('close', stop);
    takeCommands(ws, monitored, early, log);
  } catch (error) {
    const appError = toAppError(error);
    const rule = errors[appError.code];
    if (!rule.expected) log.error({ err: error }, 'a conversation could not be monitored');
    tellError(ws, appError);
    if (ws.readyState === WebSocket.OPEN) ws.close(rule.ws, closeReason(appError.publicMessage));
  }
}

function keyOf(request: IncomingMessage): string {
  const key = request.headers['xi-api-key'];
  if (typeof key !== 'string' || key === '') throw new AppError('unauthenticated', 'Watching a conversation needs an API key in the header xi-api-key.');
  return key;
}

/** Sends what happens until the conversation or the answer ends it. */
function show(ws: WebSocket, monitored: MonitoredConversation, clock: Clock): () => void {
  const told = new Set((monitored.events.length > 0 ? monitored.events : usualEvents).filter((type) => !neverTold.has(type)));
  const frames = new EventFrames({
    isTextOnly: monitored.isTextOnly,
    sendsParts: true,
    tellsTyped: true,
    clock,
    send(type, members) {
      if (!told.has(type) || ws.readyState !== WebSocket.OPEN) return;
      if (ws.bufferedAmount > mostBufferedBytes) return ws.close(1008, 'This monitor does not keep up.');
      ws.send(JSON.stringify({ type, ...members }));
    },
  });
  return monitored.watch((event) => {
    frames.tell(event);
    if (event.kind !== 'conversation-ended' || ws.readyState !== WebSocket.OPEN) return;
    ws.close(1000, 'Conversation ended.');
    const cancel = clock.after(closeDeadlineMs, () => ws.terminate());
    ws.once('close', cancel);
  });
}

/** Commands are carried out one after the other; a wrong one is told and changes nothing. */
function takeCommands(ws: WebSocket, monitored: MonitoredConversation, early: readonly string[], log: Logger): void {
  let waiting = 0;
  let last = Promise.resolve();
  const take = (data: string) => {
    if (waiting >= mostWaiting) return tellError(ws, new AppError('rate_limited', 'Too many commands at once.'));
    waiting++;
    last = last
      .then(() => monitored.command(commandOf(data)))
      .catch((error: unknown) => {
        const appError = toAppError(error);
        if (!errors[appError.code].expected) log.error({ err: error }, 'a monitor’s command failed');
        tellError(ws, appError);
      })
      .finally(() => waiting--);
  };
  for (const data of early) take(data);
  ws.on('message', (data, isBinary) => {
    if (isBinary) tellError(ws, new AppError('invalid_message', 'Binary frames are not part of this protocol.'));
    else take(String(data));
  });
}

function commandOf(data: string): MonitorCommand {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    throw new AppError('invalid_message', 'The command is not JSON.');
  }
  const parsed = commandSchema.safeParse(value);
  if (!parsed.success) throw new AppError('invalid_message', 'This is no command that monitors have.');
  switch (parsed.data.command_type) {
    case 'end_call':
      return { kind: 'end-call' };
    case 'transfer_to_number':
      return { kind: 'transfer-to-number', phoneNumber: parsed.data.parameters.phone_number };
    case 'contextual_update':
      return { kind: 'contextual-update', text: parsed.data.parameters.contextual_update };
    case 'enable_human_takeover':
      return { kind: 'takeover', isActive: true };
    case 'disable_human_takeover':
      return { kind: 'takeover', isActive: false };
    case 'send_human_message':
      return { kind: 'human-message', text: parsed.data.parameters.text };
  }
}

function tellError(ws: WebSocket, error: AppError): void {
  if (ws.readyState !== WebSocket.OPEN) return;
  const { ws: code, status } = errors[error.code];
  ws.send(JSON.stringify({ type: 'error', error_event: { code, error_type: status, message: error.publicMessage, reason: error.publicMessage } }));
}
