export interface Chunk {
  readonly position: number;
  /** Headings above it, outermost first, joined by ` › `. */
  readonly heading: string;
  readonly text: string;
  /** Where it stands in the content, in UTF-16 units. */
  readonly startOffset: number;
  readonly endOffset: number;
}

/** About what a model of sentence vectors reads at once, and what one wants read aloud from. */
const target = 800;
const longest = 1_200;
const mostChunks = 20_000;

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Cuts Markdown into passages: never across a heading, at blank lines where it can, between sentences otherwise, within one only when it is endless. */
export function chunkText(content: string): Chunk[] {
  const chunks: Chunk[] = [];
  for (const { heading, blocks } of sectionsOf(content)) {
    for (const span of passagesOf(content, blocks)) {
      if (chunks.length >= mostChunks) return chunks;
      const text = content.slice(span.start, span.end);
      chunks.push({ position: chunks.length, heading, text, startOffset: span.start, endOffset: span.end });
    }
  }
  return chunks;
}

interface Section {
  readonly heading: string;
  readonly blocks: readonly Span[];
}

function sectionsOf(content: string): Section[] {
  const sections: { heading: string; blocks: Span[] }[] = [{ heading: '', blocks: [] }];
  const trail: { level: number; title: string }[] = [];
  let block: { start: number; end: number } | undefined;
  let isCode = false;
  const endBlock = () => {
    if (block !== undefined) sections.at(-1)?.blocks.push(block);
    block = undefined;
  };
  for (const line of linesOf(content)) {
    const text = content.slice(line.start, line.end);
    if (/^\s*(?:```|~~~)/.test(text)) isCode = !isCode;
    const heading = isCode ? null : /^(#{1,6})\s+(.+?)\s*#*$/.exec(text);
    if (heading !== null) {
      endBlock();
      const level = heading[1]?.length ?? 1;
      while ((trail.at(-1)?.level ?? 0) >= level) trail.pop();
      trail.push({ level, title: heading[2] ?? '' });
      sections.push({ heading: trail.map(({ title }) => title).join(' › '), blocks: [] });
    } else if (text.trim() === '' && !isCode) endBlock();
    else if (block === undefined) block = { start: line.start, end: line.end };
    else block.end = line.end;
  }
  endBlock();
  return sections.filter(({ blocks }) => blocks.length > 0);
}

function* linesOf(content: string): Generator<Span> {
  for (let start = 0; start <= content.length; ) {
    const newline = content.indexOf('\n', start);
    const end = newline < 0 ? content.length : newline;
    yield { start, end };
    start = end + 1;
  }
}

/** Neighbouring blocks are put together up to the target; a block that is too long is cut. */
function passagesOf(content: string, blocks: readonly Span[]): Span[] {
  const passages: Span[] = [];
  let open: Span | undefined;
  for (const block of blocks.flatMap((each) => cut(content, each))) {
    const size = block.end - (open?.start ?? block.start);
    if (open !== undefined && size > target) {
      passages.push(open);
      open = undefined;
    }
    open = { start: open?.start ?? block.start, end: block.end };
  }
  if (open !== undefined) passages.push(open);
  return passages;
}

function cut(content: string, block: Span): Span[] {
  if (block.end - block.start <= longest) return [block];
  const text = content.slice(block.start, block.end);
  const parts = /^\s*(?:[-*|]|\d+[.)])\s?/m.test(text) ? [...linesOf(text)] : sentencesOf(text);
  const spans: Span[] = [];
  for (const part of parts.flatMap((each) => cutAtWords(text, each))) {
    const last = spans.at(-1);
    if (text.slice(part.start, part.end).trim() === '') continue;
    if (last !== undefined && part.end - last.start <= target) spans[spans.length - 1] = { start: last.start, end: part.end };
    else spans.push(part);
  }
  return spans.map(({ start, end }) => trimmed(content, { start: block.start + start, end: block.start + end }));
}

function sentencesOf(text: string): Span[] {
  return [...new Intl.Segmenter('und', { granularity: 'sentence' }).segment(text)].map(({ index, segment }) => ({ start: index, end: index + segment.length }));
}

function cutAtWords(text: string, part: Span): Span[] {
  const spans: Span[] = [];
  let { start } = part;
  while (part.end - start > longest) {
    const space = text.lastIndexOf(' ', start + target);
    const end = space > start ? space + 1 : start + target;
    spans.push({ start, end });
    start = end;
  }
  spans.push({ start, end: part.end });
  return spans;
}

function trimmed(content: string, { start, end }: Span): Span {
  const text = content.slice(start, end);
  return { start: start + (text.length - text.trimStart().length), end: end - (text.length - text.trimEnd().length) };
}
