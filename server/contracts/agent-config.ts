import { z } from 'zod';
import { widgetSettingsSchema } from './widget-settings';

/**
 * The agent document. It is isomorphic to the public API's agent (`conversation_config`, `platform_settings`, `workflow`): same members in
 * camelCase, so `rest/mappers/case.ts` turns one into the other mechanically. Members we do not know are kept. What is ours alone stands under `parley`.
 */

const audioFormats = ['pcm_8000', 'pcm_16000', 'pcm_22050', 'pcm_24000', 'pcm_44100', 'pcm_48000', 'ulaw_8000'] as const;
export const audioFormatSchema = z.enum(audioFormats);
export type AudioFormat = z.infer<typeof audioFormatSchema>;

const variableValue = z.union([z.string(), z.number(), z.boolean()]);
export type DynamicVariables = Record<string, z.infer<typeof variableValue>>;
export const dynamicVariablesSchema = z.record(z.string(), variableValue);

/** An object that keeps members it does not know and is filled from its defaults when it is missing. */
function section<S extends z.ZodRawShape>(shape: S) {
  return z.looseObject(shape).prefault({} as never);
}

export const clientEventNames = [
  'conversation_initiation_metadata',
  'asr_initiation_metadata',
  'ping',
  'audio',
  'interruption',
  'user_transcript',
  'tentative_user_transcript',
  'agent_response',
  'agent_response_correction',
  'agent_response_complete',
  'agent_chat_response_part',
  'client_tool_call',
  'agent_tool_request',
  'agent_tool_response',
  'mcp_tool_call',
  'mcp_connection_status',
  'vad_score',
  'agent_response_metadata',
  'guardrail_triggered',
  'context_usage',
  'internal_turn_probability',
  'internal_tentative_agent_response',
] as const;

const defaultClientEvents = [
  'audio',
  'interruption',
  'user_transcript',
  'tentative_user_transcript',
  'agent_response',
  'agent_response_correction',
  'client_tool_call',
  'conversation_initiation_metadata',
  'ping',
];

const asrSchema = section({
  quality: z.string().default('high'),
  provider: z.string().default('scribe_realtime'),
  userInputAudioFormat: audioFormatSchema.default('pcm_16000'),
  keywords: z.array(z.string().max(120)).max(200).default([]),
});

const softTimeoutSchema = section({
  timeoutSeconds: z.number().min(-1).max(60).default(-1),
  message: z.string().max(200).default('Hmm, one moment.'),
  additionalSoftTimeoutMessages: z.array(z.string().max(200)).max(7).default([]),
  useLlmGeneratedMessage: z.boolean().default(false),
  randomizeFillers: z.boolean().default(false),
  maxSoftTimeoutsPerGeneration: z.number().int().min(1).max(8).default(1),
  disableUntilFirstUserMessage: z.boolean().default(false),
  llmGeneratedMessagePromptOverride: z.string().max(4_000).nullish(),
});

export const turnEagernessSchema = z.enum(['patient', 'normal', 'eager']);

const turnSchema = section({
  turnTimeout: z.number().min(-1).max(60).default(7),
  initialWaitTime: z.number().min(0).max(300).nullish(),
  silenceEndCallTimeout: z.number().min(-1).max(7200).default(-1),
  turnEagerness: turnEagernessSchema.default('normal'),
  spellingPatience: z.enum(['auto', 'off']).default('auto'),
  speculativeTurn: z.boolean().default(false),
  retranscribeOnTurnTimeout: z.boolean().default(false),
  turnModel: z.string().default('turn_v3'),
  interruptionIgnoreTerms: z.array(z.string()).default([]),
  interruptionIgnoreTermLanguages: z.array(z.string()).default([]),
  mergeWithDefaultIgnoreTerms: z.boolean().default(false),
  transcribeOnDisabledInterruptions: z.boolean().default(false),
  softTimeoutConfig: softTimeoutSchema,
});

const supportedVoiceSchema = z.looseObject({
  label: z.string(),
  voiceId: z.string(),
  description: z.string().nullish(),
  language: z.string().nullish(),
  stability: z.number().min(0).max(1).nullish(),
  speed: z.number().min(0.7).max(1.2).nullish(),
  similarityBoost: z.number().min(0).max(1).nullish(),
});

const ttsSchema = section({
  modelId: z.string().default('eleven_flash_v2'),
  voiceId: z.string().default('cjVigY5qzO86Huf0OWal'),
  supportedVoices: z.array(supportedVoiceSchema).default([]),
  expressiveMode: z.boolean().default(true),
  suggestedAudioTags: z
    .array(z.looseObject({ tag: z.string() }))
    .max(20)
    .default([]),
  agentOutputAudioFormat: audioFormatSchema.default('pcm_16000'),
  optimizeStreamingLatency: z.number().int().min(0).max(4).default(3),
  stability: z.number().min(0).max(1).default(0.5),
  speed: z.number().min(0.7).max(1.2).default(1),
  similarityBoost: z.number().min(0).max(1).default(0.8),
  textNormalisationType: z.string().default('system_prompt'),
  pronunciationDictionaryLocators: z.array(z.looseObject({ pronunciationDictionaryId: z.string() })).default([]),
});

const conversationSchema = section({
  textOnly: z.boolean().default(false),
  maxDurationSeconds: z.number().int().min(1).max(86_400).default(600),
  clientEvents: z.array(z.string()).default(defaultClientEvents),
  fileInput: section({
    enabled: z.boolean().default(true),
    maxFilesInMemory: z.number().int().default(10),
    maxFilesPerConversation: z.number().int().default(10),
  }),
  monitoringEnabled: z.boolean().default(false),
  monitoringEvents: z.array(z.string()).default([]),
  sourceAttribution: z.boolean().default(false),
});

const systemToolSchema = (name: string) =>
  z.looseObject({
    type: z.string().default('system'),
    name: z.string().default(name),
    description: z.string().default(''),
    params: z.looseObject({ systemToolType: z.string().default(name) }).prefault({}),
  });

const systemTool = (name: string) => systemToolSchema(name).nullish();

/** One of our own tools as an agent's document holds it once it is switched on. */
export const newSystemTool = (name: string) => systemToolSchema(name).parse({});

const builtInToolsSchema = z.looseObject({
  endCall: systemTool('end_call'),
  languageDetection: systemTool('language_detection'),
  skipTurn: systemTool('skip_turn'),
  transferToAgent: systemTool('transfer_to_agent'),
  transferToNumber: systemTool('transfer_to_number'),
  playKeypadTouchTone: systemTool('play_keypad_touch_tone'),
  voicemailDetection: systemTool('voicemail_detection'),
});

/** A tool written into the agent itself; `contracts/tool-config.ts` says what each kind holds. */
const inlineToolSchema = z.looseObject({
  type: z.string().default('client'),
  name: z.string(),
  description: z.string().default(''),
  expectsResponse: z.boolean().default(false),
  responseTimeoutSecs: z.number().min(1).max(300).default(20),
  parameters: z.looseObject({}).nullish(),
});

const promptSchema = section({
  prompt: z.string().max(200_000).default(''),
  llm: z.string().default('gemini-2.5-flash'),
  temperature: z.number().min(0).max(2).default(0),
  maxTokens: z.number().int().min(-1).default(-1),
  reasoningEffort: z.string().nullish(),
  thinkingBudget: z.number().nullish(),
  toolIds: z.array(z.string()).default([]),
  builtInTools: builtInToolsSchema.prefault({}),
  tools: z.array(inlineToolSchema).default([]),
  mcpServerIds: z.array(z.string()).max(10).default([]),
  nativeMcpServerIds: z.array(z.string()).max(10).default([]),
  knowledgeBase: z.array(z.looseObject({ type: z.string(), name: z.string(), id: z.string(), usageMode: z.string().default('auto') })).default([]),
  rag: section({
    enabled: z.boolean().default(false),
    embeddingModel: z.string().default('e5_mistral_7b_instruct'),
    maxVectorDistance: z.number().default(0.6),
    maxDocumentsLength: z.number().default(50_000),
    maxRetrievedRagChunksCount: z.number().default(20),
  }),
  customLlm: z.looseObject({ url: z.string() }).nullish(),
  ignoreDefaultPersonality: z.boolean().default(true),
  timezone: z.string().nullish(),
  backupLlmConfig: section({ preference: z.string().default('default') }),
  cascadeTimeoutSeconds: z.number().min(2).max(15).default(4),
});

const agentSectionSchema = section({
  firstMessage: z.string().max(10_000).default(''),
  language: z.string().min(2).max(35).default('en'),
  hinglishMode: z.boolean().default(false),
  dynamicVariables: section({ dynamicVariablePlaceholders: dynamicVariablesSchema.default({}) }),
  disableFirstMessageInterruptions: z.boolean().default(false),
  maxConversationDurationMessage: z.string().default(''),
  prompt: promptSchema,
});

export const conversationConfigSchema = section({
  asr: asrSchema,
  turn: turnSchema,
  tts: ttsSchema,
  conversation: conversationSchema,
  languagePresets: z.record(z.string(), z.looseObject({})).default({}),
  vad: section({}),
  agent: agentSectionSchema,
});

/** What follows when a guardrail is triggered. */
const guardrailActionSchema = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('end_call') }),
  z.looseObject({ type: z.literal('retry'), feedback: z.string().max(2_000).nullish() }),
]);
export type GuardrailAction = z.infer<typeof guardrailActionSchema>;

const guardrailModeSchema = z.enum(['streaming', 'blocking']);

const contentGuardrailSchema = section({
  isEnabled: z.boolean().default(false),
  threshold: z.union([z.number().min(0).max(1), z.enum(['low', 'medium', 'high'])]).default(0.3),
});

export const guardedContents = ['sexual', 'violence', 'harassment', 'selfHarm', 'profanity', 'religionOrPolitics', 'medicalAndLegalInformation'] as const;
export type GuardedContent = (typeof guardedContents)[number];

const guardrailsSchema = section({
  version: z.string().default('1'),
  focus: section({ isEnabled: z.boolean().default(false) }),
  promptInjection: section({ isEnabled: z.boolean().default(false) }),
  content: section({
    executionMode: guardrailModeSchema.default('streaming'),
    config: section({
      sexual: contentGuardrailSchema,
      violence: contentGuardrailSchema,
      harassment: contentGuardrailSchema,
      selfHarm: contentGuardrailSchema,
      profanity: contentGuardrailSchema,
      religionOrPolitics: contentGuardrailSchema,
      medicalAndLegalInformation: contentGuardrailSchema,
    }),
    triggerAction: guardrailActionSchema.nullish(),
  }),
  custom: section({
    config: section({
      configs: z
        .array(
          z.looseObject({
            isEnabled: z.boolean().default(false),
            name: z.string().max(500),
            prompt: z.string().max(10_000),
            executionMode: guardrailModeSchema.default('streaming'),
            historyMessageCount: z.number().int().min(0).max(100).default(0),
            triggerAction: guardrailActionSchema.nullish(),
          }),
        )
        .max(50)
        .default([]),
    }),
  }),
});

export const platformSettingsSchema = section({
  auth: section({
    enableAuth: z.boolean().default(false),
    allowlist: z
      .array(z.looseObject({ hostname: z.string() }))
      .max(10)
      .default([]),
    requireOriginHeader: z.boolean().default(false),
    shareableToken: z.string().nullish(),
  }),
  evaluation: section({ criteria: z.array(z.looseObject({})).default([]) }),
  dataCollection: z.record(z.string(), z.looseObject({})).default({}),
  overrides: section({
    conversationConfigOverride: section({}),
    customLlmExtraBody: z.boolean().default(false),
    enableConversationInitiationClientDataFromWebhook: z.boolean().default(false),
    enableStartingWorkflowNodeIdFromClient: z.boolean().default(false),
    enableProcedureIdsFromClient: z.boolean().default(false),
  }),
  workspaceOverrides: section({}),
  widget: widgetSettingsSchema,
  callLimits: section({
    agentConcurrencyLimit: z.number().int().min(-1).default(-1),
    dailyLimit: z.number().int().default(100_000),
    burstingEnabled: z.boolean().default(true),
  }),
  queueingConfig: section({ enabled: z.boolean().default(false), waitTimeoutSeconds: z.number().max(1800).default(180) }),
  privacy: section({
    recordVoice: z.boolean().default(true),
    retentionDays: z.number().int().default(-1),
    deleteTranscriptAndPii: z.boolean().default(false),
    deleteAudio: z.boolean().default(false),
    applyToExistingConversations: z.boolean().default(false),
    zeroRetentionMode: z.boolean().default(false),
    conversationHistoryRedaction: section({
      enabled: z.boolean().default(false),
      entities: z.array(z.string()).default([]),
      excludedDataCollectionIds: z.array(z.string()).default([]),
    }),
  }),
  guardrails: guardrailsSchema,
  testing: section({ attachedTests: z.array(z.looseObject({})).default([]) }),
  archived: z.boolean().default(false),
});

export const workflowSchema = section({
  nodes: z.record(z.string(), z.looseObject({ type: z.string() })).prefault({
    start_node: { type: 'start', position: { x: 0, y: 0 }, edgeOrder: [] },
  } as never),
  edges: z.record(z.string(), z.looseObject({ source: z.string(), target: z.string() })).default({}),
  preventSubagentLoops: z.boolean().default(false),
});

/** What tells speech from other sound; `auto`: the best that runs on the machine. */
export const voiceActivityNames = ['auto', 'silero', 'webrtc', 'energy', 'ten'] as const;
export type VoiceActivityName = (typeof voiceActivityNames)[number];

/** What judges from sound or words whether a turn is over; `auto`: the best that is installed, `silence`: nothing does, silence alone decides. */
export const endOfTurnNames = ['auto', 'prosody', 'smart-turn', 'ultravad', 'text-model', 'pyannote', 'silence'] as const;
export type EndOfTurnName = (typeof endOfTurnNames)[number];

export const overlapPolicyNames = ['repair-first', 'continuity-first', 'adaptive'] as const;
export type OverlapPolicyName = (typeof overlapPolicyNames)[number];

/** What the public API has no place for. */
export const parleyExtensionSchema = section({
  /** Ordered provider references such as `deepgram:nova-3`; empty: what the installation uses (`PARLEY_STT`, …). */
  sttChain: z.array(z.string()).max(5).default([]),
  llmChain: z.array(z.string()).max(5).default([]),
  ttsChain: z.array(z.string()).max(5).default([]),
  /** Text the agent may look things up in, up to 200,000 characters. */
  knowledgeText: z.string().max(200_000).default(''),
  /** Names and phrases that speech-to-text should expect, on top of those found in prompt and knowledge. */
  hints: z.array(z.string().max(120)).max(200).default([]),
  turnTaking: section({
    /** Least silence before a turn may end, in ms; null: from `turnEagerness`. */
    minSilenceMs: z.number().int().min(100).max(3000).nullish(),
    /** Silence after which a turn ends whatever was said, in ms; null: from `turnEagerness`. */
    maxSilenceMs: z.number().int().min(300).max(8000).nullish(),
    /** Speech over the agent shorter than this is not an interruption, in ms. */
    interruptionMinMs: z.number().int().min(0).max(2000).default(240),
    /** Begin the answer during the silence that ends a turn; it is thrown away when the participant goes on. */
    isSpeculative: z.boolean().default(true),
    voiceActivity: z.enum(voiceActivityNames).default('auto'),
    endOfTurn: z.enum(endOfTurnNames).default('auto'),
    /** Silence that ends a turn whose words and sound say nothing about its end, in ms; null: from `turnEagerness`. */
    usualSilenceMs: z.number().int().min(150).max(5000).nullish(),
    /** Silence after words or sound that ask for more, in ms; null: from `turnEagerness`. */
    patientSilenceMs: z.number().int().min(200).max(8000).nullish(),
    /** Follow the participant's own pauses within bounds. */
    learnsPauses: z.boolean().default(true),
    overlapPolicy: z.enum(overlapPolicyNames).default('adaptive'),
    /** For the first message alone; null: as everywhere. */
    firstMessageOverlapPolicy: z.enum([...overlapPolicyNames, 'protected']).nullish(),
    /** Values under the preset; null: the preset's. */
    overlap: section({
      /** Speech this long stops the agent even if no word of it is known, in ms. */
      sustainedSpeechMs: z.number().int().min(200).max(10_000).nullish(),
      /** The agent waits at most this long for a judgement, in ms. */
      maxHoldMs: z.number().int().min(100).max(2000).nullish(),
      /** Words of an utterance that still goes on before it counts as one. */
      fewestWords: z.number().int().min(1).max(10).nullish(),
    }),
    /** The agent's own voice, coming back through the participant's microphone, is not speech of the participant. */
    ignoresEcho: z.boolean().default(true),
    /** Voices much further away than the participant's do not interrupt. */
    ignoresBackground: z.boolean().default(true),
  }),
  speaking: section({
    /** The model is told of `<pause/>` and `<em>`; they are understood either way. */
    offersMarkup: z.boolean().default(false),
    /** "Mhm" and its like while the participant tells something long. */
    backchannels: section({
      enabled: z.boolean().default(false),
      /** In place of the usual ones of the language; empty: those. */
      words: z.array(z.string().min(1).max(40)).max(12).default([]),
      /** Least time between two, in seconds. */
      minGapSeconds: z.number().min(3).max(120).default(8),
      /** The participant has spoken for so long before the first, in seconds. */
      afterSeconds: z.number().min(2).max(60).default(5),
      /** Share of the agent's own loudness. */
      loudness: z.number().min(0.1).max(1).default(0.5),
    }),
    /** Speaks faster with quick speakers and slower with slow ones, by at most a seventh of its own pace. */
    matchesPace: z.boolean().default(false),
    /** Follows the participant into another language of `languagePresets`. */
    followsLanguage: z.boolean().default(false),
  }),
  fallback: section({
    /** A second language model of the chain is asked when the first is later than usual; the first useful answer is taken, both may be paid for. */
    hedges: z.boolean().default(false),
  }),
});

export const procedureTypes = ['free_form', 'deterministic', 'folder'] as const;

/** A written way of handling something, which the agent follows when its trigger is met. */
export const procedureSchema = z.looseObject({
  procedureId: z.string(),
  /** Changes with its content. */
  versionId: z.string(),
  name: z.string().max(200).default(''),
  type: z.enum(procedureTypes).default('free_form'),
  content: z.string().max(50_000).default(''),
  /** When to use it; empty: only when another procedure refers to it. */
  trigger: z.string().max(5000).default(''),
  folderParentId: z.string().nullish(),
});
export type Procedure = z.output<typeof procedureSchema>;

export const agentConfigSchema = z.looseObject({
  conversationConfig: conversationConfigSchema,
  platformSettings: platformSettingsSchema,
  workflow: workflowSchema,
  procedures: z.record(z.string(), procedureSchema).default({}),
  parley: parleyExtensionSchema,
});

/** A whole agent document with every default filled in. */
export type AgentConfig = z.output<typeof agentConfigSchema>;
/** What a caller may send: any part of it. */
export type AgentConfigInput = z.input<typeof agentConfigSchema>;

/** Fills defaults; unknown members stay. Throws ZodError. */
export function parseAgentConfig(input: unknown): AgentConfig {
  return agentConfigSchema.parse(input ?? {});
}

/**
 * Reads a document that was stored, which may be older than a rule it breaks: what the widget cannot use is left out, and the agent works.
 * Throws ZodError for anything else.
 */
export function parseStoredAgentConfig(stored: unknown): AgentConfig {
  const read = agentConfigSchema.safeParse(stored ?? {});
  if (read.success) return read.data;
  const broken = read.error.issues.map(({ path }) => path);
  if (!broken.every(([top, section, member]) => top === 'platformSettings' && section === 'widget' && member !== undefined)) throw read.error;
  const repaired = structuredClone(stored);
  // A picture of no known kind is none; of anything else the rest stays.
  for (const path of broken) removeAt(repaired, path[2] === 'avatar' ? path.slice(0, 3) : path);
  return parseAgentConfig(repaired);
}

function removeAt(value: unknown, [name, ...rest]: readonly PropertyKey[]): void {
  if (name === undefined || typeof value !== 'object' || value === null) return;
  const holder = value as Record<PropertyKey, unknown>;
  if (rest.length === 0) delete holder[name];
  else removeAt(holder[name], rest);
}

/**
 * Records whose keys are data, not member names, as paths in camelCase (`*` for any key). Case conversion leaves their keys alone
 * and goes on below them, except where the whole value is data (`verbatim`).
 */
export const freeKeyedPaths: readonly { readonly path: string; readonly verbatim: boolean }[] = [
  { path: 'conversationConfig.languagePresets', verbatim: false },
  { path: 'conversationConfig.agent.dynamicVariables.dynamicVariablePlaceholders', verbatim: true },
  { path: 'conversationConfig.agent.prompt.tools.*.parameters', verbatim: true },
  { path: 'conversationConfig.agent.prompt.tools.*.dynamicVariables.dynamicVariablePlaceholders', verbatim: true },
  { path: 'conversationConfig.agent.prompt.tools.*.apiSchema.pathParamsSchema', verbatim: true },
  { path: 'conversationConfig.agent.prompt.tools.*.apiSchema.queryParamsSchema', verbatim: true },
  { path: 'conversationConfig.agent.prompt.tools.*.apiSchema.requestBodySchema', verbatim: true },
  { path: 'conversationConfig.agent.prompt.tools.*.apiSchema.responseBodySchema', verbatim: true },
  { path: 'conversationConfig.agent.prompt.tools.*.apiSchema.requestHeaders', verbatim: false },
  { path: 'conversationConfig.agent.prompt.customLlm.requestHeaders', verbatim: false },
  { path: 'conversationConfig.agent.textBehaviorOverrides', verbatim: false },
  { path: 'platformSettings.dataCollection', verbatim: false },
  { path: 'platformSettings.dataCollectionScopes', verbatim: true },
  { path: 'platformSettings.workspaceOverrides.conversationInitiationClientDataWebhook.requestHeaders', verbatim: false },
  { path: 'platformSettings.widget.languagePresets', verbatim: false },
  { path: 'workflow.nodes', verbatim: false },
  { path: 'workflow.edges', verbatim: false },
  { path: 'procedures', verbatim: false },
];
