import type { WorkspaceScope } from '../../auth/scope';
import { AppError } from '../../lib/app-error';
import { getAgent } from '../agents/get-agent';
import { checkedNumber, getPhoneNumber, type PhoneNumberView, type PhoneProvider } from '../phone-numbers/phone-numbers';

export interface PlaceCallInput {
  readonly agentId: string;
  readonly phoneNumberId: string;
  readonly toNumber: string;
  /** Which carrier the caller means; absent: whichever the number has. */
  readonly provider?: PhoneProvider | undefined;
}

export interface PlacedCall {
  readonly isPlaced: boolean;
  /** For whoever asked: why it was not placed. */
  readonly message: string;
  readonly conversationId?: string;
}

/** Begins a call from one of the workspace's numbers. What is wrong with the request throws; what the carrier cannot do is told in the answer. */
export async function placeCall(scope: WorkspaceScope, input: PlaceCallInput): Promise<PlacedCall> {
  scope.may('conversations:start');
  await getAgent(scope, { agentId: input.agentId });
  const number = await getPhoneNumber(scope, input.phoneNumberId);
  if (input.provider !== undefined && number.provider !== input.provider) {
    throw new AppError('bad_request', `${number.label} is a number of ${number.provider}, not of ${input.provider}.`, { path: ['agent_phone_number_id'] });
  }
  if (!number.supportsOutbound) throw new AppError('bad_request', `${number.label} is not for outgoing calls.`, { path: ['agent_phone_number_id'] });
  checkedNumber(input.toNumber, 'any');
  return { isPlaced: false, message: missing(number) };
}

/** What stands between this number and a call. */
function missing({ provider, settings }: PhoneNumberView): string {
  if (provider === 'sip_trunk' && settings['outbound_trunk_config'] === undefined) {
    return 'The number has no outbound_trunk_config: set the address of the SIP trunk that takes outgoing calls.';
  }
  const carrier = { twilio: 'Twilio', sip_trunk: 'SIP', exotel: 'Exotel' }[provider];
  return `This installation has no ${carrier} connection that carries calls. The number and its settings are kept; the call was not placed.`;
}
