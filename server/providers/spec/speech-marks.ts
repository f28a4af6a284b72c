/**
 * Marks in text that is to be spoken: how long to pause, what to stress, how a word sounds. They stand between two characters that no text has, so
 * ordinary text needs no escaping. Voices take the form their dialect knows and never see a mark itself.
 */
const open = '\uE000';
const close = '\uE001';
const anyMark = /\uE000([^\uE001]*)\uE001/gu;

/** `plain`: words alone; pauses are silence put in by us. `break-tags`: `<break time="0.5s" />`. `break-and-phoneme-tags`: `<phoneme>` as well. `marks`: the marks as they are. */
export type SpeechDialect = 'plain' | 'marks' | 'break-tags' | 'break-and-phoneme-tags' | 'audio-tags';

export const pauseMark = (ms: number): string => `${open}pause ${Math.round(ms)}${close}`;
export const stressMark = (words: string): string => `${open}stress${close}${words}${open}/stress${close}`;
export const soundMark = (words: string, alphabet: 'ipa' | 'cmu-arpabet', sounds: string): string =>
  `${open}sounds ${alphabet} ${sounds.replaceAll(close, '')}${close}${words}${open}/sounds${close}`;
export const audioTagMark = (tag: string): string => `${open}tag ${tag}${close}`;

/** The words alone. */
export function withoutMarks(text: string): string {
  return text.replace(anyMark, '');
}

/** All pauses in a text together, in ms. */
export function pausesIn(text: string): number {
  let sum = 0;
  for (const [, mark = ''] of text.matchAll(anyMark)) if (mark.startsWith('pause ')) sum += Number(mark.slice('pause '.length));
  return sum;
}

/** The text as a voice of this dialect wants it. */
export function inDialect(text: string, dialect: SpeechDialect): string {
  if (dialect === 'marks' || !text.includes(open)) return text;
  if (dialect === 'plain') return withoutMarks(text);
  if (dialect === 'audio-tags') return inAudioTags(text);
  return text.replace(anyMark, (_, mark: string) => {
    if (mark.startsWith('pause ')) return `<break time="${Number(mark.slice('pause '.length)) / 1000}s" />`;
    if (dialect !== 'break-and-phoneme-tags') return '';
    if (mark === '/sounds') return '</phoneme>';
    const [kind, alphabet = '', ...sounds] = mark.split(' ');
    return kind === 'sounds' ? `<phoneme alphabet="${alphabet}" ph="${sounds.join(' ').replaceAll('"', '&quot;')}">` : '';
  });
}

/** Voices that act: they take stage directions in brackets, and capitals for stress. */
function inAudioTags(text: string): string {
  const stressed = text.replace(/\uE000stress\uE001([^\uE000]*)\uE000\/stress\uE001/gu, (_, words: string) => words.toUpperCase());
  return stressed.replace(anyMark, (_, mark: string) => {
    if (mark.startsWith('tag ')) return `[${mark.slice('tag '.length)}]`;
    return mark.startsWith('pause ') ? (Number(mark.slice('pause '.length)) >= 1_000 ? '[long pause]' : '[short pause]') : '';
  });
}
