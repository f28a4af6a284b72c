import type { LiveCall, SupervisorCommand } from '../contracts/supervision';
import type { ConversationEventFrame } from '../voice/frames';

/** Sound of a running conversation for whoever listens in; mono PCM16. */
export interface SoundListener {
  sound(side: 'participant' | 'agent', pcm: Int16Array, sampleRate: number): void;
  cut(): void;
}

/** A member's own voice, open to the participant until it is stopped or silenced. */
export interface OwnVoice {
  /** 20 ms of mono PCM16 at 16 kHz. */
  put(pcm: Int16Array): void;
  stop(): void;
}

export interface SupervisedCall {
  /** Who looks on. */
  readonly memberId: string;
  readonly isTextOnly: boolean;
  readonly mayIntervene: boolean;
  /** There is sound, and nothing in it is kept from this member. */
  readonly mayListen: boolean;
  now(): LiveCall;
  /** Another one with every change of `now`. */
  revision(): number;
  /** Whether this member may still look on: roles change, and people leave. */
  mayStay(): Promise<boolean>;
  /** Tells the recent past, then everything as it happens; null: it is over. The answer stops it. */
  watch(watcher: (event: ConversationEventFrame | null) => void): () => void;
  listen(listener: SoundListener): () => void;
  /** Proves the right anew. `onSilenced`: it is not heard any more though it was not stopped. Throws `AppError` when it cannot be. */
  speak(onSilenced: () => void): Promise<OwnVoice>;
  /** Whether this member may still speak. */
  maySpeak(): Promise<boolean>;
  /** The member's connection is gone: nothing of them is left in the call. */
  leave(): void;
  /** Throws `AppError` when it cannot be done. */
  command(command: SupervisorCommand): Promise<void>;
}

export interface LiveOverview {
  calls(): readonly LiveCall[];
  /** Another one with every change of `calls`. */
  revision(): string;
  mayStay(): Promise<boolean>;
  /** The member's connection is gone. */
  leave(): void;
}

/** Another voice server runs it: where that one is reached. It proves who asks by itself. */
export interface CallElsewhere {
  readonly elsewhere: string;
}

/** What the supervision socket needs to know of the rest of the server. Both throw `AppError`. */
export interface SupervisionHost {
  overview(request: { readonly cookie: string; readonly workspace: string }): Promise<LiveOverview>;
  join(request: {
    readonly cookie: string;
    readonly workspace: string;
    readonly conversationId: string;
    readonly ip: string | undefined;
  }): Promise<SupervisedCall | CallElsewhere>;
}
