import type { WorkspaceScope } from '../../auth/scope';
import { AppError } from '../../lib/app-error';
import { newId } from '../../lib/new-id';
import { configOf } from '../agents/get-agent';
import { extractText } from '../knowledge/extraction/extract';

const largestFileBytes = 10 * 1024 * 1024;
/** Of a longer file the model reads the beginning. */
const longestText = 60_000;

export interface SentFile {
  readonly fileName: string;
  readonly text: string;
}

/** Keeps what a file says for its conversation, until it is sent. Throws `not_found`, `forbidden`, `too_large`, `bad_request`, `conflict`. */
export async function addConversationFile(
  scope: WorkspaceScope,
  input: { readonly conversationId: string; readonly fileName: string; readonly contentType: string; readonly bytes: Uint8Array },
): Promise<{ readonly fileId: string }> {
  scope.may('conversations:start');
  const { conversationId, bytes } = input;
  const conversation = await scope.db.conversation.findFirst({ where: { id: conversationId, deletedAt: null }, include: { agentVersion: true } });
  if (conversation === null) throw new AppError('not_found', `Conversation ${conversationId} was not found.`);
  if (conversation.status !== 'in-progress') throw new AppError('conflict', 'Files can be given to a conversation while it runs.');
  const { enabled, maxFilesPerConversation } = configOf(conversation.agentVersion).conversationConfig.conversation.fileInput;
  if (!enabled) throw new AppError('forbidden', 'This agent takes no files.');
  if (bytes.length > largestFileBytes) throw new AppError('too_large', `A file may have ${largestFileBytes / 1_048_576} MB at most.`);
  if ((await scope.db.conversationFile.count({ where: { conversationId } })) >= maxFilesPerConversation)
    throw new AppError('conflict', `A conversation may have ${maxFilesPerConversation} files.`);
  const { text, contentType } = await extractText({ bytes, filename: input.fileName, contentType: input.contentType });
  const id = newId('conversationFile');
  await scope.db.conversationFile.create({
    data: {
      id,
      workspaceId: scope.workspaceId,
      conversationId,
      fileName: input.fileName.slice(0, 200) || 'file',
      contentType,
      sizeBytes: bytes.length,
      text: text.slice(0, longestText),
    },
  });
  return { fileId: id };
}

/** Takes a file back that was not sent yet. Throws `not_found`, `conflict`. */
export async function removeConversationFile(scope: WorkspaceScope, input: { readonly conversationId: string; readonly fileId: string }): Promise<void> {
  scope.may('conversations:start');
  const file = await scope.db.conversationFile.findFirst({ where: { id: input.fileId, conversationId: input.conversationId }, select: { sentAt: true } });
  if (file === null) throw new AppError('not_found', `File ${input.fileId} was not found.`);
  if (file.sentAt !== null) throw new AppError('conflict', 'The file was sent already.');
  await scope.db.conversationFile.delete({ where: { id: input.fileId } });
}

/** What these files say, in the order asked for; unknown ones are left out. They count as sent. */
export async function sendConversationFiles(scope: WorkspaceScope, conversationId: string, fileIds: readonly string[]): Promise<SentFile[]> {
  scope.may('conversations:start');
  const where = { conversationId, id: { in: [...fileIds] } };
  const files = await scope.db.conversationFile.findMany({ where, select: { id: true, fileName: true, text: true } });
  await scope.db.conversationFile.updateMany({ where, data: { sentAt: new Date() } });
  return fileIds.flatMap((id) => files.filter((file) => file.id === id).map(({ fileName, text }) => ({ fileName, text })));
}
