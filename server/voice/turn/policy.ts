import type { AgentConfig } from '../../contracts/agent-config';
import { backchannels } from './backchannels';
import type { OverlapChoice } from './evidence';
import { normaliseTerm } from './normalise-term';
import type { OverlapPolicy } from './overlap-policy';

/** Everything the machine may weigh, resolved once at the start of a conversation. Times in ms. */
export interface TurnPolicy {
  readonly isTextOnly: boolean;
  readonly endpointing: EndpointingPolicy;
  readonly interruption: InterruptionPolicy;
  readonly silence: SilencePolicy;
  readonly filler: FillerPolicy;
  /** Null: the agent listens in silence. */
  readonly backchannel: BackchannelPolicy | null;
  readonly limits: TurnLimits;
  readonly language: string;
  /** Answers may be begun before the turn is certain to be over. */
  readonly isSpeculative: boolean;
}

export interface EndpointingPolicy {
  /** No turn ends on less silence. */
  readonly minSilenceMs: number;
  /** What silence means when the words say nothing about the end. */
  readonly usualSilenceMs: number;
  /** Silence after words that ask for more: "and", "my number is", a number being dictated. */
  readonly patientSilenceMs: number;
  /** Silence that ends any turn. */
  readonly maxSilenceMs: number;
  readonly isSpellingPatient: boolean;
  /** Words, sound and what was asked for are weighed; otherwise silence alone decides. */
  readonly weighsEvidence: boolean;
  /** The usual silence follows the speaker's own pauses. */
  readonly learnsPauses: boolean;
}

export interface InterruptionPolicy {
  /** What the participant says never stops the agent. */
  readonly isDisabled: boolean;
  /** For the first message alone; null: as everywhere. */
  readonly firstMessage: OverlapChoice | null;
  readonly overlap: OverlapPolicy;
  readonly ignoresEcho: boolean;
  readonly ignoresBackground: boolean;
  readonly ignoredTerms: ReadonlySet<string>;
  readonly keepsSpeechWhenDisabled: boolean;
}

export interface SilencePolicy {
  /** Silence after an answer before the agent speaks again; null: never. */
  readonly promptAfterMs: number | null;
  readonly firstPromptAfterMs: number | null;
  /** Silence that ends the call; null: never. */
  readonly endAfterMs: number | null;
  /** Prompts without an answer before the agent says goodbye. */
  readonly maxPrompts: number;
}

/** What is said when an answer takes long. */
export interface FillerPolicy {
  /** From the end of the turn, or from the filler before; null: no fillers. */
  readonly afterMs: number | null;
  readonly messages: readonly string[];
  readonly mostPerResponse: number;
  readonly isRandom: boolean;
  /** Who finds the words: those written down, or the model. */
  readonly source: 'written' | 'model';
  /** In place of the usual instruction to the model. */
  readonly prompt: string | null;
  readonly isOffUntilUserSpoke: boolean;
}

/** Listening noises of the agent's own. */
export interface BackchannelPolicy {
  /** The participant has spoken for so long. */
  readonly afterMs: number;
  readonly minGapMs: number;
}

export interface TurnLimits {
  readonly maxDurationMs: number;
  readonly hasMaxDurationMessage: boolean;
  /** Speech without a pause for this long is taken as a turn of its own. */
  readonly maxUtteranceMs: number;
  readonly transcriptionDeadlineMs: number;
  /** From the end of a turn to the first sound of its answer. */
  readonly answerDeadlineMs: number;
  /** One response may play this long. */
  readonly maxResponseMs: number;
  readonly farewellDeadlineMs: number;
}

const eagerness = {
  patient: { min: 600, usual: 900, patient: 1800, max: 3500 },
  normal: { min: 350, usual: 500, patient: 1200, max: 2500 },
  eager: { min: 250, usual: 350, patient: 800, max: 1600 },
} as const;

/** The machine's policy for an agent. */
export function turnPolicyOf(config: AgentConfig, language: string, isTextOnly: boolean): TurnPolicy {
  const { turn, conversation, agent } = config.conversationConfig;
  const own = config.parley.turnTaking;
  const times = eagerness[turn.turnEagerness];
  const minSilenceMs = own.minSilenceMs ?? times.min;
  const maxSilenceMs = Math.max(own.maxSilenceMs ?? times.max, minSilenceMs);
  return {
    isTextOnly,
    language,
    isSpeculative: own.isSpeculative || turn.speculativeTurn,
    endpointing: {
      minSilenceMs,
      usualSilenceMs: clamp(own.usualSilenceMs ?? times.usual, minSilenceMs, maxSilenceMs),
      patientSilenceMs: clamp(own.patientSilenceMs ?? times.patient, minSilenceMs, maxSilenceMs),
      maxSilenceMs,
      isSpellingPatient: turn.spellingPatience === 'auto',
      weighsEvidence: own.endOfTurn !== 'silence',
      learnsPauses: own.learnsPauses,
    },
    interruption: {
      isDisabled: !conversation.clientEvents.includes('interruption'),
      firstMessage: agent.disableFirstMessageInterruptions ? 'protected' : (own.firstMessageOverlapPolicy ?? null),
      overlap: { name: own.overlapPolicy, minSpeechMs: own.interruptionMinMs, own: ownRules(own.overlap) },
      ignoresEcho: own.ignoresEcho,
      ignoresBackground: own.ignoresBackground,
      ignoredTerms: ignoredTerms(turn, language),
      keepsSpeechWhenDisabled: turn.transcribeOnDisabledInterruptions,
    },
    silence: {
      promptAfterMs: isTextOnly || turn.turnTimeout < 0 ? null : turn.turnTimeout * 1000,
      firstPromptAfterMs: typeof turn.initialWaitTime === 'number' && !isTextOnly ? turn.initialWaitTime * 1000 : null,
      endAfterMs: turn.silenceEndCallTimeout < 0 ? (isTextOnly ? 600_000 : null) : turn.silenceEndCallTimeout * 1000,
      maxPrompts: 3,
    },
    filler: fillerPolicy(turn.softTimeoutConfig, isTextOnly),
    backchannel: backchannelPolicy(config.parley.speaking.backchannels, isTextOnly),
    limits: {
      maxDurationMs: conversation.maxDurationSeconds * 1000,
      hasMaxDurationMessage: agent.maxConversationDurationMessage !== '',
      maxUtteranceMs: 45_000,
      transcriptionDeadlineMs: 8_000,
      answerDeadlineMs: 15_000,
      maxResponseMs: 240_000,
      farewellDeadlineMs: 12_000,
    },
  };
}

function ownRules({ sustainedSpeechMs, maxHoldMs, fewestWords }: AgentConfig['parley']['turnTaking']['overlap']): OverlapPolicy['own'] {
  return {
    ...(sustainedSpeechMs == null ? {} : { sustainedSpeechMs }),
    ...(maxHoldMs == null ? {} : { maxHoldMs }),
    ...(fewestWords == null ? {} : { fewestWords }),
  };
}

function fillerPolicy(config: AgentConfig['conversationConfig']['turn']['softTimeoutConfig'], isTextOnly: boolean): FillerPolicy {
  const messages = [config.message, ...config.additionalSoftTimeoutMessages].filter((message) => message.trim() !== '');
  const isOff = isTextOnly || config.timeoutSeconds < 0 || messages.length === 0;
  return {
    afterMs: isOff ? null : config.timeoutSeconds * 1000,
    messages,
    mostPerResponse: config.maxSoftTimeoutsPerGeneration,
    isRandom: config.randomizeFillers,
    source: config.useLlmGeneratedMessage ? 'model' : 'written',
    prompt: config.llmGeneratedMessagePromptOverride?.trim() || null,
    isOffUntilUserSpoke: config.disableUntilFirstUserMessage,
  };
}

function backchannelPolicy(
  { enabled, afterSeconds, minGapSeconds }: AgentConfig['parley']['speaking']['backchannels'],
  isTextOnly: boolean,
): BackchannelPolicy | null {
  return enabled && !isTextOnly ? { afterMs: afterSeconds * 1_000, minGapMs: minGapSeconds * 1_000 } : null;
}

function ignoredTerms(turn: AgentConfig['conversationConfig']['turn'], language: string): ReadonlySet<string> {
  const own = turn.interruptionIgnoreTerms.map(normaliseTerm);
  if (own.length > 0 && !turn.mergeWithDefaultIgnoreTerms) return new Set(own);
  const languages = [language, ...turn.interruptionIgnoreTermLanguages].map((code) => code.slice(0, 2).toLowerCase());
  const usual = languages.flatMap((code) => backchannels[code] ?? []);
  return new Set([...own, ...(usual.length > 0 ? usual : (backchannels['en'] ?? []))]);
}

const clamp = (value: number, least: number, most: number) => Math.min(Math.max(value, least), most);
