import { DOMParser } from 'linkedom';
import path from 'node:path';
import { decodeText } from './decode-text';
import { type ReadText, UnreadableDocument } from './document-text';
import { toMarkdown } from './to-markdown';
import { unpack } from './unpack';

/** The chapters of a book in the order they are read. */
export function readEpub(bytes: Uint8Array): ReadText {
  const files = unpack(bytes, (name) => /\.(xml|opf|x?html?)$/i.test(name));
  const fileAt = (name: string): string | undefined => {
    const content = files[name];
    return content === undefined ? undefined : decodeText(content);
  };
  const container = fileAt('META-INF/container.xml') ?? '';
  const packagePath = /full-path="([^"]+)"/.exec(container)?.[1];
  const description = packagePath === undefined ? undefined : fileAt(packagePath);
  if (packagePath === undefined || description === undefined) throw new UnreadableDocument('damaged', 'The book has no table of its parts.');
  if (files['META-INF/encryption.xml'] !== undefined && /<[^>]*EncryptedData/.test(fileAt('META-INF/encryption.xml') ?? '') && !hasReadableChapter(files))
    throw new UnreadableDocument('encrypted', 'The book is protected against copying.');
  const book = new DOMParser().parseFromString(description, 'text/xml');
  const hrefs = new Map([...book.querySelectorAll('manifest > item')].map((item) => [item.getAttribute('id') ?? '', item.getAttribute('href') ?? '']));
  const chapters = [...book.querySelectorAll('spine > itemref')].flatMap((reference) => {
    const href = hrefs.get(reference.getAttribute('idref') ?? '');
    const html = href === undefined ? undefined : fileAt(path.posix.join(path.posix.dirname(packagePath), decodeURIComponent(href)));
    return html === undefined ? [] : [toMarkdown(bodyOf(html))];
  });
  const title = [...book.getElementsByTagName('dc:title')][0]?.textContent?.trim() ?? '';
  return { title, text: chapters.filter((chapter) => chapter !== '').join('\n\n') };
}

function bodyOf(html: string): string {
  return /<body[^>]*>([\s\S]*)<\/body>/i.exec(html)?.[1] ?? html;
}

function hasReadableChapter(files: Readonly<Record<string, Uint8Array>>): boolean {
  return Object.entries(files).some(([name, content]) => /\.x?html?$/i.test(name) && Buffer.from(content.subarray(0, 200)).toString('latin1').includes('<'));
}
