import type { TranscriptItem } from '../../contracts/conversation';
import type { Found, Judge, Judgement, Question, Wanted } from './judge';
import { containsWord, keyWords, likeness, wordsOf } from './text-likeness';

const byRules = 'Judged by rules, as no language model is set up:';
const enoughKeyWords = 0.6;
const tooFewKeyWords = 0.25;
const alike = 0.3;

/** Judges by what can be seen without understanding: quoted phrases, key words, likeness to examples. Every rationale says so. */
export const rulesJudge: Judge = {
  model: null,
  judge: async (question) => judgement(question),
  collect: async (wanted, transcript) => collect(wanted, transcript),
  summarise: async (transcript) => summary(transcript),
};

function judgement(question: Question): Judgement {
  const judged = byExamples(question) ?? byQuotes(question) ?? byKeyWords(question);
  const { maxScore } = question;
  if (maxScore === undefined || judged.result === 'unknown') return judged;
  return { ...judged, score: judged.result === 'success' ? maxScore : 0 };
}

function byExamples({ successExamples = [], failureExamples = [], ...question }: Question): Judgement | undefined {
  if (successExamples.length === 0 && failureExamples.length === 0) return undefined;
  const said = saidIn(question);
  const closest = (examples: readonly string[]) => Math.max(0, ...examples.map((example) => likeness(said, example)));
  const [good, bad] = [closest(successExamples), closest(failureExamples)];
  const measured = `it is ${percent(good)} like the closest good example and ${percent(bad)} like the closest bad one`;
  if (good >= alike && good > bad) return { result: 'success', rationale: `${byRules} ${measured}.` };
  if (bad >= alike && bad >= good) return { result: 'failure', rationale: `${byRules} ${measured}.` };
  return undefined;
}

/** `says “…”` and `does not say “…”`: the phrase is there, or is not. */
function byQuotes(question: Question): Judgement | undefined {
  const quoted = [...question.goal.matchAll(/["“”«»]([^"“”«»]{2,200})["“”«»]/g)].map((match) => ({
    phrase: match[1] ?? '',
    before: question.goal.slice(0, match.index),
  }));
  if (quoted.length === 0) return undefined;
  const said = saidIn(question).toLowerCase();
  for (const { phrase, before } of quoted) {
    const isUnwanted = /\b(not|never|no|without|avoids?|nunca|não|sem|sin)\b[^.;]*$/i.test(before) || /n't\b[^.;]*$/i.test(before);
    const isThere = said.includes(phrase.toLowerCase().trim());
    if (isThere === isUnwanted) return { result: 'failure', rationale: `${byRules} “${phrase}” was ${isThere ? 'said' : 'not said'}.` };
  }
  return { result: 'success', rationale: `${byRules} every quoted phrase is as the goal wants it.` };
}

function byKeyWords(question: Question): Judgement {
  const wanted = keyWords(question.goal);
  if (wanted.length === 0) return { result: 'unknown', rationale: `${byRules} the goal has no words to look for.` };
  const said = new Set(wordsOf(saidIn(question)));
  const found = wanted.filter((word) => containsWord(said, word));
  const measured = `${found.length} of the ${wanted.length} key words of the goal were said (${found.join(', ') || 'none'})`;
  const share = found.length / wanted.length;
  if (share >= enoughKeyWords) return { result: 'success', rationale: `${byRules} ${measured}.` };
  if (share <= tooFewKeyWords) return { result: 'failure', rationale: `${byRules} ${measured}.` };
  return { result: 'unknown', rationale: `${byRules} ${measured}; that is too few to tell.` };
}

function saidIn({ transcript, ofAgentOnly = false }: Pick<Question, 'transcript' | 'ofAgentOnly'>): string {
  return transcript
    .filter(({ role }) => !ofAgentOnly || role === 'agent')
    .flatMap(({ message }) => message ?? [])
    .join('\n');
}

const foundByRules = 'Found by rules, as no language model is set up:';

function collect(wanted: Wanted, transcript: readonly TranscriptItem[]): Found {
  const lines = transcript.flatMap(({ role, message }) => (role === 'user' && message !== null ? [message] : []));
  for (const line of lines.toReversed()) {
    const value = valueIn(line, wanted);
    if (value !== undefined) return { value, rationale: `${foundByRules} the user said “${line.slice(0, 200)}”.` };
  }
  return { value: null, rationale: `${foundByRules} nothing the user said fits.` };
}

const patterns: readonly { readonly about: RegExp; readonly form: RegExp }[] = [
  { about: /e-?mail|correo/i, form: /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/ },
  { about: /phone|telephone|mobile|teléfono|telefone/i, form: /\+?\d[\d\s().-]{6,}\d/ },
  { about: /\b(name|nombre|nome)\b/i, form: /(?:my name is|i am|i'm|this is|me llamo|mi nombre es|meu nome é)\s+([\p{L}'-]+(?:\s\p{Lu}[\p{L}'-]+)*)/iu },
  { about: /order|booking|reservation|reference|number|pedido|reserva/i, form: /\b(?=[\w-]*\d)[\w-]{4,}\b/ },
];

function valueIn(line: string, { type, description, name, options }: Wanted): string | number | boolean | undefined {
  if (options !== undefined && options.length > 0) return options.find((option) => line.toLowerCase().includes(option.toLowerCase()));
  const about = `${name} ${description}`;
  switch (type) {
    case 'boolean': {
      const asked = keyWords(description);
      const said = new Set(wordsOf(line));
      return asked.some((word) => containsWord(said, word)) ? !/\b(no|not|never|don't|didn't|won't)\b/i.test(line) : undefined;
    }
    case 'integer':
    case 'number': {
      const written = /-?\d+(?:[.,]\d+)?/.exec(line)?.[0];
      if (written === undefined) return undefined;
      const value = Number(written.replace(',', '.'));
      return type === 'integer' && !Number.isInteger(value) ? undefined : value;
    }
    case 'string': {
      const match = patterns.find((pattern) => pattern.about.test(about))?.form.exec(line);
      return match === null || match === undefined ? undefined : (match[1] ?? match[0]).trim();
    }
  }
}

const longestTitle = 80;

function summary(transcript: readonly TranscriptItem[]): { summary: string; title: string } {
  const asked = transcript.filter((item) => item.role === 'user' && item.message !== null && item.ignoredAsBackchannel !== true);
  const first = asked[0]?.message?.trim() ?? '';
  if (first === '') return { summary: '', title: '' };
  const last = transcript.findLast((item) => item.role === 'agent' && item.message !== null)?.message?.trim() ?? '';
  const turns = `${asked.length} ${asked.length === 1 ? 'turn' : 'turns'}, beginning with “${first.slice(0, 160)}”`;
  return {
    summary: last === '' ? turns : `${turns}; the agent ended with “${last.slice(0, 160)}”`,
    title: first.length > longestTitle ? `${first.slice(0, longestTitle - 1)}…` : first,
  };
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}
