import type { Json, ScopedTransaction, WorkspaceScope } from '../../auth/scope';
import { type WorkspacePrivacy, workspacePrivacySchema } from '../../contracts/privacy';
import { AppError } from '../../lib/app-error';
import { noteChange } from '../audit-log/note-change';

/** What holds for every agent of the workspace. */
export async function getWorkspacePrivacy(scope: WorkspaceScope): Promise<WorkspacePrivacy> {
  scope.may('workspace:read');
  return readWorkspacePrivacy(scope.db, scope.workspaceId);
}

export interface ChangePrivacyInput {
  readonly privacy: WorkspacePrivacy;
  /** Also for conversations of before: what is overdue then is erased within the hour. */
  readonly appliesToExisting: boolean;
}

/** Sets what holds for every agent. Throws `forbidden`, and `invalid_input` for a retention that erases nothing. */
export async function changeWorkspacePrivacy(scope: WorkspaceScope, { privacy, appliesToExisting }: ChangePrivacyInput): Promise<WorkspacePrivacy> {
  scope.may('workspace:write');
  const { retentionDays, deletesTranscripts, deletesAudio } = privacy;
  if (retentionDays >= 0 && !deletesTranscripts && !deletesAudio) throw new AppError('invalid_input', 'Say what is to be erased: transcripts, audio or both.');
  await scope.db.$transaction(async (db) => {
    const before = await readWorkspacePrivacy(db, scope.workspaceId);
    await db.workspace.update({ where: { id: scope.workspaceId }, data: { privacy: privacy as unknown as Json } });
    await noteChange(db, scope, {
      action: 'workspace.privacy-changed',
      targetKind: 'workspace',
      targetId: scope.workspaceId,
      before: before as unknown as Json,
      after: { ...privacy, ...(appliesToExisting ? { appliesToExisting } : {}) } as unknown as Json,
    });
  });
  if (appliesToExisting && retentionDays >= 0) {
    await scope.retention.shorten({ days: retentionDays, transcripts: deletesTranscripts, audio: deletesAudio });
  }
  return privacy;
}

export interface RetentionPreview {
  /** Ended conversations that began longer ago than that and still have what was said. */
  readonly transcripts: number;
  /** … and their sound. */
  readonly recordings: number;
}

/** What a retention of so many days would erase now, were it to hold for conversations of before. */
export async function previewRetention(scope: WorkspaceScope, { days }: { readonly days: number }): Promise<RetentionPreview> {
  scope.may('workspace:read');
  const old = { deletedAt: null, endedAt: { not: null }, startedAt: { lt: new Date(Date.now() - days * 86_400_000) } };
  const [transcripts, recordings] = await Promise.all([
    scope.db.conversation.count({ where: { ...old, transcriptErasedAt: null, keepsNothing: false } }),
    scope.db.conversation.count({ where: { ...old, recordingKey: { not: null } } }),
  ]);
  return { transcripts, recordings };
}

export async function readWorkspacePrivacy(db: Pick<ScopedTransaction, 'workspace'>, workspaceId: string): Promise<WorkspacePrivacy> {
  const { privacy } = await db.workspace.findUniqueOrThrow({ where: { id: workspaceId }, select: { privacy: true } });
  return workspacePrivacySchema.parse(privacy ?? {});
}
