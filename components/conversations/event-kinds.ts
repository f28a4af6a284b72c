/** Kinds of stored events that have a name in every language of the interface. */
const namedKinds = [
  'conversation-started',
  'speech-started',
  'speech-ended',
  'transcription-final',
  'backchannel-ignored',
  'response-started',
  'draft-started',
  'draft-used',
  'draft-dropped',
  'backchannel-spoken',
  'language-changed',
  'pace-changed',
  'connection-quality',
  'request-hedged',
  'response-audible',
  'response-ended',
  'interrupted',
  'playout-held',
  'playout-resumed',
  'tool-called',
  'tool-approved',
  'tool-finished',
  'knowledge-retrieved',
  'usage',
  'turn-measured',
  'provider-failed',
  'failed-over',
  'audio-lost',
  'context-updated',
  'notice',
  'transcript-item',
  'conversation-ended',
] as const;

export function isNamed(kind: string): kind is (typeof namedKinds)[number] {
  return namedKinds.some((named) => named === kind);
}
