/** Words that say which language a sentence is in: frequent ones that the others do not have. */
const markers: Readonly<Record<string, string>> = {
  en: 'the is are was were have has this that what where when how with you your they would could can want need hello please thanks yes my and not do does i',
  es: 'el los las es son está están tengo tiene hay que qué dónde cuándo cómo con usted tú quiero quería necesito hola gracias sí mi y no pero muy para puedo quisiera buenos buenas',
  pt: 'o os as é são está estão tenho tem há que onde quando como com você vocês quero queria preciso olá obrigado obrigada sim meu minha e não mas muito para posso gostaria bom boa',
  fr: "le les est sont suis j'ai c'est avez vous je que quoi où quand comment avec voudrais veux besoin bonjour merci oui mon ma et pas ne mais très pour puis des une",
  de: 'der die das ist sind war habe hat haben ich sie wir was wo wann wie mit möchte will brauche hallo danke ja mein meine und nicht aber sehr für kann ein eine guten',
  it: 'il lo gli è sono sta ho ha hai che cosa dove quando come con lei voglio vorrei bisogno ciao buongiorno grazie sì mio mia e non ma molto per posso una della',
  nl: 'het een is zijn was heb heeft ik jij wij wat waar wanneer hoe met wil nodig hallo dank ja mijn en niet maar zeer voor kan goedendag',
};

const wordsOf: ReadonlyMap<string, ReadonlySet<string>> = new Map(Object.entries(markers).map(([code, list]) => [code, new Set(list.split(' '))]));

/** Letters that only some languages have; one of them is worth two words. */
const letters: Readonly<Record<string, RegExp>> = {
  es: /[ñ¿¡]/iu,
  pt: /[ãõ]/iu,
  fr: /[êœîûù]|\b(?:j|l|d|qu|c|n)'/iu,
  de: /[ßäöü]/iu,
  it: /[ìò]/iu,
};

/** Scripts of languages that share no words with those above. */
const scripts: readonly (readonly [code: string, script: RegExp])[] = [
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/u],
  ['ko', /\p{Script=Hangul}/u],
  ['zh', /\p{Script=Han}/u],
  ['ru', /\p{Script=Cyrillic}/u],
  ['ar', /\p{Script=Arabic}/u],
  ['he', /\p{Script=Hebrew}/u],
  ['el', /\p{Script=Greek}/u],
  ['hi', /\p{Script=Devanagari}/u],
  ['th', /\p{Script=Thai}/u],
];

export interface LanguageGuess {
  /** A bare code, such as `es`. */
  readonly language: string;
  /** How much speaks for it over the next best: about the number of telling words. */
  readonly lead: number;
}

/** What language a text is in, among those that can be told apart by it; null when it says too little. */
export function guessLanguage(text: string, candidates: readonly string[]): LanguageGuess | null {
  const wanted = new Set(candidates.map(baseOf));
  const script = scripts.find(([, pattern]) => pattern.test(text));
  if (script !== undefined) return wanted.has(script[0]) ? { language: script[0], lead: 4 } : null;
  const tokens = text
    .toLowerCase()
    .split(/[^\p{L}']+/u)
    .filter((token) => token !== '');
  const scores = [...wanted]
    .map((language) => {
      const known = wordsOf.get(language);
      const words = known === undefined ? 0 : tokens.filter((token) => known.has(token)).length;
      return { language, score: words + (letters[language]?.test(text) === true ? 2 : 0) };
    })
    .sort((a, b) => b.score - a.score);
  const [best, second] = scores;
  if (best === undefined || best.score === 0) return null;
  const lead = best.score - (second?.score ?? 0);
  return lead > 0 ? { language: best.language, lead } : null;
}

export const baseOf = (code: string): string => code.slice(0, 2).toLowerCase();
