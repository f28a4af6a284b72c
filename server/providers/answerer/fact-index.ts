import { createHash } from 'node:crypto';
import { type Fact, type FactBase, readFacts, type SourceText } from './facts';
import type { LanguagePack } from './languages/language-pack';
import { fold } from './text';

export interface Match {
  readonly fact: Fact;
  readonly position: number;
  /** How much of what was asked this fact speaks of, 0 to 1: each asked word weighs the more the rarer it is. */
  readonly coverage: number;
  readonly score: number;
}

export interface FactIndex {
  readonly base: FactBase;
  /** Best first. Nothing in it was judged yet: look at `coverage`. */
  search(question: Question): readonly Match[];
  /** Whether the facts speak of this stem at all. */
  knows(stem: string): boolean;
  question(text: string): Question;
}

/** What is asked, apart from how: stems of the words that carry meaning, and the concepts they name. */
export interface Question {
  readonly stems: readonly string[];
  readonly concepts: readonly string[];
  readonly folded: string;
  /** Asks for a way to do something. */
  readonly asksHow: boolean;
}

const mostIndexes = 32;
const indexes = new Map<string, FactIndex>();

/** The index of these texts; kept, by what they contain, for the next turn. */
export function factIndexFor(sources: readonly SourceText[], pack: LanguagePack): FactIndex {
  const hash = createHash('sha256').update(pack.code);
  for (const source of sources) hash.update(`\0${source.isPrompt ? 'p' : 'k'}\0`).update(source.text);
  const key = hash.digest('base64');
  const known = indexes.get(key);
  if (known !== undefined) {
    indexes.delete(key);
    indexes.set(key, known);
    return known;
  }
  const index = buildIndex(readFacts(sources, pack), pack);
  indexes.set(key, index);
  const oldest = indexes.keys().next();
  if (indexes.size > mostIndexes && oldest.done !== true) indexes.delete(oldest.value);
  return index;
}

interface Document {
  readonly fact: Fact;
  readonly body: ReadonlyMap<string, number>;
  readonly heading: ReadonlySet<string>;
  readonly concepts: ReadonlySet<string>;
  readonly headingConcepts: ReadonlySet<string>;
  readonly length: number;
  readonly vector: Float32Array;
  /** What stands before the colon of a line such as "Solid red: a fault", folded; empty elsewhere. */
  readonly label: string;
  readonly beginsSection: boolean;
}

const dimensions = 384;
const headingCredit = 0.75;
const conceptCredit = 0.8;
const headingConceptCredit = 0.55;
/** Least likeness at which a word that no fact contains is taken for a misheard one. */
const leastLikeness = 0.5;

function buildIndex(base: FactBase, pack: LanguagePack): FactIndex {
  const concepts = conceptTable(pack);
  const stemsOf = (folded: string) => contentStems(folded, pack);
  const documents: Document[] = base.facts.map((fact, position) => {
    const folded = fold(fact.text);
    const body = counted(stemsOf(folded));
    const heading = new Set(stemsOf(fold(fact.heading)));
    return {
      fact,
      body,
      heading,
      concepts: new Set(conceptsIn(folded, concepts, /[€$£]\s?\d|\d\s?[€$£]/.test(fact.text))),
      headingConcepts: new Set(conceptsIn(fold(fact.heading), concepts, false)),
      length: [...body.values()].reduce((sum, count) => sum + count, 0),
      vector: embed([...body.keys()], [...heading]),
      label: fold(/^([^:.!?]{1,48}):\s+\S/.exec(fact.text)?.[1] ?? ''),
      beginsSection: fact.heading !== '' && base.facts[position - 1]?.heading !== fact.heading,
    };
  });
  const frequency = new Map<string, number>();
  for (const document of documents) {
    for (const term of new Set([...document.body.keys(), ...document.heading])) frequency.set(term, (frequency.get(term) ?? 0) + 1);
  }
  const meanLength = documents.reduce((sum, document) => sum + document.length, 0) / Math.max(1, documents.length);
  const idf = (term: string) => Math.log(1 + (documents.length - (frequency.get(term) ?? 0) + 0.5) / ((frequency.get(term) ?? 0) + 0.5));
  const vocabulary = buildVocabulary([...frequency.keys()]);
  const rarest = Math.max(1, idf('\0'));

  return {
    base,
    knows: (stem) => frequency.has(stem),
    question: (text) => {
      const folded = fold(text);
      return { stems: [...new Set(stemsOf(folded))], concepts: conceptsIn(folded, concepts, false), folded, asksHow: pack.asksHow.test(folded) };
    },
    search(question) {
      if (documents.length === 0) return [];
      const terms = asked(question, { vocabulary, frequency, concepts, pack });
      const weightOf = (term: AskedTerm) =>
        term.kind === 'concept' ? 0.7 * rarest : term.alternatives.length === 0 ? 0.55 * rarest : idf(term.alternatives[0]?.stem ?? '');
      const weights = terms.map(weightOf);
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      if (total === 0) return [];
      const queryVector = embed(
        terms.flatMap((term) => (term.kind === 'word' ? [term.word, ...term.alternatives.map((alternative) => alternative.stem)] : [])),
        [],
      );
      const byWords = ranks(documents.map((document) => bm25(document, terms, idf, meanLength)));
      const byVector = ranks(documents.map((document) => cosine(document.vector, queryVector)));
      return documents
        .map((document, position) => {
          const credits = terms.map((term) => credit(term, document));
          const coverage = credits.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), 0) / total;
          const fused = 1 / (20 + (byWords[position] ?? 0)) + 1 / (20 + (byVector[position] ?? 0));
          return { fact: document.fact, position, coverage, score: coverage + fused * 5 + placeBonus(document, question, stemsOf) };
        })
        .filter((match) => match.coverage > 0)
        .sort((a, b) => b.score - a.score)
        .slice(0, 12);
    },
  };
}

type AskedTerm =
  | {
      readonly kind: 'word';
      readonly word: string;
      readonly concept: string | undefined;
      readonly alternatives: readonly { readonly stem: string; readonly likeness: number }[];
    }
  | { readonly kind: 'concept'; readonly concept: string };

interface Vocabulary {
  /** Words of the facts that look or sound like this one, most alike first. */
  alike(word: string): readonly { readonly stem: string; readonly likeness: number }[];
}

/** Between facts that speak of the same, the one whose label was named wins, then the one that begins its section. */
function placeBonus(document: Document, question: Question, stemsOf: (folded: string) => string[]): number {
  let bonus = document.beginsSection ? 0.04 : 0;
  if (question.asksHow && document.beginsSection && [...document.headingConcepts].some((concept) => question.concepts.includes(concept))) bonus += 0.3;
  if (document.label === '') return bonus;
  if (` ${question.folded} `.includes(` ${document.label} `)) return bonus + 0.4;
  return stemsOf(document.label).some((stem) => question.stems.includes(stem)) ? bonus + 0.25 : bonus;
}

function asked(
  question: Question,
  known: { vocabulary: Vocabulary; frequency: ReadonlyMap<string, number>; concepts: ConceptTable; pack: LanguagePack },
): readonly AskedTerm[] {
  const terms: AskedTerm[] = [];
  const covered = new Set<string>();
  const joined = joinedWords(question.folded, known);
  const phraseStems = stemsOfPhrases(question.folded, known.concepts);
  for (const stem of question.stems) {
    if (joined.used.has(stem) || (phraseStems.has(stem) && !known.frequency.has(stem))) continue;
    const concept = known.concepts.byStem.get(stem);
    if (concept !== undefined) covered.add(concept);
    const alternatives = known.frequency.has(stem) ? [{ stem, likeness: 1 }] : concept !== undefined ? [] : known.vocabulary.alike(stem);
    if (alternatives.length === 0 && concept !== undefined) terms.push({ kind: 'concept', concept });
    else terms.push({ kind: 'word', word: stem, concept, alternatives });
  }
  for (const alternative of joined.found)
    terms.push({ kind: 'word', word: alternative.stem, concept: known.concepts.byStem.get(alternative.stem), alternatives: [alternative] });
  for (const concept of question.concepts) if (!covered.has(concept)) terms.push({ kind: 'concept', concept });
  return terms;
}

/** A recogniser splits a word it does not know ("cap a chino"): neighbours are tried together where one of them means nothing here. */
function joinedWords(folded: string, known: { vocabulary: Vocabulary; frequency: ReadonlyMap<string, number>; concepts: ConceptTable; pack: LanguagePack }) {
  const words = folded.split(' ');
  const found: { stem: string; likeness: number }[] = [];
  const used = new Set<string>();
  for (let size = 3; size >= 2; size--) {
    for (let i = 0; i + size <= words.length; i++) {
      const part = words.slice(i, i + size);
      const stems = part.map(known.pack.stem);
      const isStrange = part.some(
        (word, k) => !known.pack.stopwords.has(word) && !known.frequency.has(stems[k] ?? '') && !known.concepts.byStem.has(stems[k] ?? ''),
      );
      if (!isStrange || stems.some((stem) => used.has(stem))) continue;
      const whole = known.pack.stem(part.join(''));
      const best = known.frequency.has(whole) ? { stem: whole, likeness: 1 } : known.vocabulary.alike(whole)[0];
      if (best === undefined || best.likeness < 0.7 || whole.length < 5) continue;
      found.push(best);
      for (const stem of stems) used.add(stem);
    }
  }
  return { found, used };
}

function credit(term: AskedTerm, document: Document): number {
  if (term.kind === 'concept') return conceptMatch(term.concept, document);
  let best = term.concept === undefined ? 0 : conceptMatch(term.concept, document);
  for (const { stem, likeness } of term.alternatives) {
    const value = document.body.has(stem) ? likeness : document.heading.has(stem) ? headingCredit * likeness : 0;
    if (value > best) best = value;
  }
  return best;
}

function conceptMatch(concept: string, document: Document): number {
  return document.concepts.has(concept) ? conceptCredit : document.headingConcepts.has(concept) ? headingConceptCredit : 0;
}

function bm25(document: Document, terms: readonly AskedTerm[], idf: (term: string) => number, meanLength: number): number {
  let score = 0;
  for (const term of terms) {
    if (term.kind === 'concept') {
      score += conceptMatch(term.concept, document);
      continue;
    }
    for (const { stem, likeness } of term.alternatives) {
      const count = (document.body.get(stem) ?? 0) + (document.heading.has(stem) ? 0.5 : 0);
      score += (likeness * idf(stem) * (count * 2.2)) / (count + 1.2 * (0.25 + (0.75 * document.length) / Math.max(1, meanLength)));
    }
  }
  return score;
}

/** Place of each value in descending order; values of nothing share the last place. */
function ranks(values: readonly number[]): readonly number[] {
  const order = values.map((_, i) => i).sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0));
  const places = new Array<number>(values.length).fill(values.length);
  for (const [place, i] of order.entries()) if ((values[i] ?? 0) > 0) places[i] = place;
  return places;
}

/** Words and their groups of three letters, hashed into a unit vector: words that only look alike come close too. */
function embed(words: readonly string[], lighter: readonly string[]): Float32Array {
  const vector = new Float32Array(dimensions);
  const add = (feature: string, weight: number) => {
    const hash = hashOf(feature);
    const at = hash % dimensions;
    vector[at] = (vector[at] ?? 0) + ((hash & 0x10000) === 0 ? weight : -weight);
  };
  for (const [list, scale] of [
    [words, 1],
    [lighter, 0.5],
  ] as const) {
    for (const word of list) {
      add(word, scale);
      const grams = trigrams(word);
      for (const gram of grams) add(gram, scale / Math.sqrt(grams.length));
    }
  }
  const norm = Math.hypot(...vector);
  return norm === 0 ? vector : vector.map((value) => value / norm);
}

function cosine(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < dimensions; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

function trigrams(word: string): string[] {
  const padded = `^${word}$`;
  const grams: string[] = [];
  for (let i = 0; i + 3 <= padded.length; i++) grams.push(padded.slice(i, i + 3));
  return grams;
}

function buildVocabulary(words: readonly string[]): Vocabulary {
  const byGram = new Map<string, number[]>();
  const bySound = new Map<string, number[]>();
  const sizes = words.map((word, i) => {
    const grams = new Set(trigrams(word));
    for (const gram of grams) push(byGram, gram, i);
    const sound = soundOf(word);
    if (sound.length >= 3) push(bySound, sound, i);
    return grams.size;
  });
  return {
    alike(word) {
      if (word.length < 3 || /\d/.test(word)) return [];
      const grams = new Set(trigrams(word));
      const shared = new Map<number, number>();
      for (const gram of grams) for (const i of byGram.get(gram) ?? []) shared.set(i, (shared.get(i) ?? 0) + 1);
      const likenesses = new Map<number, number>();
      for (const [i, count] of shared) likenesses.set(i, (2 * count) / (grams.size + (sizes[i] ?? 0)));
      const sound = soundOf(word);
      if (sound.length >= 3) for (const i of bySound.get(sound) ?? []) likenesses.set(i, Math.max(likenesses.get(i) ?? 0, 0.75));
      return [...likenesses]
        .filter(([, likeness]) => likeness >= leastLikeness)
        .sort((a, b) => b[1] - a[1])
        .slice(0, 3)
        .map(([i, likeness]) => ({ stem: words[i] ?? '', likeness: Math.min(0.9, likeness) }));
    },
  };
}

/** The consonants one hears, so that "capachino" and "cappuccino" are one. */
function soundOf(word: string): string {
  const first = /^[aeiou]/.test(word) ? 'a' : '';
  return (
    first +
    word
      .replace(/ph/g, 'f')
      .replace(/[sc]h|ch/g, 'k')
      .replace(/[cq]/g, 'k')
      .replace(/[zx]/g, 's')
      .replace(/v/g, 'b')
      .replace(/[aeiouhwy]/g, '')
      .replace(/(.)\1+/g, '$1')
  );
}

interface ConceptTable {
  readonly byStem: ReadonlyMap<string, string>;
  readonly phrases: readonly (readonly [phrase: string, concept: string])[];
  readonly stem: (word: string) => string;
  readonly stopwords: ReadonlySet<string>;
}

function conceptTable(pack: LanguagePack): ConceptTable {
  const byStem = new Map<string, string>();
  const phrases: [string, string][] = [];
  for (const [concept, words] of Object.entries(pack.concepts)) {
    for (const word of words) {
      if (word.includes(' ') || pack.stopwords.has(word)) phrases.push([word, concept]);
      else byStem.set(pack.stem(word), concept);
    }
  }
  return { byStem, phrases, stem: pack.stem, stopwords: pack.stopwords };
}

/** Words that mean something only together, such as "why fi". */
function stemsOfPhrases(folded: string, table: ConceptTable): ReadonlySet<string> {
  const spaced = ` ${folded} `;
  return new Set(table.phrases.flatMap(([phrase]) => (phrase.includes(' ') && spaced.includes(` ${phrase} `) ? phrase.split(' ').map(table.stem) : [])));
}

function conceptsIn(folded: string, table: ConceptTable, hasPrice: boolean): string[] {
  const found = new Set<string>();
  for (const word of folded.split(' ')) {
    if (table.stopwords.has(word)) continue;
    const concept = table.byStem.get(table.stem(word));
    if (concept !== undefined) found.add(concept);
  }
  const spaced = ` ${folded} `;
  for (const [phrase, concept] of table.phrases) if (spaced.includes(` ${phrase} `)) found.add(concept);
  if (hasPrice) found.add('price');
  return [...found];
}

function contentStems(folded: string, pack: LanguagePack): string[] {
  if (folded === '') return [];
  return folded
    .split(' ')
    .filter((word) => !pack.stopwords.has(word) && (word.length > 1 || /\d/.test(word)))
    .map(pack.stem);
}

function counted(words: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

function push(lists: Map<string, number[]>, key: string, value: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
