import { describe, expect, it } from 'vitest';
import { segment } from './segment';

async function segmentsOf(text: string, size = 3): Promise<string[]> {
  async function* deltas() {
    for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
  }
  const segments: string[] = [];
  for await (const piece of segment(deltas())) segments.push(piece);
  return segments;
}

describe('cutting text into what is spoken as one', () => {
  it('joins to the text exactly, however it came', async () => {
    const text = 'Sure, I can help. We open at 9:30 a.m. on Saturday! Dr. Luna, that is me, costs €3.50. Anything else?';
    for (const size of [1, 4, 17, 1000]) expect((await segmentsOf(text, size)).join('')).toBe(text);
  });

  it('begins with a clause, so that the voice begins early, and goes on with sentences', async () => {
    expect(await segmentsOf('Of course I can, we have tables on Saturday. Shall I book one, then?')).toEqual([
      'Of course I can, ',
      'we have tables on Saturday. ',
      'Shall I book one, then?',
    ]);
  });

  it('does not stop at abbreviations, initials and decimal points', async () => {
    expect(await segmentsOf('Please ask Dr. Smith, Mr. J. Doe, version 2.5 of them.')).toEqual(['Please ask Dr. Smith, ', 'Mr. J. Doe, version 2.5 of them.']);
  });

  it('cuts an endless sentence at a word', async () => {
    const segments = await segmentsOf('word '.repeat(200));
    expect(segments.length).toBeGreaterThan(2);
    expect(segments.every((piece) => piece.length <= 241)).toBe(true);
  });

  it('gives nothing for nothing', async () => {
    expect(await segmentsOf('  \n ')).toEqual([]);
  });
});
