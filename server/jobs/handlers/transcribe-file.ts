import { failTranscript, finishTranscript, transcribeFile } from '../../domain/speech/transcripts';
import { handleInWorkspace } from '../handler';

export const transcribeFileHandler = handleInWorkspace(
  transcribeFile,
  (scope, payload, { services, signal }) => finishTranscript(scope, services, payload, signal),
  (scope, { transcriptId }, error) => failTranscript(scope, transcriptId, error),
);
