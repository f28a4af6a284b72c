import { z } from 'zod';
import type { WorkflowValue } from '../../contracts/workflow';
import type { LanguageModelProvider, ModelMessage } from '../../providers/spec/language-model';
import type { ModelMeter, ModelUsage } from '../observers/usage';
import type { Answers } from './expression';

export interface Questioning {
  readonly model: LanguageModelProvider;
  readonly questions: readonly string[];
  /** Oldest first. */
  readonly dialogue: readonly { readonly role: 'user' | 'assistant'; readonly text: string }[];
  readonly language: string;
  readonly meter: ModelMeter;
  readonly signal: AbortSignal;
}

const instructions =
  'You judge a conversation. Reply with one JSON object and nothing else: for the number of each question its answer, ' +
  'which is true, false, a number or a short text; null where the conversation does not tell.';

/** W6: asks the model all questions at once. What it does not answer has no value. Throws what the model throws, and when its reply is no JSON object. */
export async function askModel({ model, questions, dialogue, language, meter, signal }: Questioning): Promise<Answers> {
  const said = dialogue.map(({ role, text }) => `${role}: ${text}`).join('\n');
  const asked = questions.map((question, i) => `${i + 1}. ${question}`).join('\n');
  const messages: readonly ModelMessage[] = [
    { role: 'system', content: instructions },
    { role: 'user', content: `Conversation:\n${said}\n\nQuestions:\n${asked}` },
  ];
  let reply = '';
  let usage: ModelUsage | undefined;
  try {
    for await (const part of model.generate({ messages, tools: [], temperature: 0, language, signal })) {
      if (part.kind === 'text-delta') reply += part.text;
      if (part.kind === 'finished') usage = part.usage;
    }
  } finally {
    meter.add({ messages, tools: [] }, reply, usage);
  }
  const answers = answersIn(reply);
  return new Map(questions.map((question, i) => [question, answers[String(i + 1)] ?? null]));
}

const replied = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

/** Models like to write around their JSON. */
function answersIn(reply: string): Readonly<Record<string, WorkflowValue>> {
  return replied.parse(JSON.parse(reply.slice(reply.indexOf('{'), reply.lastIndexOf('}') + 1)));
}
