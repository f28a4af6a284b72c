import { type AgentConfigInput, parseAgentConfig } from '../../contracts/agent-config';
import { Channel } from '../../lib/channel';
import { silentLogger } from '../../lib/logger';
import { type ConversationOptions, type ConversationOutcome, type ConversationProviders, runConversation } from '../conversation';
import type { AudioOutFrame, ConversationEventFrame, EventKind } from '../frames';
import type { PhoneLeg } from '../phone-leg';
import type { Transport, UplinkFrame } from '../transport';
import { loudnessDetector, ScriptedEar, ScriptedModel, ScriptedMouth } from './scripted-providers';
import { VirtualClock } from './virtual-clock';

const blockMs = 32;

/** One conversation on a virtual clock: the test is the participant. */
export class ScriptedConversation implements Transport {
  readonly clock = new VirtualClock();
  readonly ear = new ScriptedEar(this.clock);
  readonly model = new ScriptedModel(this.clock);
  readonly mouth = new ScriptedMouth(this.clock);
  readonly events: { readonly atMs: number; readonly event: ConversationEventFrame }[] = [];
  readonly audio: { readonly atMs: number; readonly frame: AudioOutFrame }[] = [];
  readonly outputSampleRate = 16_000;
  readonly reportsPlayhead = false;
  readonly canHold: boolean;
  readonly phone?: PhoneLeg;
  readonly leadMs = 200;
  adaptTo: (extraLeadMs: number) => void = () => undefined;
  readonly ending = new AbortController();
  outcome: ConversationOutcome | null = null;
  closedWith: string | null = null;
  buffered = 0;
  readonly #frames = new Channel<UplinkFrame>({ capacity: 10_000, whenFull: 'wait' });

  constructor({
    config: changes,
    canHold,
    phone,
    failedOpenings = 0,
    parts = {},
    ...options
  }: {
    /** Real ones in the place of those that play a script. */
    readonly parts?: Partial<ConversationProviders>;
    readonly config?: AgentConfigInput;
    readonly canHold?: boolean;
    readonly failedOpenings?: number;
    readonly phone?: PhoneLeg;
  } & Partial<Omit<ConversationOptions, 'config'>> = {}) {
    this.canHold = canHold ?? false;
    if (phone !== undefined) this.phone = phone;
    this.ear.failedOpenings = failedOpenings;
    const config = parseAgentConfig(changes);
    void runConversation({
      config,
      prompt: 'You are a test.',
      firstMessage: '',
      maxDurationMessage: '',
      language: 'en',
      isTextOnly: config.conversationConfig.conversation.textOnly,
      hints: [],
      knowledge: [],
      systemToolNames: ['end_call', 'skip_turn'],
      clientTools: [],
      providers: { voiceActivity: loudnessDetector, speechToText: this.ear, languageModel: this.model, textToSpeech: this.mouth, ...parts },
      transport: this,
      observers: [],
      track: null,
      clock: this.clock,
      log: silentLogger,
      signal: this.ending.signal,
      ...options,
    }).then((outcome) => {
      this.outcome = outcome;
    });
  }

  get uplink(): AsyncIterable<UplinkFrame> {
    return this.#frames;
  }

  sendAudio(frame: AudioOutFrame): void {
    this.audio.push({ atMs: this.clock.nowMs(), frame });
  }

  sendEvent(event: ConversationEventFrame): void {
    this.events.push({ atMs: this.clock.nowMs(), event });
  }

  bufferedBytes(): number {
    return this.buffered;
  }

  close(reason: string): void {
    this.closedWith = reason;
    this.#frames.close();
  }

  send(frame: UplinkFrame): void {
    this.#frames.offer(frame);
  }

  /** The participant speaks, or is silent, for so long. */
  async sound(durationMs: number, isSpeech: boolean): Promise<void> {
    for (let at = 0; at < durationMs; at += blockMs) {
      this.send({ kind: 'audio-in', pcm: new Int16Array(512).fill(isSpeech ? 8000 : 0) });
      await this.clock.advance(blockMs);
    }
  }

  speak(words: string, durationMs = 800): Promise<void> {
    this.ear.words = words;
    return this.sound(durationMs, true);
  }

  silence(durationMs: number): Promise<void> {
    return this.sound(durationMs, false);
  }

  of<K extends EventKind>(kind: K): Extract<ConversationEventFrame, { kind: K }>[] {
    return this.events.flatMap(({ event }) => (event.kind === kind ? [event as Extract<ConversationEventFrame, { kind: K }>] : []));
  }

  timeOf(kind: EventKind): number | undefined {
    return this.events.find(({ event }) => event.kind === kind)?.atMs;
  }

  said(): string[] {
    return this.of('response-ended').map((event) => event.heardText);
  }

  soundSentMs(responseId: number): number {
    return this.audio.filter(({ frame }) => frame.responseId === responseId).reduce((sum, { frame }) => sum + frame.durationMs, 0);
  }
}
