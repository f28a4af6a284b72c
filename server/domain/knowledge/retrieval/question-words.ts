/** Words that ask and carry nothing, in the languages the built-in answerer speaks; PostgreSQL drops its own lists besides. */
const empty = new Set(
  (
    'a an the is are was were be do does did can could will would should may might i you he she it we they me my your his her its our their of to in on at for from by with and or not no yes what which who whom whose when where why how much many please tell about there this that these those have has had get got ' +
    'de la el los las un una y o que en es son por para con no se me mi tu su lo al del como cuando donde cual quien cuanto ' +
    'da do das dos um uma e ou os as na nos meu minha seu sua qual quando onde quem quanto'
  ).split(' '),
);

/** Letters and digits of each word that says what is asked, lower case, without accents kept as they are written. */
export function questionWords(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const telling = words.filter((word) => !empty.has(word) && (word.length > 1 || /\p{N}/u.test(word)));
  return [...new Set(telling.length > 0 ? telling : words)].slice(0, 40);
}

/** A word without the endings that come and go. Rough, and the same for question and passage, which is all that comparing needs. */
export function rootOf(word: string): string {
  const folded = word.normalize('NFD').replace(/\p{Mn}/gu, '');
  if (folded.length <= 3 || /\d/.test(folded)) return folded;
  const root = folded
    .replace(/(?:ies)$/, 'y')
    .replace(/(?:ations?|ements?|ments?|ness|ingly|edly)$/, '')
    .replace(/(?:ing|ed|es|s|ly|os|as|e)$/, '');
  return root.length >= 3 ? root : folded;
}
