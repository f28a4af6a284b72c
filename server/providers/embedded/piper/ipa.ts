/** ARPABET's consonants as eSpeak writes them for US English, which is what Piper's English voices learnt from. */
const consonants: Readonly<Record<string, string>> = {
  B: 'b',
  CH: 'tʃ',
  D: 'd',
  DH: 'ð',
  F: 'f',
  G: 'ɡ',
  HH: 'h',
  JH: 'dʒ',
  K: 'k',
  L: 'l',
  M: 'm',
  N: 'n',
  NG: 'ŋ',
  P: 'p',
  R: 'ɹ',
  S: 's',
  SH: 'ʃ',
  T: 't',
  TH: 'θ',
  V: 'v',
  W: 'w',
  Y: 'j',
  Z: 'z',
  ZH: 'ʒ',
}; // prettier-ignore

/** Its vowels, stressed and unstressed. */
const vowels: Readonly<Record<string, readonly [stressed: string, unstressed: string]>> = {
  AA: ['ɑː', 'ɑː'],
  AE: ['æ', 'æ'],
  AH: ['ʌ', 'ə'],
  AO: ['ɔː', 'ɔː'],
  AW: ['aʊ', 'aʊ'],
  AY: ['aɪ', 'aɪ'],
  EH: ['ɛ', 'ɛ'],
  ER: ['ɜː', 'ɚ'],
  EY: ['eɪ', 'eɪ'],
  IH: ['ɪ', 'ɪ'],
  IY: ['iː', 'i'],
  OW: ['oʊ', 'oʊ'],
  OY: ['ɔɪ', 'ɔɪ'],
  UH: ['ʊ', 'ʊ'],
  UW: ['uː', 'uː'],
}; // prettier-ignore

const stressMarks: Readonly<Record<string, string>> = { '1': 'ˈ', '2': 'ˌ' };

/** Sounds after which an ending of the past or plural has a vowel of its own. */
const beforePast = new Set(['T', 'D']);
const beforePlural = new Set(['S', 'Z', 'SH', 'ZH', 'CH', 'JH']);

interface Phone {
  readonly name: string;
  /** `0`, `1` or `2`; empty for a consonant. */
  readonly stress: string;
}

/** One word's sounds, such as `HH AH0 L OW1`, as IPA: `həlˈoʊ`. A vowel without a stress digit counts as unstressed. */
export function ipaOf(arpabet: string): string {
  const phones = arpabet.split(/\s+/).map(parsePhone);
  let ipa = '';
  for (let i = 0; i < phones.length; i++) {
    const phone = phones[i];
    if (phone === undefined) continue;
    const consonant = consonants[phone.name];
    if (consonant === undefined) {
      ipa += `${stressMarks[phone.stress] ?? ''}${vowelAt(phones, i, phone)}`;
    } else if (isGlottal(phones, i)) {
      ipa += 'ʔn̩';
      i += 2;
    } else {
      ipa += isFlap(phones, i) ? 'ɾ' : consonant;
    }
  }
  return ipa;
}

function parsePhone(text: string): Phone {
  const stress = /[012]$/.exec(text)?.[0] ?? '';
  const name = text.slice(0, text.length - stress.length);
  return { name, stress: vowels[name] === undefined ? '' : stress === '' ? '0' : stress };
}

function vowelAt(phones: readonly Phone[], at: number, { name, stress }: Phone): string {
  const isUnstressed = stress === '0';
  const [next, before] = [phones[at + 1], phones[at - 1]];
  const isNextLast = at === phones.length - 2;
  if (name === 'AH' && isUnstressed && at === 0) return 'ɐ';
  if ((name === 'AH' || name === 'IH') && isUnstressed && isNextLast && before !== undefined) {
    if (next?.name === 'D' && beforePast.has(before.name)) return 'ᵻ';
    if (next?.name === 'Z' && beforePlural.has(before.name)) return 'ᵻ';
  }
  // Before an r these two lose their length.
  if (name === 'IY' && next?.name === 'R') return 'ɪ';
  if (name === 'UW' && next?.name === 'R') return 'ʊ';
  const written = vowels[name]?.[isUnstressed ? 1 : 0] ?? '';
  return name === 'ER' && isVowel(next) ? `${written}ɹ` : written;
}

/** The t of `water` and `party`. */
function isFlap(phones: readonly Phone[], at: number): boolean {
  if (phones[at]?.name !== 'T' || phones[at + 1]?.stress !== '0') return false;
  const before = phones[at - 1];
  return isVowel(before) || (before?.name === 'R' && isVowel(phones[at - 2]));
}

/** The end of `button`. */
function isGlottal(phones: readonly Phone[], at: number): boolean {
  const [t, vowel, n] = phones.slice(at, at + 3);
  return t?.name === 'T' && vowel?.name === 'AH' && vowel.stress === '0' && n?.name === 'N' && at + 3 === phones.length && isVowel(phones[at - 1]);
}

function isVowel(phone: Phone | undefined): boolean {
  return phone !== undefined && phone.stress !== '';
}
