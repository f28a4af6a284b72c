import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chunkText } from './chunking';

const sentence = 'The blue kettle boils one litre of water in about three minutes. ';

it('a passage never reaches across a heading, and says which headings stand above it', () => {
  const chunks = chunkText('Before.\n\n# Menu\n\nAll day.\n\n## Drinks\n\n- tea\n- coffee\n\n## Food\n\nSoup.\n\n# Hours\n\nNine to five.');
  expect(chunks.map(({ heading, text }) => [heading, text])).toEqual([
    ['', 'Before.'],
    ['Menu', 'All day.'],
    ['Menu › Drinks', '- tea\n- coffee'],
    ['Menu › Food', 'Soup.'],
    ['Hours', 'Nine to five.'],
  ]);
});

it('short paragraphs of one section are put together, long ones are cut between sentences', () => {
  expect(chunkText('One.\n\nTwo.\n\nThree.').map(({ text }) => text)).toEqual(['One.\n\nTwo.\n\nThree.']);
  const chunks = chunkText(`# Long\n\n${sentence.repeat(40)}`);
  expect(chunks.length).toBeGreaterThan(3);
  for (const { text } of chunks) {
    expect(text).toMatch(/^The blue kettle .* minutes\.$/s);
    expect(text.length).toBeLessThanOrEqual(1200);
  }
});

it('a long list is cut between its entries, and a line in code is no heading', () => {
  const entries = Array.from({ length: 80 }, (_, i) => `- part number ${i}: in stock on shelf ${i * 7}`);
  for (const { text } of chunkText(entries.join('\n'))) for (const line of text.split('\n')) expect(entries).toContain(line);
  expect(chunkText('# Setup\n\n```sh\n# not a heading\nnpm start\n```')).toMatchObject([{ heading: 'Setup', text: '```sh\n# not a heading\nnpm start\n```' }]);
});

it('whatever the text, each passage stands where it says, in order, none is empty or endless, and no word is lost', () => {
  const piece = fc.oneof(
    fc.constantFrom('# A', '## B', '', '', '- item', '```', '| a | b |', 'word. ', sentence, 'x'.repeat(3000), sentence.repeat(30)),
    fc.string({ unit: 'grapheme' }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const content = pieces.join('\n');
      const chunks = chunkText(content);
      let end = 0;
      for (const [i, chunk] of chunks.entries()) {
        expect(chunk.position).toBe(i);
        expect(chunk.startOffset).toBeGreaterThanOrEqual(end);
        expect(content.slice(chunk.startOffset, chunk.endOffset)).toBe(chunk.text);
        expect(chunk.text.trim()).not.toBe('');
        expect(chunk.text.length).toBeLessThanOrEqual(1200);
        end = chunk.endOffset;
      }
      const letters = (text: string) => text.replace(/[^x.]/g, '').length;
      const headings = content.split('\n').filter((line) => /^#{1,6}\s/.test(line));
      expect(letters(chunks.map(({ text }) => text).join('')) + letters(headings.join(''))).toBeGreaterThanOrEqual(letters(content));
    }),
    { numRuns: 200 },
  );
});
