import { runFlite } from './run-flite';

/** How flite says a word, as its own names of sounds without stress, such as `ax l aa n d r ax`; `ax` and `axr` are always unstressed. Takes 14 ms. */
export function flitePhones(word: string): string[] {
  const { stdout } = runFlite(['-voice', 'kal16', '-ps', '-t', ` ${word} `, '-o', 'none']);
  return stdout
    .trim()
    .split(/\s+/)
    .filter((phone) => phone !== '' && phone !== 'pau');
}
