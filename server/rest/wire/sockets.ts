/** Sockets of the official list that there are here; `server/http.ts` leads to them. */
export const servedSockets: readonly string[] = [
  'WS /v1/convai/conversation',
  'WS /v1/convai/conversations/{conversation_id}/monitor',
  'WS /v1/text-to-speech/{voice_id}/stream-input',
  'WS /v1/text-to-speech/{voice_id}/multi-stream-input',
  'WS /v1/speech-to-text/realtime',
  // Dialled by us: `server/host/speech-engine-model.ts`.
  'WS (customer wsUrl)',
];
