import { buffer } from 'node:stream/consumers';
import { getConversation } from '../domain/conversations/get-conversation';
import { getRecordingKey } from '../domain/conversations/get-recording';
import type { Services } from '../domain/services';
import type { PayloadMaker } from '../domain/webhooks/payload-maker';
import { conversationToWire } from './mappers/conversation';
import { transcriptEvent } from './mappers/transcript';
import { compressedRecording } from './mp3/compressed-recording';

/** What each event tells, in the words of the routes that tell the same. */
export function payloadMaker(storage: Services['storage']): PayloadMaker {
  return async (scope, { type, conversationId, details }) => {
    if (type === 'speech_to_text_transcription') return transcriptEvent(scope, details);
    const conversation = await getConversation(scope, conversationId);
    switch (type) {
      case 'post_call_transcription': {
        const wire = conversationToWire(conversation);
        return details['leavesTranscriptOut'] === true ? { ...wire, transcript: [] } : wire;
      }
      case 'post_call_audio': {
        const mp3 = await storage.get(await compressedRecording(storage, await getRecordingKey(scope, conversationId)));
        return { agent_id: conversation.agentId, conversation_id: conversationId, full_audio: (await buffer(mp3)).toString('base64') };
      }
      case 'call_initiation_failure':
        return { agent_id: conversation.agentId, conversation_id: conversationId, failure_reason: details['reason'], metadata: details['metadata'] };
    }
  };
}
