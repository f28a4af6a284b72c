import type { ReadText } from './document-text';

/** As it stands, without the block of settings some tools put first. */
export function readMarkdown(text: string): ReadText {
  const body = text.replace(/^---\n[\s\S]*?\n---\n/, '');
  return { title: /^#\s+(.+)$/m.exec(body)?.[1]?.trim() ?? '', text: body };
}
