import { ipaOf } from './ipa';
import { unstressed } from './unstressed-words';

export interface Pronunciation {
  /** ARPABET with stress digits, of a lower-case word; undefined when the dictionary lacks it. */
  lookUp(word: string): string | undefined;
  /** flite's names of sounds, for any other word. */
  guess(word: string): readonly string[];
}

const vowelSound = /^[ˈˌ]?[aeiouæɐɑɔəɚɛɜɪʊʌᵻ]/;
const sounds = /[\p{L}\p{M}']+|[.,!?;:]/gu;
const longestSpelledOut = 5;
const longestWord = 40;

/** Text as the IPA that eSpeak's en-us voice would write, with the marks at which a speaker pauses: `Hello, you.` → `həlˈoʊ, juː.` */
export function phonemesOf(text: string, pronunciation: Pronunciation): string {
  const plain = text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[’‘]/g, "'")
    .replace(/…/g, '.')
    .replace(/\s[—–-]+\s/g, ', ');
  const tokens = plain.match(sounds) ?? [];
  let written = '';
  for (let i = tokens.length - 1; i >= 0; i--) {
    const token = tokens[i] ?? '';
    if (/^[.,!?;:]$/.test(token)) {
      if (!/^[.,!?;:]/.test(written)) written = `${token}${written === '' ? '' : ' '}${written.trimStart()}`;
      continue;
    }
    const word = wordAsIpa(token, pronunciation, written);
    if (word !== '') written = `${word}${written === '' || /^[.,!?;:]/.test(written) ? '' : ' '}${written}`;
  }
  return written;
}

function wordAsIpa(written: string, pronunciation: Pronunciation, following: string): string {
  const word = written
    .toLowerCase()
    .replace(/^'+|'+$/g, '')
    .slice(0, longestWord);
  if (word === '') return '';
  if (word === 'the' && vowelSound.test(following)) return 'ðɪ';
  const weak = unstressed[word];
  if (weak !== undefined) return weak;
  const known = fromDictionary(word, pronunciation);
  if (known !== undefined) return ipaOf(known);
  const isAbbreviation = word.length <= longestSpelledOut && written === written.toUpperCase() && /^[a-z]+$/.test(word);
  if (isAbbreviation) return [...word].map((letter) => ipaOf(pronunciation.lookUp(`${letter}.`) ?? '')).join(' ');
  return ipaOf(withStress(word, pronunciation.guess(word)));
}

/** Words of which the dictionary names the less usual way first, such as `mundy` and `thirdy`. */
const secondIsUsual = new Set(['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday', 'thirty', 'every']);

/** The word itself, or a known word with an ending. */
function fromDictionary(word: string, { lookUp }: Pronunciation): string | undefined {
  const known = (secondIsUsual.has(word) ? lookUp(`${word}(2)`) : undefined) ?? lookUp(word);
  if (known !== undefined) return known;
  const owner = word.endsWith("'s") ? lookUp(word.slice(0, -2)) : word.endsWith('s') ? lookUp(word.slice(0, -1)) : undefined;
  return owner === undefined ? undefined : `${owner} ${pluralAfter(owner.split(' ').at(-1) ?? '')}`;
}

function pluralAfter(last: string): string {
  if (/^(S|Z|SH|ZH|CH|JH)$/.test(last)) return 'IH0 Z';
  return /^(P|T|K|F|TH)$/.test(last) ? 'S' : 'Z';
}

const finer: Readonly<Record<string, string>> = { ax: 'AH0', axr: 'ER0' };
const fullVowel = /^(AA|AE|AH|AO|AW|AY|EH|ER|EY|IH|IY|OW|OY|UH|UW)$/;

/** A guessed word is stressed on its first full vowel; on the last but one when it ends in a vowel as Romance names do. */
function withStress(word: string, guessed: readonly string[]): string {
  const phones = guessed.map((phone) => finer[phone] ?? phone.toUpperCase());
  const full = phones.flatMap((phone, i) => (fullVowel.test(phone) ? [i] : []));
  const syllables = phones.flatMap((phone, i) => (fullVowel.test(phone) || phone.endsWith('0') ? [i] : []));
  const penultimate = syllables.at(-2);
  const isRomance = /[aeiou]$/.test(word) && syllables.length > 2 && penultimate !== undefined;
  const stressed = isRomance && (full.length === 0 || full.includes(penultimate)) ? penultimate : (full[0] ?? syllables[0]);
  return phones.map((phone, i) => (i === stressed ? `${phone.replace('0', '')}1` : fullVowel.test(phone) ? `${phone}0` : phone)).join(' ');
}
