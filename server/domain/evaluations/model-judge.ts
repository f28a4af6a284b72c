import type { TranscriptItem } from '../../contracts/conversation';
import { z } from 'zod';
import type { LanguageModelProvider } from '../../providers/spec/language-model';
import { type CollectedType, type Found, type Judge, type Judgement, type Question, transcriptText, type Wanted } from './judge';
import { rulesJudge } from './rules-judge';

const longestTranscript = 60_000;
const answerTokens = 700;

/** Judges by asking a language model. When it cannot be asked, rules judge, and the rationale says why. */
export function modelJudge(model: LanguageModelProvider): Judge {
  return {
    model: model.id,
    judge: (question, signal) =>
      asked(
        () => judgeByModel(model, question, signal),
        () => rulesJudge.judge(question, signal),
        signal,
      ),
    collect: (wanted, transcript, signal) =>
      asked(
        () => collectByModel(model, wanted, transcript, signal),
        () => rulesJudge.collect(wanted, transcript, signal),
        signal,
      ),
    async summarise(transcript, language, signal) {
      try {
        return await summariseByModel(model, transcript, language, signal);
      } catch {
        signal.throwIfAborted();
        return rulesJudge.summarise(transcript, language, signal);
      }
    },
  };
}

async function asked<T extends { readonly rationale: string }>(ask: () => Promise<T>, otherwise: () => Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    return await ask();
  } catch (thrown) {
    signal.throwIfAborted();
    const answer = await otherwise();
    return { ...answer, rationale: `The model could not be asked (${thrown instanceof Error ? thrown.message : 'it failed'}). ${answer.rationale}` };
  }
}

const verdictSchema = z.object({
  result: z.enum(['success', 'failure', 'unknown']),
  rationale: z.string(),
  score: z.number().nullish(),
});

async function judgeByModel(model: LanguageModelProvider, question: Question, signal: AbortSignal): Promise<Judgement> {
  const { goal, successExamples = [], failureExamples = [], maxScore, scoreInstructions } = question;
  const examples = [
    ...successExamples.map((example) => `An answer that succeeds: ${example}`),
    ...failureExamples.map((example) => `An answer that fails: ${example}`),
  ];
  const before = question.before === undefined || question.before.length === 0 ? [] : [`What went before, for context only:\n${shown(question.before)}`];
  const scoring = maxScore === undefined ? '' : ` Also give "score", from 0 to ${maxScore}. ${scoreInstructions ?? ''}`;
  const answer = await askForJson(
    model,
    `You judge a conversation between a user and a voice agent. Judge only what is written there. Answer with one JSON object: {"result": "success" | "failure" | "unknown", "rationale": "one or two sentences"}.${scoring} "unknown" is for when the conversation does not show it either way.`,
    [`What has to be so:\n${goal}`, ...examples, ...before, `The conversation:\n${shown(question.transcript)}`].join('\n\n'),
    verdictSchema,
    signal,
  );
  const score = maxScore === undefined || typeof answer.score !== 'number' ? undefined : Math.min(Math.max(answer.score, 0), maxScore);
  return { result: answer.result, rationale: answer.rationale, ...(score === undefined ? {} : { score }) };
}

const foundSchema = z.object({ value: z.union([z.string(), z.number(), z.boolean(), z.null()]), rationale: z.string() });

async function collectByModel(model: LanguageModelProvider, wanted: Wanted, transcript: readonly TranscriptItem[], signal: AbortSignal): Promise<Found> {
  const options = wanted.options === undefined ? '' : ` It is one of: ${wanted.options.join(', ')}.`;
  const { value, rationale } = await askForJson(
    model,
    'You pick data out of a conversation between a user and a voice agent. Answer with one JSON object: {"value": …, "rationale": "one sentence"}. "value" is null when the conversation does not hold it.',
    `What is wanted: ${wanted.name}, a ${wanted.type}. ${wanted.description}${options}\n\nThe conversation:\n${shown(transcript)}`,
    foundSchema,
    signal,
  );
  const fitting = fitted(value, wanted.type, wanted.options);
  return fitting === null && value !== null
    ? { value: null, rationale: `${rationale} (The model answered ${JSON.stringify(value)}, which is no ${wanted.type} that was asked for.)` }
    : { value: fitting, rationale };
}

/** The value as the type that was asked for; null when it is none. */
export function fitted(value: string | number | boolean | null, type: CollectedType, options: readonly string[] | undefined): Found['value'] {
  if (value === null) return null;
  if (type === 'string') {
    const text = String(value);
    if (options === undefined || options.length === 0) return text;
    return options.find((option) => option.toLowerCase() === text.trim().toLowerCase()) ?? null;
  }
  if (type === 'boolean') {
    if (typeof value === 'boolean') return value;
    return value === 'true' ? true : value === 'false' ? false : null;
  }
  const number = typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  if (!Number.isFinite(number)) return null;
  return type === 'integer' && !Number.isInteger(number) ? null : number;
}

const summarySchema = z.object({ summary: z.string().max(4000), title: z.string().max(200) });

function summariseByModel(model: LanguageModelProvider, transcript: readonly TranscriptItem[], language: string, signal: AbortSignal) {
  return askForJson(
    model,
    `You sum up a conversation between a user and a voice agent, in the language with the code "${language}". Answer with one JSON object: {"summary": "two or three sentences", "title": "at most eight words"}.`,
    shown(transcript),
    summarySchema,
    signal,
  );
}

async function askForJson<T>(model: LanguageModelProvider, system: string, user: string, schema: z.ZodType<T>, signal: AbortSignal): Promise<T> {
  let text = '';
  const messages = [
    { role: 'system', content: system },
    { role: 'user', content: user },
  ] as const;
  for await (const part of model.generate({ messages, tools: [], temperature: 0, maxTokens: answerTokens, language: 'en', signal })) {
    if (part.kind === 'text-delta') text += part.text;
  }
  const written = /\{[\s\S]*\}/.exec(text)?.[0];
  if (written === undefined) throw new Error('it did not answer in JSON');
  return schema.parse(JSON.parse(written));
}

function shown(transcript: readonly TranscriptItem[]): string {
  const text = transcriptText(transcript);
  return text.length > longestTranscript ? `…${text.slice(-longestTranscript)}` : text;
}
