import type { AgentConfig } from '../contracts/agent-config';
import type { LiveCall } from '../contracts/supervision';
import type { EndReason } from '../contracts/conversation';
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

const participantRate = 16_000;
const latenciesShown = 8;

/** Where others join a conversation while it runs: they are told what happens in it, and may put in what a participant's transport puts in. */
export class LiveLine implements Observer, PlayoutTrack {
  readonly about: Omit<LiveLineOptions, 'end'>;
  readonly #end: LiveLineOptions['end'];
  readonly #watchers = new Set<LiveWatcher>();
  #recent: ConversationEventFrame[] = [];
  readonly #toTheEnd = new Set<(event: ConversationEventFrame | null) => void>();
  readonly #listeners = new Set<LiveListener>();
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
    const standing = standingAfter(this.#standing, event);
    if (standing === this.#standing) return;
    this.#standing = standing;
    this.#revision++;
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
    for (const listener of this.#listeners) listener.sound('participant', pcm, participantRate);
  }

  agentSound(pcm: Int16Array, sampleRate: number): void {
    for (const listener of this.#listeners) listener.sound('agent', pcm, sampleRate);
  }

  agentCut(): void {
    for (const listener of this.#listeners) listener.cut();
  }

  /** A held answer is dropped or goes on: either is told by what comes next. */
  agentHeld(): void {}

  agentResumed(): void {}

  listen(listener: LiveListener): () => void {
    this.#listeners.add(listener);
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

type Standing = Pick<LiveCall, 'state' | 'lastParticipant' | 'lastAgent' | 'latencies' | 'toolErrors' | 'failovers' | 'connection' | 'isTakenOver'>;

/** The same object when the event changes nothing. */
function standingAfter(standing: Standing, event: ConversationEventFrame): Standing {
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
      return { ...standing, isTakenOver: event.isActive };
    default:
      return standing;
  }
}
