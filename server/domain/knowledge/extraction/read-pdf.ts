import { getDocumentProxy } from 'unpdf';
import { type ReadText, UnreadableDocument } from './document-text';

const mostPages = 3_000;

interface Line {
  text: string;
  readonly height: number;
  readonly y: number;
}

/** The text of a PDF page by page. Lines are put together into paragraphs, larger ones become headings. */
export async function readPdf(bytes: Uint8Array): Promise<ReadText> {
  const pdf = await open(bytes);
  const pages: Line[][] = [];
  for (let number = 1; number <= Math.min(pdf.numPages, mostPages); number++) {
    const page = await pdf.getPage(number);
    const { items } = await page.getTextContent();
    pages.push(linesOf(items.filter((item) => 'str' in item) as TextItem[]));
    page.cleanup();
  }
  const metadata = await pdf.getMetadata().catch(() => undefined); // a PDF may have none
  const title = (metadata?.info as { Title?: unknown } | undefined)?.Title;
  await pdf.cleanup();
  const usual = usualHeight(pages.flat());
  const text = pages
    .map((lines) => paragraphsOf(lines, usual))
    .join('\n\n')
    .trim();
  if (text === '' && pdf.numPages > 0) throw new UnreadableDocument('empty', 'The PDF holds no text; it may be a scan. Run it through text recognition first.');
  return { title: typeof title === 'string' ? title.trim() : '', text };
}

interface TextItem {
  readonly str: string;
  readonly hasEOL: boolean;
  readonly height: number;
  readonly width: number;
  readonly transform: readonly number[];
}

async function open(bytes: Uint8Array) {
  try {
    // The library takes the bytes over, and the caller still needs them.
    return await getDocumentProxy(Uint8Array.from(bytes), { verbosity: 0 });
  } catch (thrown) {
    if (thrown instanceof Error && thrown.name === 'PasswordException') throw new UnreadableDocument('encrypted', 'The PDF is protected by a password.');
    throw new UnreadableDocument('damaged', 'The PDF is damaged and cannot be read.');
  }
}

function linesOf(items: readonly TextItem[]): Line[] {
  const lines: Line[] = [];
  let line: Line | undefined;
  let endX = 0;
  for (const item of items) {
    const [, , , , x = 0, y = 0] = item.transform;
    const isSameLine = line !== undefined && Math.abs(line.y - y) < Math.max(2, item.height * 0.5);
    if (line === undefined || !isSameLine) {
      if (item.str.trim() === '') continue;
      line = { text: item.str, height: item.height, y };
      lines.push(line);
    } else {
      const isApart = x - endX > Math.max(1, item.height * 0.15) && !/\s$/.test(line.text) && !/^\s/.test(item.str);
      line.text += isApart ? ` ${item.str}` : item.str;
    }
    endX = x + item.width;
    if (item.hasEOL) line = undefined;
  }
  return lines.map((each) => ({ ...each, text: each.text.replace(/\s+/g, ' ').trim() })).filter((each) => each.text !== '');
}

function usualHeight(lines: readonly Line[]): number {
  const weights = new Map<number, number>();
  for (const { height, text } of lines) weights.set(Math.round(height), (weights.get(Math.round(height)) ?? 0) + text.length);
  return [...weights].reduce((most, each) => (each[1] > most[1] ? each : most), [0, 0] as [number, number])[0];
}

function paragraphsOf(lines: readonly Line[], usual: number): string {
  let text = '';
  let before: Line | undefined;
  for (const line of lines) {
    const isHeading = usual > 0 && line.height > usual * 1.18 && line.text.length < 120;
    const wasHeading = before !== undefined && usual > 0 && before.height > usual * 1.18;
    const gap = before === undefined ? 0 : before.y - line.y;
    const isNew = before === undefined || isHeading || wasHeading || gap > line.height * 1.9 || gap < 0 || /^[-•*▪–]\s|^\d{1,3}[.)]\s/.test(line.text);
    if (isNew)
      text += `${text === '' ? '' : isListItem(line.text) && !wasHeading ? '\n' : '\n\n'}${isHeading ? '## ' : ''}${line.text.replace(/^[•▪]\s*/, '- ')}`;
    else if (/\p{Ll}-$/u.test(text) && /^\p{Ll}/u.test(line.text)) text = text.slice(0, -1) + line.text;
    else text += ` ${line.text}`;
    before = line;
  }
  return text;
}

function isListItem(text: string): boolean {
  return /^[-•*▪–]\s|^\d{1,3}[.)]\s/.test(text);
}
