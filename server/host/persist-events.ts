import type { ConversationEvent, TranscriptItem } from '../contracts/conversation';
import type { WorkspaceScope } from '../auth/scope';
import { recordEvents } from '../domain/conversations/record-events';
import { recordTranscript } from '../domain/conversations/record-transcript';
import { maskDeep } from '../domain/privacy/mask-personal-data';
import type { PrivacyInForce } from '../domain/privacy/rules';
import type { Clock } from '../lib/clock';
import type { Logger } from '../lib/logger';
import { type ConversationEventFrame, eventRules } from '../voice/frames';
import type { Observer } from '../voice/conversation';
import { ActivityCurves } from './activity-curve';
import { TranscriptBuilder } from './transcript';

const writeEveryMs = 400;
/** Events kept while the database is away; past that the oldest are given up, and the log says how many. */
const mostWaiting = 20_000;
const batchSize = 500;

/** Writes what happens in a conversation as it happens, in batches, never holding up a call. */
export class EventPersister implements Observer {
  readonly #scope: WorkspaceScope;
  readonly #conversationId: string;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #privacy: Pick<PrivacyInForce, 'keepsNothing' | 'masks'>;
  readonly transcript: TranscriptBuilder;
  readonly #activity = new ActivityCurves((curve) => this.#add('voice-activity-curve', { ...curve }));
  #sequence = 0;
  #waiting: ConversationEvent[] = [];
  #givenUp = 0;
  readonly #onTranscript: () => void;
  #isTranscriptStale = false;
  #cancelTimer: (() => void) | null = null;
  #writing: Promise<void> = Promise.resolve();
  #atMs = 0;

  constructor(options: {
    readonly scope: WorkspaceScope;
    readonly conversationId: string;
    readonly clock: Clock;
    readonly log: Logger;
    readonly embeddingModel: string;
    readonly privacy: Pick<PrivacyInForce, 'keepsNothing' | 'masks'>;
    /** More of the transcript is stored. */
    readonly onTranscript?: () => void;
  }) {
    this.#scope = options.scope;
    this.#conversationId = options.conversationId;
    this.#clock = options.clock;
    this.#log = options.log;
    this.#privacy = options.privacy;
    this.#onTranscript = options.onTranscript ?? (() => undefined);
    this.transcript = new TranscriptBuilder((index, item) => this.#itemAdded(index, item), options.embeddingModel);
  }

  /** The transcript as it is written down: without what is masked, or empty where nothing is kept. */
  get recordedItems(): readonly TranscriptItem[] {
    return this.#privacy.keepsNothing ? [] : maskDeep(this.transcript.items, this.#privacy.masks);
  }

  observe(event: ConversationEventFrame, atMs: number): void {
    this.#atMs = atMs;
    this.transcript.observe(event, atMs);
    if (event.kind === 'voice-activity') this.#activity.add(event.probability, atMs);
    if (event.kind === 'transcription-final') this.#activity.flush();
    if (!eventRules[event.kind].isLogged) return;
    const { kind, ...data } = event;
    this.#add(kind, data);
  }

  /** Writes everything that waits; resolves when it is stored or given up after some tries. */
  async close(): Promise<void> {
    this.#activity.flush();
    for (let tries = 0; tries < 5 && (this.#waiting.length > 0 || this.#isTranscriptStale); tries++) await this.#write();
    this.#clearTimer();
    if (this.#waiting.length > 0) this.#log.error({ events: this.#waiting.length }, 'events of a conversation could not be stored');
  }

  #clearTimer(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
  }

  #itemAdded(index: number, item: TranscriptItem): void {
    this.#isTranscriptStale = true;
    if (this.#privacy.keepsNothing) this.#writeSoon(writeEveryMs);
    this.#add('transcript-item', { index, item });
  }

  #add(kind: string, data: Readonly<Record<string, unknown>>): void {
    if (this.#privacy.keepsNothing) return;
    if (this.#waiting.length >= mostWaiting) {
      this.#waiting.shift();
      this.#givenUp++;
    }
    this.#waiting.push({ sequence: this.#sequence++, atMs: this.#atMs, kind, data });
    this.#writeSoon(writeEveryMs);
  }

  #writeSoon(delayMs: number): void {
    if (this.#cancelTimer !== null) return;
    this.#cancelTimer = this.#clock.after(delayMs, () => {
      this.#cancelTimer = null;
      void this.#write();
    });
  }

  #write(): Promise<void> {
    this.#writing = this.#writing.then(async () => {
      const batch = this.#waiting.slice(0, batchSize).map((event) => maskDeep(event, this.#privacy.masks));
      const isTranscriptStale = this.#isTranscriptStale;
      this.#isTranscriptStale = false;
      try {
        await recordEvents(this.#scope, this.#conversationId, batch);
        const stored = batch.at(-1)?.sequence ?? -1;
        this.#waiting = this.#waiting.filter((event) => event.sequence > stored);
        if (isTranscriptStale) {
          const { messageCount, responseLatencyMs, interruptionCount } = this.transcript;
          await recordTranscript(this.#scope, this.#conversationId, { transcript: this.recordedItems, messageCount, responseLatencyMs, interruptionCount });
          this.#onTranscript();
        }
        if (this.#givenUp > 0) {
          this.#log.warn({ events: this.#givenUp }, 'events were given up while the database was away');
          this.#givenUp = 0;
        }
      } catch (error) {
        this.#isTranscriptStale ||= isTranscriptStale;
        this.#log.warn({ err: error }, 'events could not be stored yet');
      }
      if (this.#waiting.length > 0) this.#writeSoon(writeEveryMs * 2);
    });
    return this.#writing;
  }
}
