import type { AgentConfig } from '../contracts/agent-config';
import type { LiveCall } from '../contracts/supervision';
import type { EndReason } from '../contracts/conversation';
import { AppError } from '../lib/app-error';
import type { Observer } from '../voice/conversation';
import type { PlayoutTrack } from '../voice/stages/playout';
import type { ConversationEventFrame } from '../voice/frames';
import type { PhoneLeg } from '../voice/phone-leg';
import type { UplinkFrame } from '../voice/transport';

/** Events that whoever joins late is told. */
const mostRecent = 100;
/** Told to those who watch, not kept for those who come later. */
const passing: ReadonlySet<ConversationEventFrame['kind']> = new Set(['voice-activity', 'transcription-partial', 'state-changed', 'connection-quality']);

export interface LiveLineOptions {
  readonly conversationId: string;
  readonly workspaceId: string;
  readonly agentId: string;
  readonly agentName: string;
  readonly source: string;
  readonly config: AgentConfig;
  readonly isTextOnly: boolean;
  /** Null: the participant is on no phone line. */
  readonly phone: PhoneLeg | null;
  readonly end: (reason: EndReason, detail: string) => void;
}

export type LiveWatcher = (event: ConversationEventFrame) => void;

/** Sound for whoever listens in; mono PCM16. */
export interface LiveListener {
  sound(side: 'participant' | 'agent', pcm: Int16Array, sampleRate: number): void;
  /** What the agent was about to say is not said. */
  cut(): void;
}

export interface Member {
  readonly id: string;
  readonly name: string;
}

/** One connection of a member who may speak into the conversation with their own voice. */
export interface LiveSpeaker {
  readonly member: Member;
  /** Told when it is not heard any more though it has not stopped. */
  silenced(): void;
}

const participantRate = 16_000;
const latenciesShown = 8;

/** Where others join a conversation while it runs: they are told what happens in it, and may put in what a participant's transport puts in. */
export class LiveLine implements Observer, PlayoutTrack {
  readonly about: Omit<LiveLineOptions, 'end'>;
  readonly #end: LiveLineOptions['end'];
  readonly #watchers = new Set<LiveWatcher>();
  #recent: ConversationEventFrame[] = [];
  readonly #toTheEnd = new Set<(event: ConversationEventFrame | null) => void>();
  readonly #listeners = new Map<LiveListener, LiveSpeaker | null>();
  /** Members that are connected, each as often as they are. */
  readonly #present = new Map<string, number>();
  #taker: Member | null = null;
  #takeover = { isNoted: false };
  #speaker: { readonly who: LiveSpeaker; isStopping: boolean } | null = null;
  readonly #startedAtMs = Date.now();
  #standing: Standing = {
    state: 'listening',
    lastParticipant: '',
    lastAgent: '',
    latencies: [],
    toolErrors: 0,
    failovers: 0,
    connection: null,
    isTakenOver: false,
    takenOverBy: null,
    isPersonSpeaking: false,
  };
  #revision = 0;
  #receive: ((frame: UplinkFrame) => void) | null = null;

  constructor({ end, ...about }: LiveLineOptions) {
    this.about = about;
    this.#end = end;
  }

  /** The conversation says where it takes frames. */
  open(receive: (frame: UplinkFrame) => void): void {
    this.#receive = receive;
  }

  observe(event: ConversationEventFrame): void {
    if (!passing.has(event.kind)) {
      this.#recent.push(event);
      if (this.#recent.length > mostRecent) this.#recent.shift();
    }
    for (const watcher of this.#watchers) watcher(event);
    const standing = standingAfter(this.#standing, event, this.#taker);
    if (standing === this.#standing) return;
    this.#standing = standing;
    this.#revision++;
    if (event.kind === 'person-speaking-changed' && !event.isSpeaking) this.#voiceEnded();
  }

  /** How the conversation stands. */
  get call(): LiveCall {
    const { conversationId, agentId, agentName, source, isTextOnly } = this.about;
    const watchers = this.#toTheEnd.size;
    return { conversationId, agentId, agentName, source, isTextOnly, startedAtMs: this.#startedAtMs, watchers, ...this.#standing };
  }

  /** Rises with every change of `call`. */
  get revision(): number {
    return this.#revision;
  }

  participantSound(pcm: Int16Array): void {
    for (const listener of this.#listeners.keys()) listener.sound('participant', pcm, participantRate);
  }

  agentSound(pcm: Int16Array, sampleRate: number): void {
    // Whoever speaks does not hear themselves a moment later.
    for (const [listener, owner] of this.#listeners) if (owner === null || owner !== this.#speaker?.who) listener.sound('agent', pcm, sampleRate);
  }

  agentCut(): void {
    for (const listener of this.#listeners.keys()) listener.cut();
  }

  /** A held answer is dropped or goes on: either is told by what comes next. */
  agentHeld(): void {}

  agentResumed(): void {}

  /** Throws `conflict` when another person is in the agent's place. */
  mayBeTakenOverBy(member: Member): void {
    const { isTakenOver, takenOverBy } = this.#standing;
    if (isTakenOver && takenOverBy !== null && takenOverBy.id !== member.id)
      throw new AppError('conflict', `${takenOverBy.name} has taken this conversation over. Give it back to the agent first.`);
  }

  /** A person goes into the agent's place. Throws as `mayBeTakenOverBy`. */
  takeOver(member: Member): void {
    this.mayBeTakenOverBy(member);
    // What happens is told before `put` answers.
    if (!this.#standing.isTakenOver) this.#takeover = { isNoted: false };
    this.#taker = member;
    this.put({ kind: 'takeover', isActive: true });
    this.#taker = null;
  }

  /** Throws `conflict` or `not_supported` with what stands in the way of this member's own voice. */
  mayBeSpokenIntoBy(who: LiveSpeaker): void {
    if (this.about.isTextOnly) throw new AppError('not_supported', 'A text conversation cannot be spoken into.');
    const { isTakenOver, takenOverBy } = this.#standing;
    if (!isTakenOver) throw new AppError('conflict', 'Take the conversation over first.');
    if (takenOverBy?.id !== who.member.id) throw new AppError('conflict', 'Only who has taken the conversation over may speak into it.');
    if (this.#speaker !== null && this.#speaker.who !== who) throw new AppError('conflict', 'You are speaking already, in another window.');
  }

  /** One voice at a time. Throws as `mayBeSpokenIntoBy`. */
  speak(who: LiveSpeaker): void {
    this.mayBeSpokenIntoBy(who);
    this.#speaker = { who, isStopping: false };
    this.put({ kind: 'person-speaking', isActive: true });
    if (this.#standing.isPersonSpeaking) return;
    this.#speaker = null;
    throw new AppError('conflict', 'The conversation is ending.');
  }

  /** Done the first time a person speaks after taking over; once more if it failed. */
  async onceATakeover(note: () => Promise<void>): Promise<void> {
    const takeover = this.#takeover;
    if (takeover.isNoted) return;
    takeover.isNoted = true;
    try {
      await note();
    } catch (error) {
      takeover.isNoted = false;
      throw error;
    }
  }

  /** 20 ms of mono PCM16 at 16 kHz. */
  voice(who: LiveSpeaker, pcm: Int16Array): void {
    if (this.#speaker?.who === who) this.put({ kind: 'person-sound', pcm });
  }

  hush(who: LiveSpeaker): void {
    if (this.#speaker?.who !== who) return;
    this.#speaker.isStopping = true;
    this.put({ kind: 'person-speaking', isActive: false });
  }

  #voiceEnded(): void {
    const speaker = this.#speaker;
    this.#speaker = null;
    if (speaker?.isStopping === false) speaker.who.silenced();
  }

  /** A member has a connection to it, until the answer is called. */
  come(memberId: string): () => void {
    this.#present.set(memberId, (this.#present.get(memberId) ?? 0) + 1);
    return () => {
      const left = (this.#present.get(memberId) ?? 1) - 1;
      if (left === 0) this.#present.delete(memberId);
      else this.#present.set(memberId, left);
    };
  }

  isPresent(memberId: string): boolean {
    return this.#present.has(memberId);
  }

  /** `owner`: who hears it; their own voice is left out. */
  listen(listener: LiveListener, owner: LiveSpeaker | null = null): () => void {
    this.#listeners.set(listener, owner);
    return () => this.#listeners.delete(listener);
  }

  /** As `watch`, and null when the conversation is over. */
  watchToTheEnd(watcher: (event: ConversationEventFrame | null) => void): () => void {
    const stop = this.watch(watcher);
    this.#toTheEnd.add(watcher);
    this.#revision++;
    return () => {
      stop();
      this.#toTheEnd.delete(watcher);
      this.#revision++;
    };
  }

  /** The conversation is over. */
  close(): void {
    for (const watcher of this.#toTheEnd) watcher(null);
    this.#listeners.clear();
    this.#speaker = null;
  }

  /** Tells the recent past, then everything as it happens, until the answer is called. */
  watch(watcher: LiveWatcher): () => void {
    for (const event of this.#recent) watcher(event);
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  put(frame: UplinkFrame): void {
    this.#receive?.(frame);
  }

  end(reason: EndReason, detail: string): void {
    this.#end(reason, detail);
  }
}

type Standing = Pick<
  LiveCall,
  'state' | 'lastParticipant' | 'lastAgent' | 'latencies' | 'toolErrors' | 'failovers' | 'connection' | 'isTakenOver' | 'takenOverBy' | 'isPersonSpeaking'
>;

/** The same object when the event changes nothing. */
function standingAfter(standing: Standing, event: ConversationEventFrame, taker: Member | null): Standing {
  switch (event.kind) {
    case 'state-changed':
      return { ...standing, state: event.state };
    case 'transcription-final':
      return event.text.trim() === '' ? standing : { ...standing, lastParticipant: event.text };
    case 'response-ended':
      return event.heardText.trim() === '' ? standing : { ...standing, lastAgent: event.heardText };
    case 'turn-measured': {
      const ms = event.latency.firstPlayedMs ?? event.latency.firstSentMs;
      return ms === null ? standing : { ...standing, latencies: [...standing.latencies, Math.round(ms)].slice(-latenciesShown) };
    }
    case 'tool-finished':
      return event.isError ? { ...standing, toolErrors: standing.toolErrors + 1 } : standing;
    case 'failed-over':
      return { ...standing, failovers: standing.failovers + 1 };
    case 'connection-quality':
      return event.level === standing.connection ? standing : { ...standing, connection: event.level };
    case 'takeover-changed':
      return { ...standing, isTakenOver: event.isActive, takenOverBy: event.isActive ? taker : null };
    case 'person-speaking-changed':
      return { ...standing, isPersonSpeaking: event.isSpeaking };
    case 'person-said':
      return event.text === null ? standing : { ...standing, lastAgent: event.text };
    default:
      return standing;
  }
}
