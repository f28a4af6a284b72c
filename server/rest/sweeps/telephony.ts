import { submitBatch } from '../../domain/batch-calls/batch-calls';
import { createPhoneNumber } from '../../domain/phone-numbers/phone-numbers';
import { createSpeechEngine } from '../../domain/speech-engines/speech-engines';
import { sweep } from './sweep';

export const telephony = sweep({
  async make({ scope, id: workspaceId, agentId }, services) {
    const { sealKeys } = services;
    const phoneNumberId = await createPhoneNumber(scope, {
      provider: 'sip_trunk',
      phoneNumber: '+4930901820',
      label: `Desk of ${workspaceId}`,
      supportsInbound: true,
      supportsOutbound: true,
      settings: {},
      secrets: {},
      sealKeys,
    });
    const batch = await submitBatch(scope, services, {
      name: 'Reminder',
      agentId,
      phoneNumberId,
      recipients: [{ phoneNumber: '+4930901821' }],
      callConfig: {},
    });
    const whatsAppId = `wa${workspaceId}`;
    await scope.db.whatsAppAccount.create({
      data: { id: whatsAppId, workspaceId, businessAccountId: 'b', businessAccountName: 'B', phoneNumberName: 'P', phoneNumber: '+4930901822' },
    });
    const engine = await createSpeechEngine(scope, sealKeys, { name: 'Engine', config: { speech_engine: { ws_url: 'wss://engine.example' } } });
    return { phoneNumberId, batchId: batch.id, whatsAppId, engineId: engine.id };
  },
  samples: {
    'GET /v1/convai/phone-numbers/{phone_number_id}': ({ phoneNumberId }) => ({ path: `/v1/convai/phone-numbers/${phoneNumberId}` }),
    'PATCH /v1/convai/phone-numbers/{phone_number_id}': ({ phoneNumberId }) => ({
      path: `/v1/convai/phone-numbers/${phoneNumberId}`,
      body: { label: 'taken' },
    }),
    'DELETE /v1/convai/phone-numbers/{phone_number_id}': ({ phoneNumberId }) => ({ path: `/v1/convai/phone-numbers/${phoneNumberId}` }),
    'GET /v1/convai/phone-numbers/{phone_number_id}/sip-messages': ({ phoneNumberId }) => ({ path: `/v1/convai/phone-numbers/${phoneNumberId}/sip-messages` }),
    'POST /v1/convai/twilio/outbound-call': (owner) => ({ path: '/v1/convai/twilio/outbound-call', body: callOf(owner) }),
    'POST /v1/convai/sip-trunk/outbound-call': (owner) => ({ path: '/v1/convai/sip-trunk/outbound-call', body: callOf(owner) }),
    'POST /v1/convai/exotel/outbound-call': (owner) => ({ path: '/v1/convai/exotel/outbound-call', body: callOf(owner) }),
    'POST /v1/convai/twilio/register-call': ({ agentId }) => ({
      path: '/v1/convai/twilio/register-call',
      body: { agent_id: agentId, from_number: '+4930901821', to_number: '+4930901820' },
    }),
    'POST /v1/convai/batch-calling/submit': ({ agentId, phoneNumberId }) => ({
      path: '/v1/convai/batch-calling/submit',
      body: { call_name: 'x', agent_id: agentId, agent_phone_number_id: phoneNumberId, recipients: [{ phone_number: '+4930901821' }] },
    }),
    'GET /v1/convai/batch-calling/{batch_id}': ({ batchId }) => ({ path: `/v1/convai/batch-calling/${batchId}` }),
    'DELETE /v1/convai/batch-calling/{batch_id}': ({ batchId }) => ({ path: `/v1/convai/batch-calling/${batchId}` }),
    'POST /v1/convai/batch-calling/{batch_id}/cancel': ({ batchId }) => ({ path: `/v1/convai/batch-calling/${batchId}/cancel` }),
    'POST /v1/convai/batch-calling/{batch_id}/retry': ({ batchId }) => ({ path: `/v1/convai/batch-calling/${batchId}/retry` }),
    'GET /v1/convai/batch-calling/{batch_id}/export': ({ batchId }) => ({ path: `/v1/convai/batch-calling/${batchId}/export` }),
    'GET /v1/convai/whatsapp-accounts/{phone_number_id}': ({ whatsAppId }) => ({ path: `/v1/convai/whatsapp-accounts/${whatsAppId}` }),
    'PATCH /v1/convai/whatsapp-accounts/{phone_number_id}': ({ whatsAppId }) => ({
      path: `/v1/convai/whatsapp-accounts/${whatsAppId}`,
      body: { enable_messaging: false },
    }),
    'DELETE /v1/convai/whatsapp-accounts/{phone_number_id}': ({ whatsAppId }) => ({ path: `/v1/convai/whatsapp-accounts/${whatsAppId}` }),
    'POST /v1/convai/whatsapp/outbound-call': ({ whatsAppId, agentId }) => ({
      path: '/v1/convai/whatsapp/outbound-call',
      body: {
        whatsapp_phone_number_id: whatsAppId,
        whatsapp_user_id: '1',
        whatsapp_call_permission_request_template_name: 'x',
        whatsapp_call_permission_request_template_language_code: 'en',
        agent_id: agentId,
      },
    }),
    'POST /v1/convai/whatsapp/outbound-message': ({ whatsAppId, agentId }) => ({
      path: '/v1/convai/whatsapp/outbound-message',
      body: {
        whatsapp_phone_number_id: whatsAppId,
        whatsapp_user_id: '1',
        template_name: 'x',
        template_language_code: 'en',
        template_params: [],
        agent_id: agentId,
      },
    }),
    'GET /v1/speech-engine/{speech_engine_id}': ({ engineId }) => ({ path: `/v1/speech-engine/${engineId}` }),
    'PATCH /v1/speech-engine/{speech_engine_id}': ({ engineId }) => ({ path: `/v1/speech-engine/${engineId}`, body: { name: 'taken' } }),
    'DELETE /v1/speech-engine/{speech_engine_id}': ({ engineId }) => ({ path: `/v1/speech-engine/${engineId}` }),
    'POST /v1/speech-engine/{speech_engine_id}/duplicate': ({ engineId }) => ({ path: `/v1/speech-engine/${engineId}/duplicate`, body: {} }),
  },
  others: [
    'GET /v1/convai/phone-numbers',
    'POST /v1/convai/phone-numbers',
    'GET /v1/convai/v2/phone-numbers',
    'GET /v1/convai/batch-calling/workspace',
    'GET /v1/convai/whatsapp-accounts',
    'GET /v1/speech-engine',
    'POST /v1/speech-engine',
  ],
  lists: [
    { path: '/v1/convai/phone-numbers', own: ({ phoneNumberId }) => phoneNumberId },
    { path: '/v1/convai/v2/phone-numbers', own: ({ phoneNumberId }) => phoneNumberId },
    { path: '/v1/convai/batch-calling/workspace', own: ({ batchId }) => batchId },
    { path: '/v1/convai/whatsapp-accounts', own: ({ whatsAppId }) => whatsAppId },
    { path: '/v1/speech-engine', own: ({ engineId }) => engineId },
  ],
});

function callOf({ agentId, phoneNumberId }: { readonly agentId: string; readonly phoneNumberId: string }) {
  return { agent_id: agentId, agent_phone_number_id: phoneNumberId, to_number: '+4930901821' };
}
