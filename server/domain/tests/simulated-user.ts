import type { TranscriptItem } from '../../contracts/conversation';
import type { LanguageModelProvider, ModelMessage } from '../../providers/spec/language-model';

/** Says what a person would say next, or null when they would hang up. */
export type SimulatedUser = (transcript: readonly TranscriptItem[], signal: AbortSignal) => Promise<string | null>;

const hangsUp = '<hangs up>';
const mostTokens = 300;

/** A person played by a language model. */
export function playedByModel(
  model: LanguageModelProvider,
  persona: { readonly scenario: string; readonly language: string; readonly firstMessage?: string | undefined },
): SimulatedUser {
  return async (transcript, signal) => {
    const hasSpoken = transcript.some(({ role, message }) => role === 'user' && message !== null);
    if (!hasSpoken && persona.firstMessage !== undefined && persona.firstMessage.trim() !== '') return persona.firstMessage;
    const messages: ModelMessage[] = [
      {
        role: 'system',
        content: `You play a person who talks with a voice agent. Who you are and what you want:\n${persona.scenario}\n\nSay only what this person says next, in one or two short sentences, in the language with the code "${persona.language}". When they have what they came for, or would give up, answer with ${hangsUp} alone.`,
      },
      ...transcript.flatMap(({ role, message }): ModelMessage[] =>
        message === null || message === '' ? [] : [{ role: role === 'agent' ? 'user' : 'assistant', content: message }],
      ),
    ];
    if (messages.at(-1)?.role !== 'user') messages.push({ role: 'user', content: '(The agent waits for you to speak.)' });
    let said = '';
    for await (const part of model.generate({ messages, tools: [], temperature: 0.3, maxTokens: mostTokens, language: persona.language, signal })) {
      if (part.kind === 'text-delta') said += part.text;
    }
    return said.includes(hangsUp) || said.trim() === '' ? null : said.trim();
  };
}

/** Without a model: the scenario's quoted sentences are said in their order or, without quotes, its sentences as they stand. */
export function playedByScript(scenario: string, firstMessage?: string): SimulatedUser {
  const quoted = [...scenario.matchAll(/["“«]([^"“”«»]{2,500})["”»]/g)].map((match) => match[1]?.trim() ?? '');
  const sentences = quoted.length > 0 ? quoted : (scenario.match(/[^.!?\n]+[.!?]?/g) ?? []).map((sentence) => sentence.trim());
  const lines = [...(firstMessage?.trim() ? [firstMessage.trim()] : []), ...sentences.filter((line) => line !== '')];
  let next = 0;
  return async () => lines[next++] ?? null;
}
