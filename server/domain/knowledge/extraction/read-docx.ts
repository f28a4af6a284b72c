import mammoth from 'mammoth';
import { type ReadText, UnreadableDocument } from './document-text';
import { toMarkdown } from './to-markdown';
import { unpack } from './unpack';

export async function readDocx(bytes: Uint8Array): Promise<ReadText> {
  // Only to see that it can be unpacked within limits: the library below has none.
  unpack(bytes, (name) => name.endsWith('.xml'));
  try {
    const { value } = await mammoth.convertToHtml({ buffer: Buffer.from(bytes) }, { convertImage: mammoth.images.imgElement(async () => ({ src: '' })) });
    const text = toMarkdown(value);
    return { title: /^#\s+(.+)$/m.exec(text)?.[1]?.trim() ?? '', text };
  } catch {
    throw new UnreadableDocument('damaged', 'The Word document cannot be read; it may be damaged or protected.');
  }
}
