import type { AgentConfig, DynamicVariables } from '../contracts/agent-config';
import { readWorkflow } from '../contracts/workflow';
import type { EndReason } from '../contracts/conversation';
import { Channel } from '../lib/channel';
import type { Clock } from '../lib/clock';
import type { Logger } from '../lib/logger';
import { DeadlineError, delay, withDeadline } from '../lib/wait';
import type { KnowledgePassage, LanguageModelProvider } from '../providers/spec/language-model';
import { ProviderError } from '../providers/spec/provider-error';
import type { SpeechToTextProvider, Transcription } from '../providers/spec/speech-to-text';
import type { TextToSpeechProvider } from '../providers/spec/text-to-speech';
import type { EndOfTurnJudge } from '../providers/spec/end-of-turn';
import type { VoiceActivityProvider } from '../providers/spec/voice-activity';
import type { AgentInPlay, Known } from './agent-in-play';
import { noAllowance, withPatience } from './connection/adapt';
import { ConnectionWatch } from './connection/watch';
import { Ears } from './evidence/ears';
import { areOwnWords } from './evidence/own-words';
import type { ConversationEventFrame } from './frames';
import { guarded, mostRetries, noteOf } from './guardrails/guard';
import { type Guardrail, guardrailsOf } from './guardrails/guardrail';
import { History, type HistoryItem } from './history/history';
import { fallbackPhrase, silencePrompt } from './history/phrases';
import { type SpeakingGuide, systemPrompt } from './history/prompt';
import { TurnTimes } from './observers/latency';
import { ModelMeter, type UsageEvent, UsageTotals } from './observers/usage';
import { LiveResponse, type LiveResponseOptions } from './response';
import type { Retrieve } from './retrieval';
import { detectSpeech, type SoundIn } from './stages/detect-speech';
import type { PlayoutTrack } from './stages/playout';
import type { ModelRequest } from './stages/respond';
import { retrieveForTurn } from './stages/retrieve';
import { ofServer, ToolRunner } from './stages/run-tools';
import { Transcriber } from './stages/transcribe';
import type { Transport, UplinkFrame } from './transport';
import { endProbability, endProbabilityThreshold } from './turn/endpointing';
import { expectationOf, neededParameters } from './turn/expectation';
import { initialTurnState, liveResponseOf, step, voiceStateOf } from './turn/machine';
import type { SystemToolSettings } from './tools/system-tools';
import type { AgentTransfer, ClientTool, ServerTool, ToolEffect } from './tools/tool';
import { type Utterance, PersonVoice } from './person/person-voice';
import { PersonWords } from './person/person-words';
import { turnPolicyOf, type TurnPolicy } from './turn/policy';
import { type SpokenFallback, type TimerName, timerNames, type TurnEffect, type TurnEvent, type TurnState } from './turn/state';
import { backchannelWords } from './speech/backchannel-words';
import { Cast } from './speech/cast';
import { Fillers } from './speech/fillers';
import { inLanguage, languagesOf } from './speech/in-language';
import { Interjections } from './speech/interjections';
import { LanguageWatch } from './speech/language-watch';
import { PaceMatcher } from './speech/pace';
import { type PhraseSound, PhraseStore } from './speech/phrase-store';
import { pronouncer, type PronunciationRule } from './speech/pronunciation';
import { LiveVariables } from './variables';
import { AgentWorkflow, type NextStep } from './workflow/agent-workflow';
import { askModel } from './workflow/ask-model';
import type { Answers } from './workflow/expression';

/** Sound waiting for the detector: one second, then the oldest is dropped and counted. */
const soundQueueFrames = 50;
/** Nothing at all from the participant's end for so long: the connection is dead, whatever the socket says. */
const uplinkSilenceMs = 60_000;
const closingDeadlineMs = 5_000;
/** A judgement of a turn's end that comes later has been decided without. */
const judgeDeadlineMs = 900;
/** How often new evidence of speech over the agent is told, in ms. */
const evidenceEveryMs = 60;
/** Messages of the dialogue that a judge is shown. */
const judgedMessages = 6;

export interface ConversationProviders {
  readonly voiceActivity: VoiceActivityProvider;
  readonly speechToText: SpeechToTextProvider;
  readonly languageModel: LanguageModelProvider;
  readonly textToSpeech: TextToSpeechProvider;
  /** Absent or null: silence and words alone end a turn. */
  readonly endOfTurn?: EndOfTurnJudge | null;
}

/** Hears everything that happens, in order; changes nothing. Must not throw and must not block. */
export interface Observer {
  observe(event: ConversationEventFrame, atMs: number): void;
  /** Sound of the participant, 16 kHz mono, as it arrived. */
  participantSound?(pcm: Int16Array, atMs: number): void;
}

export interface ConversationOptions {
  readonly config: AgentConfig;
  /** Dynamic variables as the conversation begins; results of tools may change them. */
  readonly variables?: DynamicVariables;
  /** These three may hold `{{variables}}`: they are filled when they are needed. */
  readonly prompt: string;
  readonly firstMessage: string;
  readonly maxDurationMessage: string;
  readonly language: string;
  readonly isTextOnly: boolean;
  readonly hints: readonly string[];
  readonly knowledge: readonly KnowledgePassage[];
  /** What the model is shown of an earlier exchange that this conversation goes on from. */
  readonly past?: readonly HistoryItem[];
  readonly systemToolNames: readonly string[];
  readonly systemToolSettings?: SystemToolSettings;
  readonly clientTools: readonly ClientTool[];
  readonly serverTools?: readonly ServerTool[];
  /** Tools that only the agent's workflow uses, by their stored id. */
  readonly toolsById?: ReadonlyMap<string, ServerTool>;
  /** What the agent knows in nodes of its workflow that bring documents of their own. */
  readonly knowledgeByNode?: ReadonlyMap<string, Known>;
  /** Looks up what may help to answer a turn; asked once a turn, ahead of the model. */
  readonly retrieve?: Retrieve | null;
  readonly agentId?: string;
  /** Makes another agent ready to go on with the conversation; throws when it cannot be. */
  readonly otherAgent?: (transfer: AgentTransfer, signal: AbortSignal) => Promise<AgentInPlay>;
  readonly extraBody?: Record<string, unknown>;
  readonly providers: ConversationProviders;
  readonly transport: Transport;
  readonly observers: readonly Observer[];
  /** How words of this agent's are to be said; the transcript keeps them as written. */
  readonly pronunciation?: readonly PronunciationRule[];
  /** Keeps what must be said when no voice answers any more; absent: nothing is made ahead. */
  readonly phrases?: PhraseStore;
  /** Is told where frames of others than the participant are taken. */
  readonly interventions?: { open(receive: (frame: UplinkFrame) => void): void };
  readonly track: PlayoutTrack | null;
  readonly clock: Clock;
  readonly log: Logger;
  /** Aborted by the host with `{ reason: EndReason, detail }` to end the conversation from outside. */
  readonly signal: AbortSignal;
}

export interface ConversationOutcome {
  readonly reason: EndReason;
  readonly detail: string;
  readonly durationMs: number;
}

/**
 * Runs one conversation from its first word to its last: feeds the turn machine with what happens and carries out what it decides.
 * Resolves when everything it opened is closed; never rejects.
 */
export async function runConversation(options: ConversationOptions): Promise<ConversationOutcome> {
  return new Conversation(options).run();
}

class Conversation {
  readonly #options: ConversationOptions;
  #policy: TurnPolicy;
  #agent: AgentInPlay;
  /** Agents that took part, by id: whoever comes back does not introduce itself again. */
  readonly #cast = new Map<string, AgentInPlay>();
  /** Made ready by `transfer_to_agent`; takes over when the response that called it is over. */
  #prepared: NextStep | null = null;
  /** What comes after the live response, one response a step. */
  readonly #plan: NextStep[] = [];
  #arrival: { readonly step: NextStep; readonly isReturn: boolean } | null = null;
  #nextLanguage: string | null = null;
  #isTakenOver = false;
  /** P5: the own voice of whoever took over; there from their first word to the end of the takeover. */
  #personVoice: PersonVoice | null = null;
  #personWords: PersonWords | null = null;
  /** Ears that still hear out what was said before a takeover ended. */
  readonly #hearingOut = new Set<PersonWords>();
  /** Answers to the open turn that a guardrail stopped. */
  #guardRetries = 0;
  #workflow: AgentWorkflow | null = null;
  readonly #startedMs: number;
  readonly #history: History;
  /** Ends with the conversation; the parent of every other signal in it. */
  readonly #life = new AbortController();
  readonly #timers = new Map<TimerName, () => void>();
  readonly #variables: LiveVariables;
  readonly #tools: ToolRunner;
  #transcriber: Transcriber | null;
  #voice: Cast | null;
  /** Voices of agents that handed over: closed already, or about to be. */
  readonly #retired: Promise<void>[] = [];
  #language: string;
  readonly #speaking: Pick<LiveResponseOptions, 'markup' | 'pronounce'>;
  readonly #interjections: Interjections | null;
  readonly #connection: ConnectionWatch | null;
  readonly #fillers = new Fillers();
  readonly #languages = new LanguageWatch();
  readonly #pace = new PaceMatcher();
  #recognisedLanguage: string | null = null;
  readonly #turns = new TurnTimes();
  readonly #totals = new UsageTotals();
  readonly #ears: Ears;
  /** What the agent said last, heard or not: an echo may bring it back. */
  #lastWords = '';
  #evidenceAtMs = 0;
  #state: TurnState = initialTurnState;
  #queue: TurnEvent[] = [];
  #isStepping = false;
  #live: LiveResponse | null = null;
  #draft: LiveResponse | null = null;
  #outcome: { reason: EndReason; detail: string } | null = null;
  #cancelUplinkWatch: (() => void) | null = null;
  readonly #ended: Promise<void>;
  #markEnded: () => void = () => undefined;

  constructor(options: ConversationOptions) {
    this.#options = options;
    this.#history = new History(options.past);
    this.#language = options.language;
    this.#policy = turnPolicyOf(options.config, options.language, options.isTextOnly);
    this.#startedMs = options.clock.nowMs();
    this.#ears = new Ears(options.track);
    this.#ended = new Promise((resolve) => {
      this.#markEnded = resolve;
    });
    const signal = this.#life.signal;
    this.#variables = new LiveVariables(options.variables ?? {});
    this.#agent = firstAgentOf(options);
    this.#cast.set(this.#agent.agentId, this.#agent);
    const { otherAgent } = options;
    this.#tools = new ToolRunner({
      ...this.#agent,
      system: {
        phone: options.transport.phone ?? null,
        prepareAgent: otherAgent === undefined ? null : (transfer, limit) => this.#prepareAgent(transfer, otherAgent, limit),
      },
      history: this.#history,
      variables: this.#variables,
      ways: () => this.#workflow?.tool() ?? null,
      clock: options.clock,
      emit: this.#emit,
      signal,
      onLateResult: () => this.#dispatch({ kind: 'goes-on', why: 'news' }),
      onWaiting: (responseId, { limitMs, disablesInterruptions, overlapPolicy }) => {
        this.#dispatch({ kind: 'tool-waiting', responseId, limitMs, protects: disablesInterruptions });
        if (overlapPolicy !== null) this.#dispatch({ kind: 'overlap-chosen', choice: overlapPolicy, responseId });
      },
      onWaited: (responseId) => this.#dispatch({ kind: 'tool-waited', responseId }),
    });
    this.#transcriber = options.isTextOnly ? null : this.#ear();
    this.#connection = options.isTextOnly
      ? null
      : new ConnectionWatch({ transport: options.transport, clock: options.clock, now: this.#now, emit: this.#emit });
    const { tts } = options.config.conversationConfig;
    this.#speaking = {
      markup: { voices: tts.supportedVoices.map(({ label }) => label), audioTags: tts.suggestedAudioTags.map(({ tag }) => tag) },
      pronounce: pronouncer(options.pronunciation ?? []),
    };
    this.#voice = options.isTextOnly ? null : this.#castOf(this.#agent);
    this.#interjections =
      this.#policy.backchannel === null
        ? null
        : new Interjections({
            provider: options.providers.textToSpeech,
            store: options.phrases ?? new PhraseStore(),
            transport: options.transport,
            track: this.#ears.track,
            clock: options.clock,
            now: this.#now,
            signal,
            loudness: options.config.parley.speaking.backchannels.loudness,
          });
  }

  #ear(): Transcriber {
    const { providers, hints, clock } = this.#options;
    const { config } = this.#agent;
    return new Transcriber({
      provider: providers.speechToText,
      language: this.#language,
      otherLanguages: config.parley.speaking.followsLanguage ? languagesOf(config).filter((code) => code !== this.#language) : [],
      hints,
      clock,
      signal: this.#life.signal,
      onPartial: (text) => this.#partial(text),
      onTranscription: (turnId, attempt, { text, confidence, producedBy, language }) => {
        this.#recognisedLanguage = language ?? null;
        this.#turns.transcribed(turnId, this.#now(), confidence ?? null, producedBy);
        this.#dispatch({ kind: 'transcribed', turnId, attempt, text, confidence: confidence ?? null, areOwnWords: this.#areOwnWords(text) });
      },
      onFailure: (turnId, attempt, error) => {
        this.#providerFailed('speech-to-text', error);
        if (turnId !== null) this.#dispatch({ kind: 'transcription-failed', turnId, attempt });
      },
    });
  }

  #castOf({ config, textToSpeech }: AgentInPlay): Cast {
    const { transport, clock } = this.#options;
    return new Cast({
      provider: textToSpeech,
      own: voiceOptionsOf(config, this.#language, transport),
      others: voicesOf(config.conversationConfig.tts.supportedVoices),
      clock,
      signal: this.#life.signal,
    });
  }

  async run(): Promise<ConversationOutcome> {
    const { transport, firstMessage, signal } = this.#options;
    const onAbort = () => this.#dispatch({ kind: 'end-requested', ...endRequestOf(signal.reason), afterResponse: false });
    signal.addEventListener('abort', onAbort, { once: true });
    const sounds = new Channel<SoundIn>({ capacity: soundQueueFrames, whenFull: 'drop-oldest', onDrop: ({ pcm }) => this.#soundLost(pcm) });
    const reading = this.#readUplink(transport.uplink, sounds);
    this.#options.interventions?.open((frame) => {
      if (this.#outcome === null) this.#receive(frame, sounds);
    });
    const listening = this.#options.isTextOnly ? Promise.resolve() : this.#listen(sounds);
    this.#emit({ kind: 'conversation-started', agentId: this.#agent.agentId });
    this.#watchUplink();
    this.#preparePhrases();
    this.#dispatch({ kind: 'started', hasFirstMessage: firstMessage.trim() !== '' });
    void this.#beginWorkflow();
    if (signal.aborted) onAbort();
    await this.#ended;
    signal.removeEventListener('abort', onAbort);
    const outcome = this.#outcome ?? { reason: 'internal-error' as const, detail: 'ended without a reason' };
    this.#dropDraft();
    this.#personVoice?.cut();
    this.#personWords?.giveUp();
    for (const words of this.#hearingOut) words.giveUp();
    this.#finishResponse(false);
    this.#tools.farewell(outcome.reason === 'agent-ended');
    this.#tools.close();
    this.#life.abort({ kind: 'conversation-ended' });
    this.#cancelUplinkWatch?.();
    this.#connection?.close();
    for (const cancel of this.#timers.values()) cancel();
    sounds.close();
    this.#emit(this.#totals.event({ draftsMade: this.#state.draftsMade, draftsUsed: this.#state.draftsUsed }));
    this.#emit({ kind: 'conversation-ended', ...outcome });
    transport.close(outcome.reason, outcome.detail);
    await this.#closed([reading, listening, this.#transcriber?.close(), this.#voice?.close(), this.#personWords?.close(), ...this.#retired]);
    return { ...outcome, durationMs: Math.round(this.#now()) };
  }

  /** X4: waits until everything is closed, but not for ever: a provider that will not close must not keep the call open. */
  async #closed(parts: readonly (Promise<void> | undefined)[]): Promise<void> {
    try {
      await withDeadline({ clock: this.#options.clock, limitMs: closingDeadlineMs, what: 'closing the conversation' }, () =>
        Promise.allSettled(parts.map((part) => Promise.resolve(part))),
      );
    } catch (error) {
      this.#options.log.error({ err: error }, 'something of a conversation did not close');
    }
  }

  /** Milliseconds since the conversation began. */
  readonly #now = (): number => this.#options.clock.nowMs() - this.#startedMs;

  readonly #emit = (event: ConversationEventFrame): void => {
    const atMs = Math.round(this.#now());
    this.#options.transport.sendEvent(event);
    for (const observer of this.#options.observers) observer.observe(event, atMs);
  };

  /** Events that effects cause wait until the step that caused them is carried out. */
  #dispatch(event: TurnEvent): void {
    this.#queue.push(event);
    if (this.#isStepping) return;
    this.#isStepping = true;
    try {
      for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
        const before = voiceStateOf(this.#state);
        const { state, effects } = step(this.#state, next, withPatience(this.#policy, this.#connection?.allowance ?? noAllowance), this.#now());
        this.#state = state;
        for (const effect of effects) this.#carryOut(effect);
        const after = voiceStateOf(state);
        if (after !== before) this.#emit({ kind: 'state-changed', state: after });
      }
    } catch (error) {
      this.#options.log.error({ err: error }, 'the conversation failed');
      this.#end('internal-error', 'the conversation failed');
    } finally {
      this.#isStepping = false;
    }
  }

  #carryOut(effect: TurnEffect): void {
    switch (effect.kind) {
      case 'set-timer':
        return this.#setTimer(effect.name, effect.delayMs);
      case 'clear-timer':
        return this.#clearTimer(effect.name);
      case 'transcribe':
        return this.#transcriber?.ask(effect.turnId, effect.attempt);
      case 'cancel-transcription':
        return this.#transcriber?.cancel();
      case 'judge-end':
        return void this.#judgeEnd(effect.turnId, effect.attempt);
      case 'commit-turn': {
        const { turnId, text, confidence, medium, startedAtMs, endedAtMs } = effect;
        if (medium === 'audio') this.#transcriber?.commit();
        this.#history.addUserTurn(turnId, text);
        this.#guardRetries = 0;
        this.#follow(effect);
        const producedBy = this.#turns.committed(turnId, this.#now(), medium === 'audio' ? endedAtMs : null);
        this.#emit({
          kind: 'transcription-final',
          turnId,
          text,
          medium,
          confidence,
          producedBy,
          startMs: Math.round(startedAtMs),
          endMs: Math.round(endedAtMs),
        });
        if (medium === 'audio') this.#earUsed(turnId, producedBy);
        return;
      }
      case 'discard-turn':
        this.#transcriber?.commit();
        this.#earUsed(effect.turnId, null);
        if (effect.text !== '') this.#emit({ kind: 'backchannel-ignored', turnId: effect.turnId, text: effect.text });
        return;
      case 'reopen-turn':
        return this.#history.reopenTurn(effect.turnId);
      case 'start-response':
        return this.#startResponse(effect);
      case 'draft-response':
        return this.#startDraft(effect);
      case 'drop-draft':
        return this.#dropDraft();
      case 'adopt-draft':
        return this.#adoptDraft(effect);
      case 'say': {
        // P7: nobody speaks over the last words of a call.
        if (effect.trigger === 'farewell') this.#personVoice?.cut();
        const text = effect.fallback === 'max-duration' ? this.#variables.fill(this.#options.maxDurationMessage) : undefined;
        this.#live = this.#newResponse(effect.responseId, null, effect.trigger);
        return this.#live.say(text ?? { fallback: effect.fallback }, text === undefined ? this.#recorded(effect.fallback) : null);
      }
      case 'say-filler':
        void this.#sayFiller(effect.responseId, effect.index);
        return;
      case 'backchannel': {
        const text = this.#interjections?.say(effect.turnId, effect.index) ?? null;
        if (text !== null) this.#emit({ kind: 'backchannel-spoken', turnId: effect.turnId, text });
        return;
      }
      case 'stop-response':
        if (this.#live?.responseId !== effect.responseId) return;
        if (effect.isInterruption) this.#emit({ kind: 'interrupted', responseId: effect.responseId });
        this.#finishResponse(effect.isInterruption);
        if (effect.isInterruption) this.#tools.farewell(false);
        return;
      case 'hold-playout':
        if (this.#live?.responseId !== effect.responseId) return;
        this.#live.hold();
        this.#emit({ kind: 'playout-held', responseId: effect.responseId });
        return;
      case 'resume-playout':
        if (this.#live?.responseId !== effect.responseId) return;
        this.#live.resume();
        this.#emit({ kind: 'playout-resumed', responseId: effect.responseId });
        return;
      case 'end-conversation':
        return this.#end(effect.reason, effect.detail);
    }
  }

  #recorded(fallback: SpokenFallback): PhraseSound | null {
    const { phrases, providers } = this.#options;
    if (phrases === undefined || this.#voice === null) return null;
    return phrases.known(providers.textToSpeech, this.#voice.own, fallbackPhrase(fallback, this.#language));
  }

  async #sayFiller(responseId: number, index: number): Promise<void> {
    const { filler } = this.#policy;
    const userText = this.#history.lastUserText();
    if (filler.isOffUntilUserSpoke && userText === '') return;
    const { providers, clock } = this.#options;
    const words = await this.#fillers.next(filler, index, {
      userText,
      language: this.#language,
      model: isAnswerer(providers.languageModel) ? null : providers.languageModel,
      clock,
      signal: this.#life.signal,
    });
    if (this.#live?.responseId === responseId) this.#live.fill(words);
  }

  /** What is said without a model or a moment's delay is made ahead. */
  #preparePhrases(): void {
    const { config, providers, clock, phrases } = this.#options;
    if (this.#voice === null) return;
    const { words } = config.parley.speaking.backchannels;
    void this.#interjections?.prepare(backchannelWords(this.#language, words), this.#voice.own);
    // R7: when no voice answers any more, the apology is there already.
    for (const fallback of ['apology', 'give-up'] as const)
      void phrases?.make(providers.textToSpeech, this.#voice.own, fallbackPhrase(fallback, this.#language), { clock, signal: this.#life.signal });
  }

  #startResponse(effect: Extract<TurnEffect, { kind: 'start-response' }>): void {
    const live = this.#newResponse(effect.responseId, effect.turnId, effect.trigger);
    this.#live = live;
    if (effect.trigger === 'first-message') return live.say(this.#variables.fill(this.#agent.firstMessage));
    if (effect.trigger === 'silence' && isAnswerer(this.#agent.languageModel)) return live.say(silencePrompt(this.#language, this.#state.unansweredPrompts));
    if (effect.trigger === 'handoff') return this.#goOn(live);
    this.#arrival = null;
    this.#generate(live, effect.trigger === 'silence' ? silenceNote : effect.trigger === 'news' ? newsNote : null);
  }

  /** U1: what hearing a turn took, whatever became of it. */
  #earUsed(turnId: number, producedBy: string | null): void {
    const seconds = this.#transcriber?.takeSeconds() ?? 0;
    if (seconds === 0) return;
    this.#used({
      kind: 'usage',
      capability: 'speech-to-text',
      turnId,
      producedBy: producedBy ?? this.#options.providers.speechToText.id,
      isSpeculative: false,
      seconds,
    });
  }

  #used(event: UsageEvent): void {
    this.#totals.add(event);
    this.#emit(event);
  }

  #startDraft({ responseId, turnId, text }: Extract<TurnEffect, { kind: 'draft-response' }>): void {
    if (this.#isTakenOver) return;
    this.#emit({ kind: 'draft-started', responseId, turnId, words: text });
    this.#draft = this.#makeResponse(responseId, turnId, 'user-turn', true);
    this.#generate(this.#draft, text);
  }

  #dropDraft(): void {
    const draft = this.#draft;
    this.#draft = null;
    if (draft === null) return;
    draft.discard();
    if (draft.turnId !== null) this.#turns.answerDropped(draft.turnId);
    this.#emit({ kind: 'draft-dropped', responseId: draft.responseId, characters: draft.writtenLength });
    for (const event of draft.usage(true)) this.#used(event);
  }

  #adoptDraft({ responseId, turnId, lastSpeechMs }: Extract<TurnEffect, { kind: 'adopt-draft' }>): void {
    const draft = this.#draft;
    // A draft that failed is no loss: the answer is asked for again.
    if (draft?.responseId !== responseId) return this.#startResponse({ kind: 'start-response', responseId, turnId, trigger: 'user-turn', lastSpeechMs });
    this.#draft = null;
    this.#finishResponse(false);
    this.#emit({ kind: 'draft-used', responseId, turnId });
    this.#emit({ kind: 'response-started', responseId, turnId, trigger: 'user-turn' });
    this.#live = draft;
    draft.adopt();
  }

  /** Lets the model answer; `userText` is said on top of the history: the open turn of a draft, or a note. */
  #generate(response: LiveResponse, userText: string | null, delayMs = 0): void {
    const { languageModel, config } = this.#agent;
    const { temperature, maxTokens } = config.conversationConfig.agent.prompt;
    response.generate({
      request: this.#requestOf(response, userText, delayMs),
      languageModel,
      tools: this.#tools,
      temperature,
      maxTokens: maxTokens > 0 ? maxTokens : undefined,
      language: this.#language,
      extraBody: this.#options.extraBody,
      guard: this.#guardOf(response, userText),
      onEffect: (effect) => this.#carryOutTool(effect),
    });
  }

  /** K1: what the agent's guardrails do with an answer. */
  #guardOf(response: LiveResponse, userText: string | null): Parameters<LiveResponse['generate']>[0]['guard'] {
    const { languageModel, config } = this.#agent;
    const guardrails = guardrailsOf(config);
    if (guardrails.length === 0) return null;
    const isTurn = response.trigger === 'user-turn' || response.trigger === 'user-text';
    const said = isTurn ? (userText ?? this.#history.lastUserText()) : '';
    const { signal, responseId } = response;
    return (attempt) =>
      guarded(attempt, said, {
        guardrails,
        judge: isAnswerer(languageModel) ? null : languageModel,
        dialogue: this.#history.lastTurns(guardedTurns),
        language: this.#language,
        clock: this.#options.clock,
        signal: AbortSignal.any([this.#life.signal, signal]),
        onTriggered: (guardrail, isHandled) => response.commit(() => this.#guardrailTriggered(response, guardrail, isHandled)),
        onJudged: (meter) => {
          for (const event of meter.usage(responseId, languageModel.id, false)) this.#used(event);
        },
        onUnjudged: (error) => {
          this.#options.log.warn({ err: error }, 'guardrails were not judged');
          this.#emit({ kind: 'notice', message: 'The model did not judge whether a guardrail was triggered.' });
        },
      });
  }

  /** K3: the answer stops where it is; then the call ends, or the turn is answered again. */
  #guardrailTriggered(response: LiveResponse, { type, name, action }: Guardrail, isHandled: boolean): void {
    if (this.#outcome !== null) return;
    const { responseId } = response;
    const isRetry = action.kind === 'retry' && (isHandled || this.#guardRetries++ < mostRetries);
    this.#emit({ kind: 'guardrail-triggered', responseId, guardrail: type, name, action: isRetry ? 'retry' : 'end-call' });
    if (isHandled) return;
    if (!isRetry) {
      const detail = `a guardrail was triggered: ${name ?? type}`;
      return this.#dispatch({ kind: 'end-requested', reason: 'agent-ended', detail, afterResponse: false });
    }
    this.#plan.push({ agent: null, words: { kind: 'generate', note: noteOf(action.feedback), introduces: false }, delayMs: 0, ends: null });
    if (this.#live !== response) return this.#handOver();
    this.#emit({ kind: 'interrupted', responseId });
    this.#finishResponse(true);
    this.#dispatch({ kind: 'response-finished', responseId, isEmpty: false });
  }

  /** What the model will be asked: history as it is now, knowledge as soon as it is found. */
  #requestOf(
    response: LiveResponse,
    userText: string | null,
    delayMs: number,
  ): (signal: AbortSignal, notes?: readonly string[]) => Promise<ModelRequest | null> {
    const { isTextOnly, clock } = this.#options;
    const { config, knowledge, retrieve, languageModel, prompt: template } = this.#agent;
    const language = this.#language;
    const isBuiltIn = isAnswerer(languageModel);
    const isTurn = response.trigger === 'user-turn' || response.trigger === 'user-text';
    const text = isTurn ? (userText ?? this.#history.lastUserText()) : '';
    // Whoever takes over answers what was said last.
    const question = response.trigger === 'handoff' ? this.#history.lastUserText() : text;
    const lastWords = this.#history.lastWords(retrievalTurns);
    const first = this.#history.toMessages('');
    return async (signal, notes = []) => {
      // Tools that an earlier attempt has called are not called again.
      const messages = notes.length === 0 ? [...first] : this.#history.toMessages('');
      for (const content of [...(userText === null ? [] : [userText]), ...notes]) messages.push({ role: 'user', content });
      // W1: what leads on for certain is taken before the turn is answered; a draft leads nowhere.
      if (this.#workflow?.wouldMove(text) === true && isTurn) {
        await response.adopted();
        const steps = await this.#workflow.advance(text, signal);
        signal.throwIfAborted();
        this.#planned(steps);
        if (steps.length > 0) return null;
      }
      if (delayMs > 0) await delay(clock, delayMs, signal);
      const found =
        retrieve === null || question.trim() === ''
          ? []
          : await retrieveForTurn({
              retrieve,
              query: { text: question, history: lastWords.at(-1) === question ? lastWords.slice(0, -1) : lastWords },
              ids: { responseId: response.responseId, turnId: response.turnId },
              clock,
              signal,
              emit: (event) => response.commit(() => this.#emit(event)),
            });
      const prompt = this.#variables.fill(template);
      const passages = [...knowledge, ...found.map(({ chunkId, title, text: passage }) => ({ id: chunkId, title, text: passage }))];
      const system = isBuiltIn
        ? prompt
        : systemPrompt({
            prompt,
            language,
            knowledge: passages,
            isTextOnly,
            speaking: speakingGuideOf(config),
            isFocused: config.platformSettings.guardrails.focus.isEnabled,
          });
      return { messages: system === '' ? messages : [{ role: 'system', content: system }, ...messages], knowledge: passages };
    };
  }

  #carryOutTool(effect: ToolEffect): void {
    switch (effect.kind) {
      case 'skip-turn':
        return this.#dispatch({ kind: 'wait-requested' });
      case 'transfer-agent':
        // The handover waits for the last word of the agent that hands over.
        return this.#planned(this.#prepared === null ? [] : [this.#prepared]);
      case 'go-on':
        return;
      case 'switch-language':
        this.#nextLanguage = effect.language;
        return this.#dispatch({ kind: 'goes-on', why: 'handoff' });
      case 'end-call':
        return this.#dispatch({ kind: 'end-requested', reason: 'agent-ended', detail: effect.detail, afterResponse: true });
    }
  }

  /** A1: asked for by the model; the agent that speaks finishes what it says first. */
  async #prepareAgent(transfer: AgentTransfer, otherAgent: NonNullable<ConversationOptions['otherAgent']>, signal: AbortSignal): Promise<void> {
    const agent = this.#cast.get(transfer.agentId) ?? (await otherAgent(transfer, signal));
    this.#prepared = {
      agent,
      words: { kind: 'generate', note: handoverNote, introduces: transfer.saysFirstMessage },
      delayMs: transfer.delayMs,
      ends: null,
    };
  }

  /** P1: what the agent is saying, or is about to say, is the last of it until the person leaves. */
  #takeover(isActive: boolean): void {
    if (isActive === this.#isTakenOver) return;
    this.#isTakenOver = isActive;
    if (isActive) this.#dropDraft();
    else this.#endPersonVoice();
    this.#dispatch({ kind: 'person-changed', person: isActive ? 'silent' : 'absent' });
    this.#emit({ kind: 'takeover-changed', isActive });
  }

  /** P5: the agent's sound that waits is cut, and nothing of its own is heard until the person falls silent. */
  #personSpeaks(): void {
    if (this.#personVoice?.isSpeaking === true) return this.#personVoice.begin();
    const isOver = this.#state.phase === 'closing' || this.#state.phase === 'ended';
    if (!this.#isTakenOver || isOver || this.#options.isTextOnly) return;
    this.#dispatch({ kind: 'person-changed', person: 'speaking' });
    const { transport, clock } = this.#options;
    this.#personVoice ??= new PersonVoice({
      transport,
      clock,
      now: this.#now,
      track: this.#ears.track,
      takeId: () => this.#takeId(),
      onSpeech: (pcm) => {
        this.#personWords ??= this.#personEar();
        this.#personWords.hear(pcm);
      },
      onUtterance: (utterance) => this.#personWords?.ended(utterance),
      onSilent: () => {
        this.#emit({ kind: 'person-speaking-changed', isSpeaking: false });
        this.#dispatch({ kind: 'person-changed', person: this.#isTakenOver ? 'silent' : 'absent' });
      },
      onFailure: (error) => this.#options.log.warn({ err: error }, 'a person’s voice could not be sent'),
    });
    this.#personVoice.begin();
    this.#emit({ kind: 'person-speaking-changed', isSpeaking: true });
  }

  /** P8: what the person said enters history, so that the agent knows of it when it goes on. */
  #personEar(): PersonWords {
    const { providers, hints, clock } = this.#options;
    return new PersonWords({
      provider: providers.speechToText,
      language: this.#language,
      otherLanguages: languagesOf(this.#agent.config).filter((code) => code !== this.#language),
      hints,
      clock,
      signal: this.#life.signal,
      onWords: (utterance, words, seconds) => this.#personSaid(utterance, words, seconds),
      onFailure: (error) => this.#providerFailed('speech-to-text', error),
    });
  }

  #personSaid({ id, startMs, endMs }: Utterance, words: Transcription | null, seconds: number): void {
    const producedBy = words?.producedBy ?? null;
    const text = words === null ? null : words.text.trim();
    // Sound without a word is nothing that was said.
    if (text !== '') {
      this.#history.addPersonWords(text);
      this.#emit({ kind: 'person-said', responseId: id, text, producedBy, startMs, endMs });
    }
    if (seconds === 0) return;
    const by = producedBy ?? this.#options.providers.speechToText.id;
    this.#used({ kind: 'usage', capability: 'speech-to-text', turnId: id, producedBy: by, isSpeculative: false, seconds });
  }

  /** P7: what was said last is heard out beside the conversation. */
  #endPersonVoice(): void {
    this.#personVoice?.cut();
    this.#personVoice = null;
    const words = this.#personWords;
    this.#personWords = null;
    if (words === null) return;
    this.#hearingOut.add(words);
    this.#retire({ close: () => words.close().finally(() => this.#hearingOut.delete(words)) });
  }

  /** Turns, responses and what a person says are counted together. */
  #takeId(): number {
    const id = this.#state.nextId;
    this.#state = { ...this.#state, nextId: id + 1 };
    return id;
  }

  /** P3: a person's words are an answer of the agent's: spoken in its voice, kept in its history. */
  #sayInPlace(text: string): void {
    if (text.trim() === '') return;
    this.#planned([{ agent: null, words: { kind: 'say', text: text.trim() }, delayMs: 0, ends: null }]);
  }

  /** The conversation goes on by itself: after the live response, or at once. */
  #planned(steps: readonly NextStep[]): void {
    if (steps.length === 0) return;
    this.#plan.push(...steps);
    if (this.#live === null && this.#arrival === null) this.#handOver();
    else this.#dispatch({ kind: 'goes-on', why: 'handoff' });
  }

  /** A2: what was decided while a response was live holds from its end on. */
  #handOver(): void {
    if (this.#outcome !== null) return;
    const language = this.#nextLanguage;
    this.#nextLanguage = null;
    if (language !== null) this.#switchLanguage(language, 'tool');
    const step = this.#plan.shift();
    if (step === undefined) return;
    const isReturn = step.agent !== null && this.#cast.has(step.agent.agentId);
    if (step.agent !== null) this.#take(step.agent, isReturn);
    if (step.ends !== null) return this.#dispatch({ kind: 'end-requested', reason: 'agent-ended', detail: step.ends, afterResponse: false });
    this.#arrival = { step, isReturn };
    this.#dispatch({ kind: 'goes-on', why: 'handoff' });
  }

  #take(agent: AgentInPlay, isReturn: boolean): void {
    const before = this.#agent;
    const isOther = agent.agentId !== before.agentId;
    if (isOther) this.#emit({ kind: 'agent-changed', agentId: agent.agentId, fromAgentId: before.agentId, isReturn });
    if (isOther) this.#cast.set(agent.agentId, agent);
    this.#agent = agent;
    this.#variables.set('system__current_agent_id', agent.agentId);
    this.#tools.use(agent);
    this.#policy = turnPolicyOf(agent.config, this.#language, this.#options.isTextOnly);
    if (isOther) this.#workflow = this.#workflowOf(agent);
    if (this.#voice === null || (agent.textToSpeech === before.textToSpeech && isSameVoice(agent, before))) return;
    this.#retire(this.#voice);
    this.#voice = this.#castOf(agent);
  }

  /** What leads on from the start for certain is entered while the first message plays. */
  async #beginWorkflow(): Promise<void> {
    this.#workflow = this.#workflowOf(this.#agent);
    if (this.#workflow?.wouldMove('') !== true) return;
    try {
      const steps = await this.#workflow.advance('', this.#life.signal);
      if (this.#outcome === null) this.#planned(steps);
    } catch (error) {
      if (!this.#life.signal.aborted) this.#options.log.error({ err: error }, 'a workflow could not begin');
    }
  }

  /** W6: what a workflow wants to know of the conversation. Without an answer in time what depends on it has no value. */
  async #askModel(questions: readonly string[], signal: AbortSignal): Promise<Answers> {
    const { languageModel: model } = this.#agent;
    const responseId = this.#live?.responseId ?? this.#state.nextId;
    const meter = new ModelMeter();
    try {
      return await withDeadline({ clock: this.#options.clock, limitMs: questionsDeadlineMs, what: 'the answers for a workflow', signal }, (within) =>
        askModel({ model, questions, dialogue: this.#history.lastTurns(questionedTurns), language: this.#language, meter, signal: within }),
      );
    } catch (error) {
      signal.throwIfAborted();
      this.#options.log.warn({ err: error }, 'a question of a workflow was not answered');
      this.#emit({ kind: 'notice', message: 'A question of the workflow was not answered by the model.' });
      return new Map();
    } finally {
      for (const event of meter.usage(responseId, model.id, false)) this.#used(event);
    }
  }

  /** An agent's workflow begins anew with every agent that takes over. */
  #workflowOf(agent: AgentInPlay): AgentWorkflow | null {
    const workflow = readWorkflow(agent.config.workflow);
    if (workflow === null) return null;
    const { otherAgent, transport } = this.#options;
    return new AgentWorkflow({
      workflow,
      agent,
      judgesByWords: isAnswerer(agent.languageModel),
      language: () => this.#language,
      variables: () => this.#variables.values,
      assign: (changes) => void this.#variables.assign(changes),
      fill: (template) => this.#variables.fill(template),
      phone: transport.phone ?? null,
      runTool: (tool, parameters, signal) => this.#runTool(tool, parameters, signal),
      ask: (questions, signal) => this.#askModel(questions, signal),
      otherAgent: otherAgent === undefined ? null : async (transfer, signal) => this.#cast.get(transfer.agentId) ?? otherAgent(transfer, signal),
      emit: this.#emit,
      onSteps: (steps) => this.#planned(steps),
    });
  }

  /** A tool that the workflow runs without asking the model. */
  async #runTool(tool: ServerTool, parameters: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<boolean> {
    const call = this.#tools.named({ id: 'workflow', name: tool.definition.name, argumentsJson: JSON.stringify(parameters) });
    const { isError } = await this.#tools.run(call, ofServer({ ...tool, timing: 'immediate' }), {
      responseId: this.#live?.responseId ?? 0,
      signal,
      adopted: async () => undefined,
      heard: async () => undefined,
      commit: (action) => action(),
    });
    return !isError;
  }

  /** G1, L2: what a turn tells of the participant's language and pace. */
  #follow({ text, medium, startedAtMs, endedAtMs }: Extract<TurnEffect, { kind: 'commit-turn' }>): void {
    const { config } = this.#agent;
    const { followsLanguage, matchesPace } = config.parley.speaking;
    if (followsLanguage) {
      const candidates = languagesOf(config);
      const language = this.#languages.heard({ text, recognised: medium === 'audio' ? this.#recognisedLanguage : null, current: this.#language, candidates });
      if (language !== null) {
        // An answer begun in the old language is none to this turn.
        this.#dropDraft();
        this.#switchLanguage(language, 'detection');
      }
    }
    if (!matchesPace || medium !== 'audio' || this.#voice === null) return;
    const ownSpeed = config.conversationConfig.tts.speed;
    const change = this.#pace.heard({ text, ms: endedAtMs - startedAtMs, language: this.#language, ownSpeed, speed: this.#voice.own.speed });
    if (change === null) return;
    this.#voice.change({ speed: change.speed });
    this.#emit({ kind: 'pace-changed', ...change });
  }

  /** X4: closed beside the conversation, which waits for it at its end. */
  #retire(part: { close(): Promise<void> }): void {
    this.#retired.push(part.close().catch((error: unknown) => this.#options.log.warn({ err: error }, 'what a conversation no longer needs did not close')));
  }

  #switchLanguage(language: string, by: 'tool' | 'detection'): void {
    const from = this.#language;
    if (language === from) return;
    this.#language = language;
    this.#policy = turnPolicyOf(inLanguage(this.#agent.config, language), language, this.#options.isTextOnly);
    this.#emit({ kind: 'language-changed', from, to: language, by });
    if (this.#voice === null || this.#transcriber === null) return;
    this.#retire(this.#voice);
    this.#retire(this.#transcriber);
    this.#voice = this.#castOf(this.#agent);
    this.#transcriber = this.#ear();
    this.#preparePhrases();
  }

  /** The first words of an agent that took over, or of the same agent in another language. */
  #goOn(live: LiveResponse): void {
    const arrival = this.#arrival;
    this.#arrival = null;
    const mayGenerate = !this.#isTakenOver;
    if (arrival === null) return mayGenerate ? this.#generate(live, null) : live.say('');
    const { step, isReturn } = arrival;
    const delayMs = Math.min(Math.max(0, step.delayMs), longestHandoverMs);
    const { words } = step;
    if (words.kind === 'say') return live.say(words.text, null, delayMs);
    // P1: whoever the agent is by now keeps silent until the person leaves.
    if (words.kind === 'none' || !mayGenerate) return live.say('');
    const firstMessage = this.#variables.fill(this.#agent.firstMessage);
    if (words.introduces && !isReturn && firstMessage.trim() !== '') live.say(firstMessage, null, delayMs);
    else this.#generate(live, words.note, delayMs);
  }

  #newResponse(responseId: number, turnId: number | null, trigger: LiveResponse['trigger']): LiveResponse {
    this.#finishResponse(false);
    this.#emit({ kind: 'response-started', responseId, turnId, trigger });
    return this.#makeResponse(responseId, turnId, trigger, false);
  }

  #makeResponse(responseId: number, turnId: number | null, trigger: LiveResponse['trigger'], isDraft: boolean): LiveResponse {
    return new LiveResponse({
      ...this.#speaking,
      isDraft,
      responseId,
      turnId,
      trigger,
      language: this.#language,
      voice: this.#voice,
      transport: this.#options.transport,
      track: this.#ears.track,
      clock: this.#options.clock,
      now: this.#now,
      signal: this.#life.signal,
      emit: this.#emit,
      onFirstToken: () => this.#turns.firstToken(turnId, this.#now()),
      onFirstByte: () => this.#turns.firstByte(turnId, this.#now()),
      onAudible: () => {
        this.#turns.firstSent(turnId, this.#now());
        this.#emit({ kind: 'response-audible', responseId });
        this.#dispatch({ kind: 'response-audible', responseId });
      },
      onFinished: (isEmpty) => {
        if (this.#live?.responseId !== responseId) return;
        this.#finishResponse(false);
        this.#dispatch({ kind: 'response-finished', responseId, isEmpty });
      },
      onFailed: (error) => {
        if (this.#draft?.responseId === responseId) {
          this.#dropDraft();
          return;
        }
        if (this.#live?.responseId !== responseId) return;
        this.#providerFailed(error instanceof ProviderError ? error.provider : 'response', error);
        const wasHeard = this.#live.playedMs() > 0;
        this.#finishResponse(false);
        this.#dispatch({ kind: 'response-failed', responseId, wasHeard });
      },
    });
  }

  /** H1: closes the live response; what was heard of it enters history. */
  #finishResponse(isInterruption: boolean): void {
    const live = this.#live;
    if (live === null) return;
    this.#live = null;
    const ended = live.finish(isInterruption);
    const usage = live.usage(false);
    this.#history.addHeard(live.responseId, ended.heardText, ended.isInterrupted);
    this.#lastWords = ended.text;
    if (ended.heardText !== '') this.#dispatch({ kind: 'expecting', expectation: expectationOf(ended.heardText, neededParameters(this.#tools.definitions())) });
    const measured = this.#turns.measured(live.turnId, live.firstPlayedAtMs());
    if (measured !== null && live.turnId !== null) {
      this.#emit({ kind: 'turn-measured', turnId: live.turnId, responseId: live.responseId, latency: measured.latency, confidence: measured.confidence });
    }
    this.#emit(ended);
    if (ended.heardText !== '' && (live.turnId !== null || live.trigger === 'handoff')) this.#workflow?.answered();
    for (const event of usage) this.#used(event);
    this.#handOver();
  }

  async #readUplink(uplink: AsyncIterable<UplinkFrame>, sounds: Channel<SoundIn>): Promise<void> {
    try {
      for await (const frame of uplink) {
        if (this.#outcome !== null) return;
        this.#watchUplink();
        this.#connection?.received(frame);
        this.#receive(frame, sounds);
      }
      this.#dispatch({ kind: 'end-requested', reason: 'connection-lost', detail: 'the connection closed', afterResponse: false });
    } catch (error) {
      this.#options.log.warn({ err: error }, 'the uplink failed');
      this.#dispatch({ kind: 'end-requested', reason: 'connection-lost', detail: 'the connection failed', afterResponse: false });
    }
  }

  #receive(frame: UplinkFrame, sounds: Channel<SoundIn>): void {
    switch (frame.kind) {
      case 'audio-in': {
        const atMs = this.#now();
        for (const observer of this.#options.observers) observer.participantSound?.(frame.pcm, atMs);
        this.#ears.hear(frame.pcm, atMs);
        sounds.offer({ pcm: frame.pcm, atMs });
        return;
      }
      case 'user-text':
        if (frame.text.trim() !== '') this.#dispatch({ kind: 'user-text', text: frame.text.trim() });
        return;
      case 'user-activity':
        return this.#dispatch({ kind: 'user-activity' });
      case 'overlap-policy':
        this.#emit({ kind: 'overlap-policy-changed', choice: frame.choice });
        return this.#dispatch({ kind: 'overlap-chosen', choice: frame.choice, responseId: null });
      case 'feedback':
        return this.#emit({ kind: 'feedback-given', responseId: frame.responseId, score: frame.score });
      case 'takeover':
        return this.#takeover(frame.isActive);
      case 'person-speaking':
        return frame.isActive ? this.#personSpeaks() : this.#personVoice?.stop();
      case 'person-sound':
        return this.#personVoice?.offer(frame.pcm);
      case 'agent-words':
        return this.#sayInPlace(frame.text);
      case 'context-update':
        this.#history.addContext(frame.text, frame.contextId);
        return this.#emit({ kind: 'context-updated', text: frame.text });
      case 'tool-result':
        return this.#tools.clientResult(frame.toolCallId, frame.result, frame.isError);
      case 'tool-approval':
        return this.#tools.approval(frame.toolCallId, frame.isApproved);
      // H5: what is told of a response that is not the live one is late, and changes nothing.
      case 'mark':
        if (this.#live?.responseId === frame.responseId) this.#live.marked(frame.soundMs);
        return;
      case 'playhead':
        if (this.#live?.responseId === frame.responseId) this.#live.reported(frame.playedMs, frame.isDrained);
        return;
      case 'round-trip':
        return;
      case 'hangup':
        return this.#dispatch({ kind: 'end-requested', reason: frame.reason, detail: frame.detail, afterResponse: false });
    }
  }

  async #listen(sounds: Channel<SoundIn>): Promise<void> {
    const detector = await withDeadline({ clock: this.#options.clock, limitMs: 15_000, what: 'opening the speech detector', signal: this.#life.signal }, () =>
      this.#options.providers.voiceActivity.open(),
    ).catch((error: unknown) => {
      if (!this.#life.signal.aborted) {
        this.#providerFailed('voice-activity', error);
        this.#dispatch({ kind: 'end-requested', reason: 'provider-failed', detail: 'no speech detector', afterResponse: false });
      }
      return null;
    });
    if (detector === null) return;
    try {
      for await (const event of detectSpeech(sounds, detector)) {
        if (this.#outcome !== null) return;
        switch (event.kind) {
          case 'activity':
            this.#emit({ kind: 'voice-activity', probability: event.probability });
            break;
          case 'speech-started':
            this.#transcriber?.push(event.sound);
            this.#emit({ kind: 'speech-started' });
            this.#speechStarted(event.onsetMs, event.atMs);
            break;
          case 'speech':
            this.#transcriber?.push(event.sound);
            this.#speechGoesOn(event.atMs);
            break;
          case 'speech-paused':
            this.#dispatch({ kind: 'speech-paused', isSure: event.isSure });
            break;
          case 'speech-ended':
            this.#emit({ kind: 'speech-ended' });
            this.#ears.speechEnded(event.lastSpeechMs, this.#state.phase === 'user-speaking');
            this.#dispatch({ kind: 'speech-ended', lastSpeechMs: event.lastSpeechMs });
            break;
        }
      }
    } catch (error) {
      this.#providerFailed('voice-activity', error);
      this.#dispatch({ kind: 'end-requested', reason: 'provider-failed', detail: 'the speech detector failed', afterResponse: false });
    } finally {
      detector.close();
    }
  }

  #speechStarted(onsetMs: number, heardToMs: number): void {
    this.#ears.speechStarted(onsetMs, this.#state.phase !== 'settling');
    const sound = this.#ears.isAgentAround ? this.#ears.overlapSound() : null;
    this.#evidenceAtMs = this.#now();
    this.#dispatch({ kind: 'speech-started', onsetMs, sound, lagMs: this.#now() - heardToMs });
  }

  /** Speech over the agent is judged by its sound as well; while the participant has the floor nothing of it is computed. */
  #speechGoesOn(heardToMs: number): void {
    const { phase } = this.#state;
    const isOverlap = phase === 'listening' || liveResponseOf(this.#state) !== null;
    if (!isOverlap || this.#now() - this.#evidenceAtMs < evidenceEveryMs || !this.#ears.isAgentAround) return;
    this.#evidenceAtMs = this.#now();
    this.#dispatch({ kind: 'overlap-heard', onsetMs: this.#ears.onsetMs, sound: this.#ears.overlapSound(), lagMs: this.#now() - heardToMs });
  }

  async #judgeEnd(turnId: number, attempt: number): Promise<void> {
    const judge = this.#options.providers.endOfTurn;
    const state = this.#state;
    if (judge == null || state.phase !== 'settling') return;
    const request = {
      sound: this.#ears.turnSound(),
      words: `${state.turn.said} ${state.turn.partial}`.trim(),
      language: this.#policy.language,
      dialogue: this.#history.lastTurns(judgedMessages),
    };
    try {
      const probability = await withDeadline(
        { clock: this.#options.clock, limitMs: judgeDeadlineMs, what: `the judgement of ${judge.id}`, signal: this.#life.signal },
        (signal) => judge.probability(request, signal),
      );
      const score = { probability, hears: judge.hears };
      this.#emit({
        kind: 'end-of-turn-judged',
        turnId,
        judge: judge.id,
        probability: rounded(probability),
        weighed: rounded(endProbability(request.words, request.language, score)),
        threshold: endProbabilityThreshold,
      });
      this.#dispatch({ kind: 'end-scored', turnId, attempt, score });
    } catch (error) {
      // Evidence only: silence and words decide without it.
      if (!this.#life.signal.aborted) this.#options.log.debug({ err: error, judge: judge.id }, 'the end of a turn was not judged');
    }
  }

  #areOwnWords(text: string): boolean {
    return this.#ears.isAgentAround && areOwnWords(text, this.#live?.text ?? this.#lastWords);
  }

  #partial(text: string): void {
    const turn = openTurnOf(this.#state);
    if (turn === null || text.trim() === '') return;
    this.#emit({ kind: 'transcription-partial', turnId: turn, text });
    this.#dispatch({ kind: 'partial', text, areOwnWords: this.#areOwnWords(text) });
  }

  #providerFailed(capability: string, error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    const category = error instanceof ProviderError ? error.category : error instanceof DeadlineError ? 'timeout' : 'internal';
    this.#options.log.warn({ err: error, capability }, 'a provider failed');
    this.#emit({ kind: 'provider-failed', capability, message, category });
  }

  #soundLost(pcm: Int16Array): void {
    this.#emit({ kind: 'audio-lost', milliseconds: Math.round(pcm.length / 16) });
  }

  #watchUplink(): void {
    this.#cancelUplinkWatch?.();
    if (this.#options.isTextOnly) return;
    this.#cancelUplinkWatch = this.#options.clock.after(uplinkSilenceMs, () =>
      this.#dispatch({ kind: 'end-requested', reason: 'connection-lost', detail: 'nothing was received for a minute', afterResponse: false }),
    );
  }

  #setTimer(name: TimerName, delayMs: number): void {
    this.#clearTimer(name);
    this.#timers.set(
      name,
      this.#options.clock.after(Math.max(0, delayMs), () => {
        this.#timers.delete(name);
        this.#dispatch({ kind: 'timer', name });
      }),
    );
  }

  #clearTimer(name: TimerName): void {
    this.#timers.get(name)?.();
    this.#timers.delete(name);
  }

  #end(reason: EndReason, detail: string): void {
    if (this.#outcome !== null) return;
    this.#outcome = { reason, detail };
    for (const name of timerNames) this.#clearTimer(name);
    this.#markEnded();
  }
}

/** A workflow waits so long for what only a model can tell, and tells it so many turns. */
const questionsDeadlineMs = 4_000;
const questionedTurns = 12;

/** Messages that the judge of guardrails may be shown at most. */
const guardedTurns = 100;

/** Turns of both sides that retrieval is told of. */
const retrievalTurns = 6;

/** A new agent waits no longer than this before its first word. */
const longestHandoverMs = 10_000;
const handoverNote = '[Not said by the user: the conversation was handed to you. Go on with what the user wanted.]';

const newsNote = '[Not said by the user: a tool has finished meanwhile, its result stands above. Tell the user what it means for them.]';
const silenceNote = '[The user has said nothing for a while. Ask briefly whether they are still there, or go on helpfully.]';

/** The built-in answerer reads prompt and knowledge for itself. */
const isAnswerer = (model: LanguageModelProvider): boolean => model.id.endsWith(':answerer');

function openTurnOf(state: TurnState): number | null {
  if (state.phase === 'user-speaking' || state.phase === 'settling') return state.turn.turnId;
  const live = liveResponseOf(state);
  if (live !== null && state.phase !== 'closing' && 'overlap' in state && state.overlap !== null) return state.overlap.turn.turnId;
  return null;
}

function voiceOptionsOf(config: AgentConfig, language: string, transport: Transport) {
  const { tts } = config.conversationConfig;
  return {
    voiceId: voiceFor(config, language) ?? tts.voiceId,
    language,
    speed: tts.speed,
    stability: tts.stability,
    similarityBoost: tts.similarityBoost,
    preferredSampleRate: transport.outputSampleRate,
  };
}

const isSameVoice = (a: AgentInPlay, b: AgentInPlay) => JSON.stringify(a.config.conversationConfig.tts) === JSON.stringify(b.config.conversationConfig.tts);

/** The voice that the agent's preset for a language names. */
function voiceFor(config: AgentConfig, language: string): string | undefined {
  const preset = config.conversationConfig.languagePresets[language]?.['overrides'];
  const tts = typeof preset === 'object' && preset !== null && 'tts' in preset ? preset.tts : undefined;
  const voiceId = typeof tts === 'object' && tts !== null && 'voiceId' in tts ? tts.voiceId : undefined;
  return language !== config.conversationConfig.agent.language && typeof voiceId === 'string' && voiceId !== '' ? voiceId : undefined;
}

/** The agent that a conversation begins with. */
function firstAgentOf(options: ConversationOptions): AgentInPlay {
  return {
    agentId: options.agentId ?? '',
    config: options.config,
    prompt: options.prompt,
    firstMessage: options.firstMessage,
    knowledge: options.knowledge,
    retrieve: options.retrieve ?? null,
    systemToolNames: options.systemToolNames,
    systemToolSettings: options.systemToolSettings ?? {},
    clientTools: options.clientTools,
    serverTools: options.serverTools ?? [],
    ...(options.toolsById === undefined ? {} : { toolsById: options.toolsById }),
    ...(options.knowledgeByNode === undefined ? {} : { knowledgeByNode: options.knowledgeByNode }),
    languageModel: options.providers.languageModel,
    textToSpeech: options.providers.textToSpeech,
  };
}

function speakingGuideOf({ conversationConfig: { tts }, parley }: AgentConfig): SpeakingGuide {
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  return {
    offersMarkup: parley.speaking.offersMarkup,
    voices: tts.supportedVoices.map(({ label, description }) => ({ label, description: text(description) })),
    audioTags: tts.expressiveMode ? tts.suggestedAudioTags.map(({ tag, description }) => ({ tag, description: text(description) })) : [],
  };
}

/** What further voices change of the agent's own. */
function voicesOf(supported: AgentConfig['conversationConfig']['tts']['supportedVoices']): ConstructorParameters<typeof Cast>[0]['others'] {
  return Object.fromEntries(
    supported.map((voice) => [
      voice.label,
      {
        voiceId: voice.voiceId,
        ...(voice.language ? { language: voice.language } : {}),
        ...(typeof voice.speed === 'number' ? { speed: voice.speed } : {}),
        ...(typeof voice.stability === 'number' ? { stability: voice.stability } : {}),
        ...(typeof voice.similarityBoost === 'number' ? { similarityBoost: voice.similarityBoost } : {}),
      },
    ]),
  );
}

/** Probabilities are told to three places. */
function rounded(probability: number): number {
  return Math.round(probability * 1000) / 1000;
}

function endRequestOf(reason: unknown): { reason: EndReason; detail: string } {
  if (typeof reason === 'object' && reason !== null && 'reason' in reason && typeof reason.reason === 'string') {
    const detail = 'detail' in reason && typeof reason.detail === 'string' ? reason.detail : '';
    return { reason: reason.reason as EndReason, detail };
  }
  return { reason: 'host-drained', detail: 'the host stopped' };
}
