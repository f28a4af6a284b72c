import type { AgentConfig } from '../contracts/agent-config';
import type { EndReason } from '../contracts/conversation';
import type { Observer } from '../voice/conversation';
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
  readonly config: AgentConfig;
  readonly isTextOnly: boolean;
  /** Null: the participant is on no phone line. */
  readonly phone: PhoneLeg | null;
  readonly end: (reason: EndReason, detail: string) => void;
}

export type LiveWatcher = (event: ConversationEventFrame) => void;

/** Where others join a conversation while it runs: they are told what happens in it, and may put in what a participant's transport puts in. */
export class LiveLine implements Observer {
  readonly about: Omit<LiveLineOptions, 'end'>;
  readonly #end: LiveLineOptions['end'];
  readonly #watchers = new Set<LiveWatcher>();
  #recent: ConversationEventFrame[] = [];
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
