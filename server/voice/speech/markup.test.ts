import { describe, expect, it } from 'vitest';
import { inDialect } from '../../providers/spec/speech-marks';
import { type MarkupOptions, MarkupReader, type SpokenPart } from './markup';

function partsOf(text: string, size = 1, options: MarkupOptions = { voices: ['Maria', 'Old man'], audioTags: ['laughs'] }): SpokenPart[] {
  const reader = new MarkupReader(options);
  const parts: SpokenPart[] = [];
  for (let at = 0; at < text.length; at += size) parts.push(...reader.read(text.slice(at, at + size)));
  return [...parts, ...reader.end()];
}

const writtenOf = (parts: readonly SpokenPart[]) => parts.map((part) => (part.kind === 'text' ? part.text : '')).join('');
const spokenOf = (parts: readonly SpokenPart[]) => parts.map((part) => (part.kind === 'text' ? part.spoken : '')).join('');

describe('markup in what the agent says', () => {
  it('K1 is taken out of the text, however it came', () => {
    const text = 'Hello. <pause 300ms/> I am <em>very</em> glad. <Maria>Me too!</Maria> [laughs] Bye.';
    for (const size of [1, 3, 7, 500]) expect(writtenOf(partsOf(text, size))).toBe('Hello. I am very glad. Me too! Bye.');
  });

  it('K1 leaves angle brackets that are no markup as they are, and does not wait for their end', () => {
    expect(writtenOf(partsOf('If a < b and c > d, say <b>bold</b> [sic].'))).toBe('If a < b and c > d, say <b>bold</b> [sic].');
    const reader = new MarkupReader({ voices: [], audioTags: [] });
    expect(writtenOf(reader.read('a < b'))).toBe('a < b');
    expect(writtenOf([...reader.read(' and <pau'), ...reader.end()])).toBe(' and <pau');
  });

  it.each([
    ['<pause/>', 400],
    ['<pause 800ms/>', 800],
    ['<break time="1.5s" />', 1500],
    ['<break strength="strong"/>', 700],
    ['<pause 2/>', 2000],
    ['<pause 60s/>', 3000],
  ])('K2 %s is a pause of %i ms', (tag, ms) => {
    expect(partsOf(`Well. ${tag}Yes.`, 500).find((part) => part.kind === 'pause')).toEqual({ kind: 'pause', ms });
  });

  it('K3 gives the words inside a label to that voice', () => {
    const parts = partsOf('She said <maria>come in</maria> and <Old man>no</Old man>.', 500);
    expect(parts.flatMap((part) => (part.kind === 'text' ? [[part.voice, part.text]] : []))).toEqual([
      [null, 'She said '],
      ['Maria', 'come in'],
      [null, ' and '],
      ['Old man', 'no'],
      [null, '.'],
    ]);
  });

  it('K4 becomes what each kind of voice understands', () => {
    const spoken = spokenOf(partsOf('That is <em>very</em> <phoneme alphabet="ipa" ph="tɪˈkɑl">Tikal</phoneme>. [laughs]', 500));
    expect(inDialect(spoken, 'plain')).toBe('That is very Tikal. ');
    expect(inDialect(spoken, 'break-tags')).toBe('That is very Tikal. ');
    expect(inDialect(spoken, 'break-and-phoneme-tags')).toBe('That is very <phoneme alphabet="ipa" ph="tɪˈkɑl">Tikal</phoneme>. ');
    expect(inDialect(spoken, 'audio-tags')).toBe('That is VERY Tikal. [laughs]');
  });
});
