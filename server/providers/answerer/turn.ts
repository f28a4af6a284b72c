import type { ModelMessage } from '../spec/language-model';
import type { FactIndex } from './fact-index';
import type { LanguagePack, Wish } from './languages/language-pack';

export interface Reply {
  readonly text: string;
  /** The conversation is over after this. */
  readonly endsCall?: { readonly reason: string };
}

/** What one step of the dialogue looks at. */
export interface Turn {
  readonly pack: LanguagePack;
  readonly index: FactIndex;
  /** What the participant said last, as transcribed and folded. */
  readonly said: string;
  readonly folded: string;
  readonly wishes: ReadonlySet<Wish>;
  /** What the agent said before that; empty at the start. */
  readonly previous: string;
  readonly history: readonly ModelMessage[];
}
