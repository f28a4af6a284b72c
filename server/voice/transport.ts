import type { EndReason } from '../contracts/conversation';
import type { AudioOutFrame, ConversationEventFrame } from './frames';
import type { PhoneLeg } from './phone-leg';
import type { OverlapChoice } from './turn/evidence';

/** What comes from the participant. Sound is mono PCM16 at 16 kHz, already decoded and resampled by the transport. */
export type UplinkFrame =
  /** `isLost`: silence in place of sound that did not come. `isOutOfOrder`: it came after what follows it. */
  | { readonly kind: 'audio-in'; readonly pcm: Int16Array; readonly isLost?: boolean; readonly isOutOfOrder?: boolean }
  /** How long the line takes there and back. */
  | { readonly kind: 'round-trip'; readonly ms: number }
  | { readonly kind: 'user-text'; readonly text: string }
  | { readonly kind: 'user-activity' }
  /** From now on; null: as the agent is configured. */
  | { readonly kind: 'overlap-policy'; readonly choice: OverlapChoice | null }
  | { readonly kind: 'context-update'; readonly text: string; readonly contextId: string | null }
  | { readonly kind: 'tool-result'; readonly toolCallId: string; readonly result: string; readonly isError: boolean }
  | { readonly kind: 'feedback'; readonly responseId: number; readonly score: 'like' | 'dislike' | null }
  /** A person watches and answers in the agent's place; until it is over the agent keeps silent. */
  | { readonly kind: 'takeover'; readonly isActive: boolean }
  /** Said in the agent's name as it stands. */
  | { readonly kind: 'agent-words'; readonly text: string }
  /** The person in the agent's place begins to speak with their own voice, or stops. */
  | { readonly kind: 'person-speaking'; readonly isActive: boolean }
  /** 20 ms of that voice, mono PCM16 at 16 kHz. */
  | { readonly kind: 'person-sound'; readonly pcm: Int16Array }
  /** The participant's consent to a call that asked for it. */
  | { readonly kind: 'tool-approval'; readonly toolCallId: string; readonly isApproved: boolean }
  /** The carrier has played all sound of this response up to the mark that was sent with it. */
  | { readonly kind: 'mark'; readonly responseId: number; readonly soundMs: number }
  | { readonly kind: 'playhead'; readonly responseId: number; readonly playedMs: number; readonly isDrained: boolean; readonly bufferedMs?: number }
  | { readonly kind: 'hangup'; readonly reason: EndReason; readonly detail: string };

/**
 * What carries a conversation to and from its participant. The conversation reads `uplink` until it ends and calls `close` exactly once;
 * whoever made the transport releases its socket in answer to that.
 */
export interface Transport {
  readonly uplink: AsyncIterable<UplinkFrame>;
  /** Rate of the PCM16 it wants, in Hz. */
  readonly outputSampleRate: number;
  /** The client tells how much it has played (`playhead`); otherwise it is estimated from what was sent. */
  readonly reportsPlayhead: boolean;
  /** The client can pause its loudspeaker on `playout-held` with sound still buffered. */
  readonly canHold: boolean;
  /** How long sound is on its way before it is heard, in ms, as far as it was measured. */
  readonly networkDelayMs?: number | null;
  /** Frames of sound are to name the characters in them. */
  readonly wantsCharacters?: boolean;
  /** How far ahead of the playhead sound is sent, in ms. */
  readonly leadMs: number;
  /** The line needs so much more lead than usual, in ms. */
  adaptTo?(extraLeadMs: number): void;
  /** There when the participant is on a phone line. */
  readonly phone?: PhoneLeg;
  sendAudio(frame: AudioOutFrame): void;
  /** Asks for a `mark` once everything sent so far was played: carriers tell the playhead so. */
  sendMark?(responseId: number, soundMs: number): void;
  sendEvent(event: ConversationEventFrame): void;
  /** Bytes accepted but not yet on the network; past the pacer's mark nothing more is sent. */
  bufferedBytes(): number;
  /** The conversation is over. Ends `uplink`, whatever the participant still sends. */
  close(reason: EndReason, detail: string): void;
}
