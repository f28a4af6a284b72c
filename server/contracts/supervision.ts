import { z } from 'zod';
import type { DownlinkEvent, VoiceState } from './voice-protocol';

/**
 * What a member's browser and the voice server say to each other about conversations that run, over socket.io, namespace `/supervise`.
 * Sound is mono PCM16 little endian, 16 kHz, 20 ms and more a block; a listener who cannot keep up misses blocks. What a supervisor
 * says with their own voice comes in blocks of exactly 20 ms.
 */

/** How a running conversation stands. */
export interface LiveCall {
  readonly conversationId: string;
  readonly agentId: string;
  readonly agentName: string;
  readonly source: string;
  /** ms since 1970. */
  readonly startedAtMs: number;
  readonly isTextOnly: boolean;
  readonly state: VoiceState;
  readonly lastParticipant: string;
  readonly lastAgent: string;
  /** Of the last turns, newest last: from the end of speech to the first sound of the answer, in ms. */
  readonly latencies: readonly number[];
  readonly toolErrors: number;
  readonly failovers: number;
  /** Null: not measured. */
  readonly connection: 'good' | 'fair' | 'poor' | null;
  /** A person answers in the agent's place. */
  readonly isTakenOver: boolean;
  /** Who does; null: nobody, or a program. */
  readonly takenOverBy: { readonly id: string; readonly name: string } | null;
  /** That person is heard with their own voice. */
  readonly isPersonSpeaking: boolean;
  readonly watchers: number;
}

export const superviseRequestSchema = z.object({ workspace: z.string().max(200), conversationId: z.string().max(200) });

const words = z.string().trim().min(1).max(4_000);
export const supervisorCommandSchema = z.discriminatedUnion('kind', [
  /** For the agent alone: it heeds it from its next answer on. */
  z.object({ kind: z.literal('whisper'), text: words }),
  z.object({ kind: z.literal('takeover'), isActive: z.boolean() }),
  /** Said in the agent's voice, or written where nothing is spoken. */
  z.object({ kind: z.literal('say'), text: words }),
  z.object({ kind: z.literal('end') }),
]);
export type SupervisorCommand = z.infer<typeof supervisorCommandSchema>;

/** `whisper` and `takeover` are events of supervisors alone; the rest is what the participant's own client is told. */
export type SupervisorEvent = DownlinkEvent | { readonly kind: 'whisper'; readonly text: string } | { readonly kind: 'takeover'; readonly isActive: boolean };

export type SuperviseAnswer =
  | { readonly ok: true; readonly call: LiveCall; readonly mayIntervene: boolean; readonly mayListen: boolean; readonly memberId: string }
  | { readonly ok: false; readonly code: string; readonly message: string };

export interface SupervisionUplink {
  /** From now on `calls` come, whenever something changed. Answers `null`, or what stood in the way. */
  overview(workspace: string, answer: (problem: string | null) => void): void;
  /** One conversation a connection. */
  supervise(request: z.input<typeof superviseRequestSchema>, answer: (answer: SuperviseAnswer) => void): void;
  listen(isOn: boolean): void;
  /** Answers `null` when it is done, or what stood in the way. */
  command(command: SupervisorCommand, answer: (problem: string | null) => void): void;
  /** From now on `voice` is heard by the participant, or not any more. Answers `null`, or what stood in the way. */
  speak(isOn: boolean, answer: (problem: string | null) => void): void;
  /** Sound between `speak(true)` and `speak(false)`; it may come before the answer. */
  voice(pcm: ArrayBuffer): void;
}

export interface SupervisionDownlink {
  calls(calls: readonly LiveCall[]): void;
  call(call: LiveCall): void;
  event(event: SupervisorEvent): void;
  sound(side: 'participant' | 'agent', pcm: ArrayBuffer): void;
  /** What the agent was about to say is not said: its sound that waits is dropped. */
  cut(): void;
  /** Your voice is not heard any more though you have not stopped; the reason, or null when your sound did not come. */
  silenced(reason: string | null): void;
  ended(): void;
}
