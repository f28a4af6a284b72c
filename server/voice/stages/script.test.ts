import { describe, expect, it } from 'vitest';
import { pausesIn, withoutMarks } from '../../providers/spec/speech-marks';
import { MarkupReader } from '../speech/markup';
import { script, type SpokenSegment } from './script';

async function segmentsOf(text: string): Promise<SpokenSegment[]> {
  const reader = new MarkupReader({ voices: ['Maria'], audioTags: [] });
  async function* parts() {
    for (let at = 0; at < text.length; at += 4) yield* reader.read(text.slice(at, at + 4));
    yield* reader.end();
  }
  const segments: SpokenSegment[] = [];
  for await (const segment of script(parts())) segments.push(segment);
  return segments;
}

describe('the script a voice reads', () => {
  it('K2 ends a segment at a pause, which stands at its end', async () => {
    const segments = await segmentsOf('One moment please <pause 600ms/> and here it is. Good.');
    expect(segments.map(({ text }) => text).join('')).toBe('One moment please and here it is. Good.');
    expect(segments[0]?.text).toBe('One moment please ');
    expect(pausesIn(segments[0]?.spoken ?? '')).toBe(600);
    expect(segments.slice(1).map(({ spoken }) => pausesIn(spoken))).toEqual(segments.slice(1).map(() => 0));
  });

  it('K3 never mixes two voices in a segment, and loses no word between them', async () => {
    const segments = await segmentsOf('He asked. <Maria>Yes, of course. And you?</Maria> And he said no.');
    expect(segments.map(({ text }) => text).join('')).toBe('He asked. Yes, of course. And you? And he said no.');
    expect(
      segments
        .filter(({ voice }) => voice === 'Maria')
        .map(({ text }) => text.trim())
        .join(' '),
    ).toBe('Yes, of course. And you?');
  });

  it('K4 keeps a marked word whole', async () => {
    const segments = await segmentsOf('This is <em>really important and</em> good to know, isn’t it?');
    expect(segments.map(({ spoken }) => withoutMarks(spoken)).join('')).toBe('This is really important and good to know, isn’t it?');
  });
});
