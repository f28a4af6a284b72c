import type { Clock } from '../../lib/clock';
import { withDeadline } from '../../lib/wait';
import type { LanguageModelProvider } from '../../providers/spec/language-model';
import type { FillerPolicy } from '../turn/policy';

/** A filler that takes longer to make than this comes too late to help. */
const makingLimitMs = 1_500;
const longestFiller = 120;

export interface FillerSituation {
  readonly userText: string;
  readonly language: string;
  /** Null: what is written down is said. */
  readonly model: LanguageModelProvider | null;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** F2, F3: which filler is said next. */
export class Fillers {
  #last: string | null = null;
  readonly #random: () => number;

  constructor(random: () => number = Math.random) {
    this.#random = random;
  }

  async next(policy: FillerPolicy, index: number, situation: FillerSituation): Promise<string> {
    const written = this.#written(policy, index);
    if (policy.source !== 'model' || situation.model === null || situation.userText === '') return written;
    return (await this.#made(situation.model, policy, situation)) ?? written;
  }

  #written({ messages, isRandom }: FillerPolicy, index: number): string {
    const others = messages.length > 1 ? messages.filter((message) => message !== this.#last) : messages;
    const chosen = (isRandom ? others[Math.floor(this.#random() * others.length)] : messages[index % messages.length]) ?? '';
    this.#last = chosen;
    return chosen;
  }

  /** Null when the model has none in time: the written one is said then. */
  async #made(model: LanguageModelProvider, policy: FillerPolicy, { userText, language, clock, signal }: FillerSituation): Promise<string | null> {
    try {
      return await withDeadline({ clock, limitMs: makingLimitMs, what: 'a filler', signal }, async (within) => {
        let text = '';
        for await (const part of model.generate({
          messages: [
            { role: 'system', content: policy.prompt ?? usualPrompt(language) },
            { role: 'user', content: userText },
          ],
          tools: [],
          temperature: 0.7,
          maxTokens: 40,
          language,
          signal: within,
        })) {
          if (part.kind === 'text-delta') text += part.text;
          if (text.length > longestFiller) break;
        }
        const spoken = text.replace(/\s+/gu, ' ').trim();
        return spoken === '' || spoken.length > longestFiller ? null : spoken;
      });
    } catch {
      // Whatever is wrong with the model, its answer will say so; a filler is not worth a failure.
      return null;
    }
  }
}

const usualPrompt = (language: string) =>
  `You are a voice agent on a call, and your answer to what the user just said takes a moment. Say one short, natural sentence of at most eight words that shows you are on it. Promise nothing, answer nothing, ask nothing. Language code: "${language}".`;
