import { z } from 'zod';
import type { WorkspaceScope } from '../../../auth/scope';
import { getAgent } from '../../../domain/agents/get-agent';
import { placeCall } from '../../../domain/calls/place-call';
import { checkedNumber, type PhoneProvider } from '../../../domain/phone-numbers/phone-numbers';
import {
  changeWhatsAppAccount,
  deleteWhatsAppAccount,
  getWhatsAppAccount,
  listWhatsAppAccounts,
  noWhatsApp,
  type WhatsAppAccountView,
} from '../../../domain/whatsapp/accounts';
import { AppError } from '../../../lib/app-error';
import { type Route, route, type Wire } from '../../route';
import type { RouteDeps } from '../../routes';

const callBody = z.looseObject({ agent_id: z.string().max(100), agent_phone_number_id: z.string().max(100), to_number: z.string().max(64) });
const registerBody = z.looseObject({ agent_id: z.string().max(100), from_number: z.string().max(64), to_number: z.string().max(64) });
const whatsAppBody = z.looseObject({ whatsapp_phone_number_id: z.string().max(100), whatsapp_user_id: z.string().max(100), agent_id: z.string().max(100) });
const accountBody = z.looseObject({
  assigned_agent_id: z.string().max(100).nullish(),
  enable_messaging: z.boolean().nullish(),
  enable_audio_message_response: z.boolean().nullish(),
  enable_typing_indicator: z.boolean().nullish(),
});
const note = 'Checked and answered with `success: false`: this installation has no carrier connection yet.';

export function callRoutes(_: RouteDeps): readonly Route[] {
  const call = async (scope: WorkspaceScope, body: z.infer<typeof callBody>, provider: PhoneProvider) => {
    const placed = await placeCall(scope, { agentId: body.agent_id, phoneNumberId: body.agent_phone_number_id, toNumber: body.to_number, provider });
    return { success: placed.isPlaced, message: placed.message, conversation_id: placed.conversationId ?? null };
  };
  const options = { permission: 'conversations:start', body: callBody, note } as const;
  return [
    route('POST /v1/convai/twilio/outbound-call', options, async ({ scope, body }) => ({ ...(await call(scope, body, 'twilio')), callSid: null })),
    route('POST /v1/convai/sip-trunk/outbound-call', options, async ({ scope, body }) => ({ ...(await call(scope, body, 'sip_trunk')), sip_call_id: null })),
    route('POST /v1/convai/exotel/outbound-call', options, async ({ scope, body }) => ({ ...(await call(scope, body, 'exotel')), callSid: null })),

    route(
      'POST /v1/convai/twilio/register-call',
      {
        permission: 'conversations:start',
        body: registerBody,
        note: 'Checked, then answered with 412 `not_configured`: no media stream of Twilio is taken yet.',
      },
      async ({ scope, body }) => {
        await getAgent(scope, { agentId: body.agent_id });
        checkedNumber(body.from_number, 'any');
        checkedNumber(body.to_number, 'any');
        throw new AppError('not_configured', 'This installation takes no media streams of Twilio, so there is nothing a call could be connected to.');
      },
    ),

    route(
      'GET /v1/convai/whatsapp-accounts',
      { permission: 'agents:read', query: z.object({ agent_id: z.string().max(100).optional() }) },
      async ({ scope, query }) => ({
        items: (await listWhatsAppAccounts(scope, { agentId: query.agent_id })).map(accountToWire),
      }),
    ),

    route('GET /v1/convai/whatsapp-accounts/{phone_number_id}', { permission: 'agents:read' }, async ({ scope, params }) =>
      accountToWire(await getWhatsAppAccount(scope, params.phone_number_id)),
    ),

    route('PATCH /v1/convai/whatsapp-accounts/{phone_number_id}', { permission: 'agents:write', body: accountBody }, async ({ scope, params, body }) => {
      const { assigned_agent_id: agentId, enable_messaging, enable_audio_message_response, enable_typing_indicator } = body;
      const settings = Object.fromEntries(
        Object.entries({ enable_messaging, enable_audio_message_response, enable_typing_indicator }).filter(([, value]) => value != null),
      );
      await changeWhatsAppAccount(scope, params.phone_number_id, { agentId, settings });
      return {};
    }),

    route('DELETE /v1/convai/whatsapp-accounts/{phone_number_id}', { permission: 'agents:write' }, async ({ scope, params }) => {
      await deleteWhatsAppAccount(scope, params.phone_number_id);
      return {};
    }),

    route('POST /v1/convai/whatsapp/outbound-call', { permission: 'conversations:start', body: whatsAppBody, note }, async ({ scope, body }) => {
      await getWhatsAppAccount(scope, body.whatsapp_phone_number_id);
      await getAgent(scope, { agentId: body.agent_id });
      return { success: false, message: noWhatsApp, conversation_id: null };
    }),

    route(
      'POST /v1/convai/whatsapp/outbound-message',
      {
        permission: 'conversations:start',
        body: whatsAppBody,
        note: 'Checked, then answered with 412 `not_configured`: no WhatsApp Business account is connected.',
      },
      async ({ scope, body }) => {
        await getWhatsAppAccount(scope, body.whatsapp_phone_number_id);
        await getAgent(scope, { agentId: body.agent_id });
        throw new AppError('not_configured', noWhatsApp);
      },
    ),
  ];
}

function accountToWire(account: WhatsAppAccountView): Wire {
  return {
    business_account_id: account.businessAccountId,
    phone_number_id: account.id,
    business_account_name: account.businessAccountName,
    phone_number_name: account.phoneNumberName,
    phone_number: account.phoneNumber,
    account_type: account.accountType,
    assigned_agent_id: account.agentId,
    assigned_agent_name: account.agentName,
    enable_messaging: true,
    enable_audio_message_response: true,
    enable_typing_indicator: true,
    is_token_expired: false,
    ...account.settings,
  };
}
