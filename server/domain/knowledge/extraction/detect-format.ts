import { fileTypeFromBuffer } from 'file-type';
import { type ExtractionRequest, type FileFormat, UnreadableDocument } from './document-text';

const binary: Readonly<Record<string, FileFormat>> = {
  'application/pdf': 'pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/epub+zip': 'epub',
};

const byExtension: Readonly<Record<string, FileFormat>> = {
  md: 'markdown',
  markdown: 'markdown',
  csv: 'csv',
  tsv: 'csv',
  html: 'html',
  htm: 'html',
  xhtml: 'html',
  txt: 'text',
};

const contentTypes: Readonly<Record<FileFormat, string>> = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  epub: 'application/epub+zip',
  html: 'text/html',
  markdown: 'text/markdown',
  csv: 'text/csv',
  text: 'text/plain',
};

export interface DetectedFormat {
  readonly format: FileFormat;
  readonly contentType: string;
}

/** What the bytes are. A name may choose between kinds of text, and makes no picture a document. */
export async function detectFormat({ bytes, filename, contentType }: ExtractionRequest): Promise<DetectedFormat> {
  const found = await fileTypeFromBuffer(bytes);
  const extension = /\.([A-Za-z0-9]{1,8})$/.exec(filename ?? '')?.[1]?.toLowerCase() ?? '';
  if (found !== undefined && found.mime !== 'application/xml') {
    const format = binary[found.mime];
    if (format === undefined)
      throw new UnreadableDocument('unsupported', `The file is ${found.mime}. Supported are PDF, DOCX, HTML, EPUB, TXT, Markdown and CSV.`);
    return { format, contentType: contentTypes[format] };
  }
  if (looksBinary(bytes)) throw new UnreadableDocument('unsupported', 'The file is no text. Supported are PDF, DOCX, HTML, EPUB, TXT, Markdown and CSV.');
  const declared = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  const format = byExtension[extension] ?? (Object.entries(contentTypes).find(([, type]) => type === declared)?.[0] as FileFormat | undefined) ?? 'text';
  const isText = format === 'text' && looksLikeHtml(bytes);
  const told = isText || format === 'pdf' || format === 'docx' || format === 'epub' ? (looksLikeHtml(bytes) ? 'html' : 'text') : format;
  return { format: told, contentType: contentTypes[told] };
}

function looksBinary(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, 8192);
  const isUtf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  return !isUtf16 && head.includes(0);
}

function looksLikeHtml(bytes: Uint8Array): boolean {
  return /^\s*(?:<!--[\s\S]*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype html|html|head|body)[\s>]/i.test(Buffer.from(bytes.subarray(0, 2048)).toString('latin1'));
}
