import { buffer } from 'node:stream/consumers';
import type { Json, WorkspaceScope } from '../../auth/scope';
import { workspaceJob } from '../../jobs/definitions';
import { AppError, toAppError } from '../../lib/app-error';
import { newId } from '../../lib/new-id';
import { z } from 'zod';
import { noteChange } from '../audit-log/note-change';
import { announceTranscript } from '../webhooks/announce-conversation';
import { findWebhook } from '../webhooks/webhook-rows';
import type { Services } from '../services';
import { decodeSound, mixed } from './decode-sound';
import { hearSound, type HeardSpeech } from './hear-sound';

export const transcriptionInput = z.object({
  language: z.string().max(35),
  modelId: z.string().max(200).optional(),
  hints: z.array(z.string().max(100)).max(100),
  fileFormat: z.string().max(40).optional(),
  /** Each channel by itself. */
  byChannel: z.boolean(),
});
export type TranscriptionInput = z.infer<typeof transcriptionInput>;

export const transcribeFile = workspaceJob(
  'transcribe-file',
  {
    transcriptId: z.string(),
    storageKey: z.string(),
    input: transcriptionInput,
    /** The webhook that is told, and what it is told besides. */
    told: z.object({ webhookId: z.string(), details: z.record(z.string(), z.unknown()) }).optional(),
  },
  { lane: 'slow', attempts: 2, deadlineMs: 30 * 60_000 },
);

export interface TranscribedFile {
  readonly channels: readonly HeardSpeech[];
  readonly durationMs: number;
}

interface Told {
  readonly webhookId: string;
  readonly details: Readonly<Record<string, unknown>>;
}

type SpeechServices = Pick<Services, 'speech' | 'storage' | 'jobs'>;

/** Hears a file while the caller waits. */
export async function transcribeNow(
  scope: WorkspaceScope,
  services: SpeechServices,
  bytes: Buffer,
  input: TranscriptionInput,
  signal: AbortSignal,
): Promise<TranscribedFile> {
  const sound = decodeSound({ bytes, fileFormat: input.fileFormat });
  const tracks = input.byChannel ? sound.channels : [mixed(sound.channels)];
  const channels: HeardSpeech[] = [];
  for (const pcm of tracks) {
    channels.push(await hearSound(scope, services, { pcm, language: input.language, modelId: input.modelId, hints: input.hints, signal }));
  }
  return { channels, durationMs: sound.durationMs };
}

/** Keeps a transcript for whoever asks for it by id. */
export async function keepTranscript(scope: WorkspaceScope, file: TranscribedFile): Promise<string> {
  const id = newId('speechTranscript');
  await scope.db.speechTranscript.create({ data: { id, workspaceId: scope.workspaceId, status: 'done', result: file as unknown as Json } });
  return id;
}

/** Hears a file later; the transcript is `processing` until then. */
export async function transcribeLater(scope: WorkspaceScope, services: SpeechServices, bytes: Buffer, input: TranscriptionInput, told?: Told): Promise<string> {
  scope.may('agents:read');
  if (told !== undefined) await findWebhook(scope.db, told.webhookId); // one that is not there is told now
  decodeSound({ bytes, fileFormat: input.fileFormat }); // what cannot be read is told now
  const id = newId('speechTranscript');
  const storageKey = `speech/${scope.workspaceId}/${id}`;
  await services.storage.put(storageKey, bytes);
  await scope.db.speechTranscript.create({ data: { id, workspaceId: scope.workspaceId, status: 'processing' } });
  await services.jobs.enqueue(transcribeFile, { workspaceId: scope.workspaceId, transcriptId: id, storageKey, input, told });
  return id;
}

/** What the job does. */
export async function finishTranscript(
  scope: WorkspaceScope,
  services: SpeechServices,
  {
    transcriptId,
    storageKey,
    input,
    told,
  }: { readonly transcriptId: string; readonly storageKey: string; readonly input: TranscriptionInput; readonly told?: Told | undefined },
  signal: AbortSignal,
): Promise<void> {
  const transcript = await scope.db.speechTranscript.findUnique({ where: { id: transcriptId } });
  if (transcript === null || transcript.status !== 'processing') return;
  const bytes = await buffer(await services.storage.get(storageKey));
  const file = await transcribeNow(scope, services, bytes, input, signal);
  await scope.db.speechTranscript.updateMany({ where: { id: transcriptId }, data: { status: 'done', result: file as unknown as Json } });
  if (told !== undefined) await announceTranscript(scope, { ...told, transcriptId }, services.jobs);
  await services.storage.delete(storageKey);
}

export async function failTranscript(scope: WorkspaceScope, transcriptId: string, error: Error): Promise<void> {
  await scope.db.speechTranscript.updateMany({ where: { id: transcriptId }, data: { status: 'failed', error: toAppError(error).publicMessage } });
}

/** Throws `not_found`, `conflict` while it is being made, `provider_rejected` when that failed. */
export async function getTranscript(scope: WorkspaceScope, id: string): Promise<TranscribedFile> {
  scope.may('agents:read');
  const transcript = await scope.db.speechTranscript.findUnique({ where: { id } });
  if (transcript === null) throw new AppError('not_found', `Transcript ${id} was not found.`);
  if (transcript.status === 'processing') throw new AppError('conflict', 'This transcript is still being made.');
  if (transcript.status === 'failed') throw new AppError('bad_request', transcript.error ?? 'The file could not be transcribed.');
  return transcript.result as unknown as TranscribedFile;
}

export async function deleteTranscript(scope: WorkspaceScope, services: SpeechServices, id: string): Promise<void> {
  scope.may('agents:write');
  const transcript = await scope.db.speechTranscript.findUnique({ where: { id } });
  if (transcript === null) throw new AppError('not_found', `Transcript ${id} was not found.`);
  await scope.db.$transaction(async (db) => {
    await db.speechTranscript.delete({ where: { id } });
    await noteChange(db, scope, { action: 'transcript.deleted', targetKind: 'transcript', targetId: id });
  });
  await services.storage.delete(`speech/${scope.workspaceId}/${id}`);
}
