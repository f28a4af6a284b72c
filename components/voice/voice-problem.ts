export type VoiceProblemCode =
  | 'microphone-denied'
  | 'microphone-missing'
  | 'microphone-busy'
  | 'microphone-unsupported'
  | 'microphone-lost'
  | 'sound-blocked'
  | 'connection-failed'
  | 'connection-lost'
  | 'agent-refused'
  | 'agent-failed';

/** Why a conversation cannot start or go on. `detail` is the server's own sentence, where there is one. */
export class VoiceProblem extends Error {
  readonly code: VoiceProblemCode;
  readonly detail: string | undefined;

  constructor(code: VoiceProblemCode, detail?: string, options?: ErrorOptions) {
    super(detail === undefined ? code : `${code}: ${detail}`, options);
    this.name = 'VoiceProblem';
    this.code = code;
    this.detail = detail;
  }
}

/** What the browser means when it does not give the microphone. */
export function microphoneProblem(error: unknown): VoiceProblem {
  const name = error instanceof DOMException ? error.name : '';
  const options = { cause: error };
  if (name === 'NotAllowedError' || name === 'SecurityError') return new VoiceProblem('microphone-denied', undefined, options);
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return new VoiceProblem('microphone-missing', undefined, options);
  if (name === 'NotReadableError' || name === 'AbortError') return new VoiceProblem('microphone-busy', undefined, options);
  return new VoiceProblem('microphone-unsupported', error instanceof Error ? error.message : undefined, options);
}
