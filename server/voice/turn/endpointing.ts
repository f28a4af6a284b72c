import { type EndpointingPolicy, normaliseTerm } from './policy';

/** Words after which a speaker goes on: a turn that ends in one is not finished. */
const dangling: Readonly<Record<string, ReadonlySet<string>>> = {
  en: words(
    "and or but so because if when that the a an my your our to of for with at on in from is are was i'd i'm um uh er hmm like about than then which who its it's into",
  ),
  es: words('y o pero porque si cuando que el la los las un una mi tu su a de para con en por es son eh este como sobre desde'),
  pt: words('e ou mas porque se quando que o a os as um uma meu minha seu sua para de com em por é são eh hum como sobre'),
  fr: words('et ou mais parce que si quand le la les un une mon ma mes à de pour avec en est sont euh comme sur'),
  de: words('und oder aber weil wenn dass der die das ein eine mein meine zu von für mit am im ist sind äh ähm wie über'),
  it: words('e o ma perché se quando che il la i le un una mio mia a di per con in è sono eh come su'),
};

const digitWords: ReadonlySet<string> = words(
  'zero oh one two three four five six seven eight nine double triple cero uno dos tres cuatro cinco seis siete ocho nueve um dois três quatro sete oito nove',
);

/**
 * How much silence ends a turn with these words so far, in ms after the last speech.
 * Silence alone never ends it below `minSilenceMs`, and always does at `maxSilenceMs`.
 */
export function silenceNeeded(text: string, policy: EndpointingPolicy, language: string): number {
  const spoken = normaliseTerm(text);
  if (spoken === '') return policy.usualSilenceMs;
  const tokens = spoken.split(' ');
  const last = tokens[tokens.length - 1] ?? '';
  const unfinished = dangling[language.slice(0, 2).toLowerCase()] ?? dangling['en'];
  if (unfinished?.has(last) === true || /[,–-]$/u.test(text.trim())) return policy.patientSilenceMs;
  if (policy.isSpellingPatient && isDictating(tokens)) return policy.patientSilenceMs;
  if (/[?!]$/u.test(text.trim())) return policy.minSilenceMs;
  if (/[.]$/u.test(text.trim()) && tokens.length >= 3) return Math.round((policy.minSilenceMs + policy.usualSilenceMs) / 2);
  return policy.usualSilenceMs;
}

/** Digits, letters one by one, or an address with "at" and "dot": people pause between the groups. */
function isDictating(tokens: readonly string[]): boolean {
  const tail = tokens.slice(-3);
  if (tail.length < 2) return false;
  const pieces = tail.filter((token) => /^\d+$/u.test(token) || digitWords.has(token) || /^[a-zñç]$/u.test(token)).length;
  return pieces >= 2 || (tail.includes('at') && tail.includes('dot'));
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}
