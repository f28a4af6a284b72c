import type { UploadedFile as KnowledgeFile } from '../domain/knowledge/create-document';
import { extractText } from '../domain/knowledge/extraction/extract';
import { storable } from '../domain/knowledge/rules';
import type { UploadedFile } from './read-body';

/** Reads an uploaded file. Throws what is wrong with it. */
export async function readUpload(file: UploadedFile): Promise<KnowledgeFile> {
  const filename = storable(file.name).split(/[\\/]/).at(-1)?.trim() ?? '';
  const { text, title, contentType } = await extractText({ bytes: file.bytes, filename, contentType: file.contentType });
  return { filename, bytes: file.bytes, contentType, title, text };
}
