/** The most frequent small words of each language, which hardly any text of it does without. */
const smallWords: Readonly<Record<string, string>> = {
  en: 'the of and to in is that it for was with as on are this be by not you have from or at',
  es: 'de la que el en y los del se las por un para con no una su al lo como más pero sus',
  pt: 'de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao',
  fr: 'de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce',
  de: 'der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an',
  it: 'di e il la che in un a per è una sono con non del si da come le dei nel alla più gli',
  nl: 'de van een het en in is dat op te zijn met voor niet aan er om ook als dan maar bij uit',
  sv: 'och i att det som en på är av för med till den har inte om ett han men var jag sig från',
  da: 'og i at det er en til af den på for med der de ikke som et har var han men om vi jeg fra',
  ru: 'и в не на что с по как это а к из у за от его но для так же все она мы вы',
};

const tables = Object.entries(smallWords).map(([language, words]) => ({ language, words: new Set(words.split(' ')) }));
const sampled = 20_000;
const leastShare = 0.08;

/** Language of a text by its small words; `und` when none stands out. */
export function languageOf(text: string): string {
  const words =
    text
      .slice(0, sampled)
      .toLowerCase()
      .match(/\p{L}+/gu) ?? [];
  if (words.length < 8) return 'und';
  const shares = tables.map(({ language, words: table }) => ({ language, share: words.filter((word) => table.has(word)).length / words.length }));
  const best = shares.reduce((most, each) => (each.share > most.share ? each : most));
  return best.share >= leastShare ? best.language : 'und';
}

const configurations: Readonly<Record<string, string>> = {
  en: 'english',
  es: 'spanish',
  pt: 'portuguese',
  fr: 'french',
  de: 'german',
  it: 'italian',
  nl: 'dutch',
  sv: 'swedish',
  da: 'danish',
  ru: 'russian',
};

/** PostgreSQL's name for how words of a language are reduced to their stems; `simple` reduces nothing. */
export function textConfiguration(language: string): string {
  return configurations[language.split('-')[0] ?? ''] ?? 'simple';
}
