import { z } from 'zod';
import type { LiveCall } from '../contracts/supervision';
import { voiceStates } from '../contracts/voice-protocol';
import type { Clock } from '../lib/clock';
import type { Notices } from '../lib/notices';
import type { LiveConversations } from './live-conversations';

export interface CallsElsewhereOptions {
  /** What runs here, and is told to the others. */
  readonly live: LiveConversations;
  readonly notices: Notices;
  readonly clock: Clock;
  /** Where the other processes reach this one; undefined: they do not. */
  readonly ownUrl: string | undefined;
}

/** How often calls that changed are told to the others, as long as somebody looks at them there. */
const tellEveryMs = 500;
/** Whoever looks says so again this often, and is told all calls again. */
const wantEveryMs = 5_000;
/** Without that word nothing is told any more, and a call that was not told again is over. */
const forgottenAfterMs = 15_000;
/** A notice has to stay short; a card of the list shows less. */
const longestWords = 240;
const longestName = 120;
/** Whoever runs a call says so at once. */
const answerWithinMs = 1_500;

const wantedNotice = z.object({ workspaceId: z.string() });
const callNotice = z.object({
  workspaceId: z.string(),
  call: z.object({
    conversationId: z.string(),
    agentId: z.string(),
    agentName: z.string(),
    source: z.string(),
    startedAtMs: z.number(),
    isTextOnly: z.boolean(),
    state: z.enum(voiceStates),
    lastParticipant: z.string(),
    lastAgent: z.string(),
    latencies: z.array(z.number()),
    toolErrors: z.number(),
    failovers: z.number(),
    connection: z.enum(['good', 'fair', 'poor']).nullable(),
    isTakenOver: z.boolean(),
    takenOverBy: z.object({ id: z.string(), name: z.string() }).nullable(),
    isPersonSpeaking: z.boolean(),
    watchers: z.number(),
  }),
});
const overNotice = z.object({ conversationId: z.string() });

const soughtNotice = z.object({ workspaceId: z.string(), conversationId: z.string() });
const foundNotice = z.object({ conversationId: z.string(), url: z.string().nullable() });

/** The process that runs a call; `url`: where it is reached, if it is. */
export interface CallPlace {
  readonly url: string | null;
}

interface Told {
  readonly from: string;
  readonly workspaceId: string;
  readonly call: LiveCall;
  readonly heardMs: number;
}

/** Conversations that other processes run. Processes tell each other of them only while a member looks at the list. */
export class CallsElsewhere {
  readonly #options: CallsElsewhereOptions;
  readonly #calls = new Map<string, Told>();
  /** How many look at a workspace here. */
  readonly #lookers = new Map<string, number>();
  /** Until when somebody elsewhere looks at a workspace. */
  readonly #wantedUntilMs = new Map<string, number>();
  /** Our own calls as they were told last, by their revision. */
  readonly #told = new Map<string, number>();
  /** Those who ask where a conversation runs. */
  readonly #seekers = new Map<string, ((place: CallPlace) => void)[]>();
  #isTelling = false;
  #revision = 0;

  constructor(options: CallsElsewhereOptions) {
    this.#options = options;
    const { live, notices, clock, ownUrl = null } = options;
    notices.on('calls-wanted', (body) => this.#wanted(wantedNotice.parse(body).workspaceId));
    notices.on('call', (body, from) => {
      if (from !== null) this.#hear({ from, heardMs: clock.nowMs(), ...callNotice.parse(body) });
    });
    notices.on('call-over', (body) => this.#forget(({ call }) => call.conversationId === overNotice.parse(body).conversationId));
    notices.on('call-sought', (body) => {
      const { workspaceId, conversationId } = soughtNotice.parse(body);
      if (live.line(conversationId)?.about.workspaceId === workspaceId) notices.tell('call-found', { conversationId, url: ownUrl });
    });
    notices.on('call-found', (body) => {
      const { conversationId, url } = foundNotice.parse(body);
      for (const found of this.#seekers.get(conversationId) ?? []) found({ url });
    });
    notices.onGone((process) => this.#forget(({ from }) => from === process));
    notices.onCame(() => this.#wantAll());
    notices.onMissed(() => this.#wantAll());
  }

  /** A member looks at a workspace's calls, until the answer is called. */
  look(workspaceId: string): () => void {
    const lookers = this.#lookers.get(workspaceId) ?? 0;
    this.#lookers.set(workspaceId, lookers + 1);
    if (lookers === 0) this.#keepWanting(workspaceId);
    let hasLeft = false;
    return () => {
      if (hasLeft) return;
      hasLeft = true;
      const left = (this.#lookers.get(workspaceId) ?? 1) - 1;
      if (left > 0) this.#lookers.set(workspaceId, left);
      else {
        this.#lookers.delete(workspaceId);
        this.#forget((told) => told.workspaceId === workspaceId);
      }
    };
  }

  of(workspaceId: string): readonly LiveCall[] {
    return [...this.#calls.values()].filter((told) => told.workspaceId === workspaceId).map(({ call }) => call);
  }

  /** Another one whenever any call was told or is over. */
  get revision(): number {
    return this.#revision;
  }

  /** Where a workspace's conversation runs; null: nowhere else. */
  find(workspaceId: string, conversationId: string): Promise<CallPlace | null> {
    const { notices, clock } = this.#options;
    return new Promise((resolve) => {
      const done = (place: CallPlace | null) => {
        cancel();
        const others = (this.#seekers.get(conversationId) ?? []).filter((each) => each !== done);
        if (others.length > 0) this.#seekers.set(conversationId, others);
        else this.#seekers.delete(conversationId);
        resolve(place);
      };
      const cancel = clock.after(answerWithinMs, () => done(null));
      this.#seekers.set(conversationId, [...(this.#seekers.get(conversationId) ?? []), done]);
      notices.tell('call-sought', { workspaceId, conversationId });
    });
  }

  #keepWanting(workspaceId: string): void {
    const { notices, clock } = this.#options;
    notices.tell('calls-wanted', { workspaceId });
    clock.after(wantEveryMs, () => {
      this.#forget(({ heardMs }) => heardMs < clock.nowMs() - forgottenAfterMs);
      if (this.#lookers.has(workspaceId)) this.#keepWanting(workspaceId);
    });
  }

  #wantAll(): void {
    for (const workspaceId of this.#lookers.keys()) this.#options.notices.tell('calls-wanted', { workspaceId });
  }

  #wanted(workspaceId: string): void {
    this.#wantedUntilMs.set(workspaceId, this.#options.clock.nowMs() + forgottenAfterMs);
    for (const { about } of this.#options.live.linesOf(workspaceId)) this.#told.delete(about.conversationId);
    if (!this.#isTelling) this.#keepTelling();
  }

  #keepTelling(): void {
    const { clock } = this.#options;
    for (const [workspaceId, untilMs] of this.#wantedUntilMs) {
      if (untilMs > clock.nowMs()) this.#tell(workspaceId);
      else this.#wantedUntilMs.delete(workspaceId);
    }
    this.#tellEnded();
    this.#isTelling = this.#wantedUntilMs.size > 0;
    if (this.#isTelling) clock.after(tellEveryMs, () => this.#keepTelling());
    else this.#told.clear();
  }

  #tell(workspaceId: string): void {
    const { live, notices } = this.#options;
    for (const { about, revision, call } of live.linesOf(workspaceId)) {
      if (this.#told.get(about.conversationId) === revision) continue;
      this.#told.set(about.conversationId, revision);
      notices.tell('call', { workspaceId, call: shortened(call) });
    }
  }

  #tellEnded(): void {
    const { live, notices } = this.#options;
    for (const conversationId of this.#told.keys()) {
      if (live.line(conversationId) !== undefined) continue;
      this.#told.delete(conversationId);
      notices.tell('call-over', { conversationId });
    }
  }

  #hear(told: Told): void {
    // It was told to those who look elsewhere; nobody here would hear that it is over.
    if (!this.#lookers.has(told.workspaceId)) return;
    this.#calls.set(told.call.conversationId, told);
    this.#revision++;
  }

  #forget(isOver: (told: Told) => boolean): void {
    for (const [conversationId, told] of this.#calls) {
      if (!isOver(told)) continue;
      this.#calls.delete(conversationId);
      this.#revision++;
    }
  }
}

/** Of what was said the beginning. */
function shortened(call: LiveCall): LiveCall {
  return { ...call, agentName: call.agentName.slice(0, longestName), lastParticipant: beginning(call.lastParticipant), lastAgent: beginning(call.lastAgent) };
}

/** No number or address is cut in two: half of one would not be recognised where personal data is masked. */
function beginning(text: string): string {
  if (text.length <= longestWords) return text;
  return `${text
    .slice(0, longestWords)
    .replace(/\S*$/, '')
    .replace(/[\d\s\p{P}+]+$/u, '')}…`;
}
