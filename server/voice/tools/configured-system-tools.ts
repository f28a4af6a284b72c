import { z } from 'zod';
import type { AgentConfig } from '../../contracts/agent-config';
import type { NumberTransfer } from '../phone-leg';
import { type SystemToolName, systemToolNames, type SystemToolSettings } from './system-tools';
import type { AgentTransfer } from './tool';

const members: Readonly<Record<SystemToolName, string>> = {
  end_call: 'endCall',
  skip_turn: 'skipTurn',
  language_detection: 'languageDetection',
  transfer_to_agent: 'transferToAgent',
  transfer_to_number: 'transferToNumber',
  play_keypad_touch_tone: 'playKeypadTouchTone',
  voicemail_detection: 'voicemailDetection',
};

/** The system tools of an agent, as its document sets them up. */
export function configuredSystemTools(config: AgentConfig): {
  readonly systemToolNames: readonly SystemToolName[];
  readonly systemToolSettings: SystemToolSettings;
} {
  const { agent, languagePresets } = { ...config.conversationConfig };
  const switchedOn = (name: SystemToolName) => toolSchema.safeParse(agent.prompt.builtInTools[members[name]]).data;
  const paramsOf = (name: SystemToolName) => switchedOn(name)?.params ?? {};
  const names = systemToolNames.filter((name) => switchedOn(name) !== undefined);
  return {
    systemToolNames: names,
    systemToolSettings: {
      descriptions: Object.fromEntries(names.map((name) => [name, switchedOn(name)?.description ?? ''])),
      languages: [...new Set([agent.language, ...Object.keys(languagePresets)])],
      isLanguageFixedAfterStart: paramsOf('language_detection')['onlyAtConversationStart'] === true,
      agentTransfers: listOf(agentTransferSchema, paramsOf('transfer_to_agent')['transfers']).flatMap(toAgentTransfer),
      numberTransfers: listOf(numberTransferSchema, paramsOf('transfer_to_number')['transfers']).flatMap(toNumberTransfer),
      saysClientMessage: paramsOf('transfer_to_number')['enableClientMessage'] !== false,
      voicemailMessage: textOf(paramsOf('voicemail_detection')['voicemailMessage']),
      tonesOutOfBand: paramsOf('play_keypad_touch_tone')['useOutOfBandDtmf'] === true,
      waitsAfterTones: paramsOf('play_keypad_touch_tone')['suppressTurnAfterDtmf'] === true,
    },
  };
}

const toolSchema = z.looseObject({ description: z.string().nullish(), params: z.looseObject({}).nullish() });

const agentTransferSchema = z.looseObject({
  agentId: z.string().nullish(),
  branchId: z.string().nullish(),
  condition: z.string().default(''),
  delayMs: z.number().nullish(),
  transferMessage: z.string().nullish(),
  enableTransferredAgentFirstMessage: z.boolean().nullish(),
});

function toAgentTransfer(transfer: z.output<typeof agentTransferSchema>): AgentTransfer[] {
  if (!transfer.agentId) return [];
  return [
    {
      agentId: transfer.agentId,
      branchId: transfer.branchId ?? null,
      condition: transfer.condition,
      delayMs: transfer.delayMs ?? 0,
      transferMessage: transfer.transferMessage ?? '',
      saysFirstMessage: transfer.enableTransferredAgentFirstMessage ?? false,
    },
  ];
}

export const transferDestinationSchema = z.looseObject({ type: z.string().default('phone'), phoneNumber: z.string().nullish(), sipUri: z.string().nullish() });

const numberTransferSchema = z.looseObject({
  transferDestination: transferDestinationSchema.nullish(),
  /** The older way to name a number. */
  phoneNumber: z.string().nullish(),
  transferType: z.string().nullish(),
  condition: z.string().default(''),
  customSipHeaders: z.array(z.looseObject({ key: z.string(), value: z.string() })).nullish(),
  postDialDigits: z.looseObject({ type: z.string().nullish(), value: z.string() }).nullish(),
});

function toNumberTransfer(transfer: z.output<typeof numberTransferSchema>): NumberTransfer[] {
  const destination = destinationOf(transfer.transferDestination ?? { type: 'phone', phoneNumber: transfer.phoneNumber });
  if (destination === null) return [];
  const { postDialDigits } = transfer;
  return [
    {
      destination,
      kind: transferKind(transfer.transferType),
      condition: transfer.condition,
      sipHeaders: Object.fromEntries((transfer.customSipHeaders ?? []).map(({ key, value, type }) => [key, type === 'dynamic' ? `{{${value}}}` : value])),
      postDialDigits: postDialDigits ? (postDialDigits.type === 'dynamic' ? `{{${postDialDigits.value}}}` : postDialDigits.value) : '',
    },
  ];
}

/** Where a transfer goes; an address in a dynamic variable stays one until the transfer. */
export function destinationOf(raw: z.output<typeof transferDestinationSchema>): NumberTransfer['destination'] | null {
  const isSip = raw.type.startsWith('sip');
  const address = isSip ? raw.sipUri : raw.phoneNumber;
  if (!address) return null;
  const isVariable = raw.type.endsWith('_dynamic_variable') && !address.includes('{{');
  return { kind: isSip ? 'sip-uri' : 'phone', address: isVariable ? `{{${address}}}` : address };
}

export function transferKind(type: string | null | undefined): NumberTransfer['kind'] {
  return type === 'blind' ? 'blind' : type === 'sip_refer' ? 'sip-refer' : 'conference';
}

function listOf<T>(schema: z.ZodType<T>, raw: unknown): T[] {
  return z
    .array(z.unknown())
    .catch([])
    .parse(raw)
    .flatMap((each) => {
      const parsed = schema.safeParse(each);
      return parsed.success ? [parsed.data] : [];
    });
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
