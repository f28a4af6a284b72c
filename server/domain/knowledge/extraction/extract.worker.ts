import { serveWorker } from '../../../lib/serve-worker';
import { cleaned, decodeText } from './decode-text';
import { detectFormat } from './detect-format';
import { type ExtractionRequest, type ExtractionResult, type FileFormat, type ReadText, UnreadableDocument } from './document-text';

serveWorker({ extract });

async function extract(request: ExtractionRequest): Promise<ExtractionResult> {
  try {
    const { format, contentType } = await detectFormat(request);
    const read = await readAs(format, request);
    const text = cleaned(read.text).trim();
    if (text === '') throw new UnreadableDocument('empty', 'There is no text in it.');
    if (text.length > request.maxLength) throw new UnreadableDocument('too-long', `It holds more than ${request.maxLength} characters of text.`);
    return { ok: true, format, contentType, title: cleaned(read.title).trim(), text, links: read.links ?? [] };
  } catch (thrown) {
    if (thrown instanceof UnreadableDocument) return { ok: false, problem: thrown.problem, detail: thrown.message };
    throw thrown;
  }
}

/** The libraries are large: each is loaded when the first document asks for it. */
async function readAs(format: FileFormat, { bytes, url, contentType }: ExtractionRequest): Promise<ReadText> {
  const text = (): string => decodeText(bytes, /charset=["']?([\w-]+)/i.exec(contentType ?? '')?.[1]);
  switch (format) {
    case 'pdf':
      return (await import('./read-pdf')).readPdf(bytes);
    case 'docx':
      return (await import('./read-docx')).readDocx(bytes);
    case 'epub':
      return (await import('./read-epub')).readEpub(bytes);
    case 'html':
      return (await import('./read-html')).readHtml(text(), url);
    case 'markdown':
      return (await import('./read-markdown')).readMarkdown(text());
    case 'csv':
      return (await import('./read-csv')).readCsv(text());
    case 'text':
      return { title: '', text: text() };
  }
}
