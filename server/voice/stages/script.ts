import { pauseMark } from '../../providers/spec/speech-marks';
import type { SpokenPart, SpokenText } from '../speech/markup';
import { cutAt } from './segment';

/** What a voice is given at once. `text` of all segments joined is what the agent says, in writing. */
export interface SpokenSegment {
  readonly text: string;
  readonly spoken: string;
  readonly voice: string | null;
}

/** Cuts parts where a voice can breathe, where a pause stands, and where another voice goes on. A pause ends its segment. */
export async function* script(parts: AsyncIterable<SpokenPart>): AsyncGenerator<SpokenSegment, void, void> {
  let pending: SpokenText[] = [];
  let isFirst = true;
  const written = () => pending.map((part) => part.text).join('');
  const take = (length: number, pauseMs = 0): SpokenSegment[] => {
    const [taken, left] = split(pending, length);
    pending = left;
    const text = taken.map((part) => part.text).join('');
    const spoken = taken.map((part) => part.spoken).join('') + (pauseMs > 0 ? pauseMark(pauseMs) : '');
    if (spoken.trim() === '') return [];
    isFirst &&= text.trim() === '';
    return [{ text, spoken, voice: taken[0]?.voice ?? null }];
  };
  for await (const part of parts) {
    if (part.kind === 'pause') {
      yield* take(Number.POSITIVE_INFINITY, part.ms);
      continue;
    }
    if (pending.length > 0 && pending[0]?.voice !== part.voice) {
      if (written().trim() === '' && pending.every(({ spoken }) => spoken.trim() === '')) pending = pending.map((space) => ({ ...space, voice: part.voice }));
      else yield* take(Number.POSITIVE_INFINITY);
    }
    pending.push(part);
    for (let length = cutAt(written(), isFirst); length > 0; length = cutAt(written(), isFirst)) yield* take(length);
  }
  if (written().trim() !== '' || pending.some(({ spoken }) => spoken.trim() !== '')) yield* take(Number.POSITIVE_INFINITY);
}

/** A marked part is one thing: it goes where most of it is. */
function split(parts: readonly SpokenText[], length: number): [SpokenText[], SpokenText[]] {
  const taken: SpokenText[] = [];
  let left = length;
  for (const [i, part] of parts.entries()) {
    if (part.text.length <= left) {
      taken.push(part);
      left -= part.text.length;
      continue;
    }
    if (left === 0) return [taken, parts.slice(i)];
    if (part.text !== part.spoken) return left * 2 >= part.text.length ? [[...taken, part], parts.slice(i + 1)] : [taken, parts.slice(i)];
    const head = { ...part, text: part.text.slice(0, left), spoken: part.text.slice(0, left) };
    const tail = { ...part, text: part.text.slice(left), spoken: part.text.slice(left) };
    return [
      [...taken, head],
      [tail, ...parts.slice(i + 1)],
    ];
  }
  return [taken, []];
}
