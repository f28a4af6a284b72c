import { flitePhones } from '../flite/phones';

/** Vowels that flite writes finer than the recogniser's dictionary. */
const coarser: Readonly<Record<string, string>> = { ax: 'AH', axr: 'ER' };

/** The 39 sounds that the en-us acoustic model knows. */
const known = new Set('AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH'.split(' '));

/** How a word that no dictionary has is said, such as `AH L AA N D R AH`; undefined when nothing pronounceable comes out. */
export function guessPhones(word: string): string | undefined {
  const phones = flitePhones(word)
    .map((phone) => coarser[phone] ?? phone.toUpperCase())
    .filter((phone) => known.has(phone));
  // The recogniser crashes on a word without sounds.
  return phones.length === 0 ? undefined : phones.join(' ');
}
