import type { ModelTool } from '../../providers/spec/language-model';
import type { NumberTransfer, PhoneLeg } from '../phone-leg';
import type { AgentTransfer, RunnableTool, ServerToolAnswer, ServerToolCall } from './tool';

export const systemToolNames = [
  'end_call',
  'skip_turn',
  'language_detection',
  'transfer_to_agent',
  'transfer_to_number',
  'play_keypad_touch_tone',
  'voicemail_detection',
] as const;
export type SystemToolName = (typeof systemToolNames)[number];

/** What an agent's document says about its system tools, beside their names. */
export interface SystemToolSettings {
  /** The agent's own words for what a tool is for, by its name. */
  readonly descriptions?: Readonly<Partial<Record<SystemToolName, string>>>;
  readonly languages?: readonly string[];
  readonly isLanguageFixedAfterStart?: boolean;
  readonly agentTransfers?: readonly AgentTransfer[];
  readonly numberTransfers?: readonly NumberTransfer[];
  readonly saysClientMessage?: boolean;
  readonly voicemailMessage?: string;
  readonly tonesOutOfBand?: boolean;
  readonly waitsAfterTones?: boolean;
}

/** What the tools reach of the conversation they run in. */
export interface SystemToolContext {
  readonly settings: SystemToolSettings;
  /** Null: the participant is not on a phone. */
  readonly phone: PhoneLeg | null;
  /** How often the participant has spoken. */
  readonly userTurns: () => number;
  readonly fill: (template: string) => string;
  /** Makes the other agent ready; throws when it cannot be. */
  readonly prepareAgent: ((transfer: AgentTransfer, signal: AbortSignal) => Promise<void>) | null;
}

/** What the model is told of a system tool. */
export function systemToolDefinition(name: SystemToolName, settings: SystemToolSettings): ModelTool {
  const { description, properties, required } = descriptions(settings)[name];
  const own = settings.descriptions?.[name]?.trim() ?? '';
  return { name, description: own === '' ? description : own, parameters: { type: 'object', properties, required } };
}

/** A system tool, ready to run. */
export function systemTool(name: SystemToolName, context: SystemToolContext): RunnableTool {
  const { settings } = context;
  return {
    toolType: 'system',
    // A number is called once the participant has heard what happens.
    timing: name === 'transfer_to_number' ? 'post-tool-speech' : 'immediate',
    hasSideEffects: true,
    preToolSpeech: 'off',
    disablesInterruptions: name === 'transfer_to_number' ? 'turn' : false,
    overlapPolicy: null,
    timeoutMs: name === 'transfer_to_number' || name === 'play_keypad_touch_tone' ? 45_000 : 12_000,
    approvalMs: null,
    expectsResponse: true,
    wordsBefore: (parameters) =>
      name === 'transfer_to_number' && context.phone !== null && settings.saysClientMessage !== false ? text(parameters, 'client_message') : '',
    execute: (call, signal) => runners[name](call, context, signal),
  };
}

const runners: Readonly<Record<SystemToolName, (call: ServerToolCall, context: SystemToolContext, signal: AbortSignal) => Promise<ServerToolAnswer>>> = {
  end_call: async ({ parameters }) => ({
    result: 'The call ends after your last words were heard.',
    isError: false,
    effect: { kind: 'end-call', detail: text(parameters, 'reason'), farewell: text(parameters, 'message') },
  }),

  skip_turn: async () => ({ result: 'Waiting for the user.', isError: false, effect: { kind: 'skip-turn' } }),

  language_detection: async ({ parameters }, { settings, userTurns }) => {
    const language = text(parameters, 'language');
    const known = settings.languages ?? [];
    const chosen = known.find((code) => code.toLowerCase() === language.toLowerCase()) ?? known.find((code) => sameLanguage(code, language));
    if (chosen === undefined) return refused(`the language ${language} is not one of ${known.join(', ')}`);
    if (settings.isLanguageFixedAfterStart === true && userTurns() > 2) return refused('the language is chosen at the start of a conversation only');
    return { result: `The conversation goes on in ${chosen}.`, isError: false, effect: { kind: 'switch-language', language: chosen } };
  },

  transfer_to_agent: async ({ parameters }, { settings, prepareAgent }, signal) => {
    const transfer = settings.agentTransfers?.[Number(parameters['agent_number'] ?? 0)];
    if (transfer === undefined) return refused(`there is no agent number ${String(parameters['agent_number'])}`);
    if (prepareAgent === null) return refused('this conversation cannot be handed to another agent');
    await prepareAgent(transfer, signal);
    return { result: 'The other agent goes on with the conversation.', isError: false, effect: { kind: 'transfer-agent', transfer } };
  },

  transfer_to_number: async ({ parameters }, { settings, phone, fill }, signal) => {
    if (phone === null) return refused(noPhone);
    const wanted = text(parameters, 'transfer_number');
    const transfers = (settings.numberTransfers ?? []).map((transfer) => ({
      ...transfer,
      destination: { ...transfer.destination, address: fill(transfer.destination.address) },
    }));
    const transfer =
      transfers.find(({ destination }) => digits(destination.address) === digits(wanted)) ??
      (transfers.length === 1 && wanted === '' ? transfers[0] : undefined);
    if (transfer === undefined) return refused(`${wanted === '' ? 'no number' : wanted} is not one that this agent may transfer to`);
    await phone.transfer({ ...transfer, agentMessage: text(parameters, 'agent_message') }, signal);
    return {
      result: 'The call was transferred.',
      isError: false,
      effect: { kind: 'end-call', detail: `transferred to ${transfer.destination.address}`, farewell: '' },
    };
  },

  play_keypad_touch_tone: async ({ parameters }, { settings, phone }, signal) => {
    if (phone === null) return refused(noPhone);
    const tones = text(parameters, 'dtmf_tones').replace(/\s+/gu, '');
    if (!/^[0-9*#wW]{1,64}$/u.test(tones)) return refused('tones are the digits 0 to 9, *, #, and w or W for pauses of half a second or a second');
    await phone.sendTones(tones, { isOutOfBand: settings.tonesOutOfBand ?? false }, signal);
    return {
      result: `The tones ${tones} were sent.`,
      isError: false,
      ...(settings.waitsAfterTones === true ? { effect: { kind: 'skip-turn' } as const } : {}),
    };
  },

  voicemail_detection: async (_, { settings, phone, fill }) => {
    if (phone === null) return refused(noPhone);
    const message = fill(settings.voicemailMessage ?? '').trim();
    return {
      result: message === '' ? 'The call ends.' : 'The message is left, then the call ends.',
      isError: false,
      effect: { kind: 'end-call', detail: 'voicemail', farewell: message, isAlwaysSaid: true },
    };
  },
};

const noPhone = 'the user is not on a phone line, so this is not possible here';
const reason = { type: 'string', description: 'Why.' };

interface Description {
  readonly description: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly required: readonly string[];
}

function descriptions(settings: SystemToolSettings): Readonly<Record<SystemToolName, Description>> {
  const agents = (settings.agentTransfers ?? []).map(({ condition }, i) => `${i}: ${condition}`).join('\n');
  const numbers = (settings.numberTransfers ?? []).map(({ destination, condition }) => `${destination.address}: ${condition}`).join('\n');
  return {
    end_call: {
      description: 'Ends the call. Use it when the user says goodbye or asks to hang up, after a short farewell.',
      properties: {
        reason: { type: 'string', description: 'Why the call ends.' },
        message: { type: 'string', description: 'The farewell, if it was not said yet.' },
      },
      required: ['reason'],
    },
    skip_turn: {
      description: 'Stay silent and wait for the user, for example when they ask for a moment.',
      properties: { reason: { type: 'string' } },
      required: [],
    },
    language_detection: {
      description: 'Switches the language of the conversation. Use it when the user speaks another of these languages or asks for one.',
      properties: { reason, language: { type: 'string', enum: settings.languages ?? [], description: 'Code of the language.' } },
      required: ['reason', 'language'],
    },
    transfer_to_agent: {
      description: `Hands the conversation over to another agent when its condition is met. Agents by number and condition:\n${agents}`,
      properties: { reason, agent_number: { type: 'integer', description: 'Number of the agent.' } },
      required: ['agent_number'],
    },
    transfer_to_number: {
      description: `Transfers the call to a person when the condition of a number is met. Numbers and conditions:\n${numbers}`,
      properties: {
        reason,
        transfer_number: { type: 'string', description: 'The number, exactly as listed.' },
        client_message: { type: 'string', description: 'What the user is told before the transfer.' },
        agent_message: { type: 'string', description: 'What the person who answers is told of the conversation.' },
      },
      required: ['transfer_number', 'client_message', 'agent_message'],
    },
    play_keypad_touch_tone: {
      description: 'Presses keys of the phone, to get through a menu for instance.',
      properties: { reason, dtmf_tones: { type: 'string', description: '0 to 9, * and #; w waits half a second, W a second.' } },
      required: ['dtmf_tones'],
    },
    voicemail_detection: {
      description: 'Use it at once when a voicemail system answers instead of a person.',
      properties: { reason: { type: 'string', description: 'What was heard that shows it.' } },
      required: ['reason'],
    },
  };
}

const refused = (why: string): ServerToolAnswer => ({ result: `Error: ${why}`, isError: true });
const digits = (address: string) => address.replace(/[\s().-]/gu, '').toLowerCase();
const sameLanguage = (a: string, b: string) => a.slice(0, 2).toLowerCase() === b.slice(0, 2).toLowerCase();

function text(parameters: Readonly<Record<string, unknown>>, name: string): string {
  const value = parameters[name];
  return typeof value === 'string' ? value.trim() : '';
}
