export type Wish =
  | 'greeting'
  | 'thanks'
  | 'how-are-you'
  | 'who-are-you'
  | 'are-you-human'
  | 'help'
  | 'repeat'
  | 'slower'
  | 'goodbye'
  | 'yes'
  | 'no'
  | 'wait'
  | 'leave-message'
  | 'book'
  | 'next'
  | 'cancel';

export interface Phrases {
  greeting(name: string | undefined): string;
  readonly howAreYou: string;
  readonly thanks: string;
  whoAreYou(name: string | undefined, role: string | undefined): string;
  readonly notHuman: string;
  help(topics: readonly string[]): string;
  readonly nothingToRepeat: string;
  readonly slower: string;
  readonly farewell: string;
  readonly wait: string;
  readonly goAhead: string;
  readonly pardon: string;
  readonly unknown: string;
  readonly unknownAgain: string;
  /** The rest of these are questions that the next answer is read against: each must be one sentence that no other phrase contains. */
  readonly offerMessage: string;
  readonly anythingElse: string;
  readonly goOn: string;
  readonly askMessage: string;
  readonly askBooking: string;
  readonly askContact: string;
  readonly isThatRight: string;
  confirm(message: string, contact: string): string;
  readonly cannotBook: string;
  readonly willTakeMessage: string;
  readonly messageTaken: string;
  readonly messageAgain: string;
  readonly allRight: string;
  readonly nothingMore: string;
  costs(thing: string, price: string): string;
  means(sign: string, meaning: string): string;
  isA(thing: string, value: string): string;
  weHave(items: readonly string[], isAll: boolean): string;
  openOn(days: string, hours: string): string;
  openAt(days: string, hours: string): string;
  notOpenAt(days: string, hours: string): string;
  closedOn(days: string): string;
  opensAt(days: string, time: string): string;
  closesAt(days: string, time: string): string;
  week(parts: readonly string[], closed: string | undefined): string;
  range(from: string, to: string): string;
  practise(sentence: string): string;
  wellDone(next: string): string;
  almost(word: string, sentence: string): string;
  onceMore(sentence: string): string;
  readonly practiceDone: string;
}

/** What the answerer knows of one language. Patterns are matched against folded text (`text.ts`). */
export interface LanguagePack {
  readonly code: string;
  readonly stopwords: ReadonlySet<string>;
  stem(word: string): string;
  /** Words that ask for the same thing, by a name of ours; longer ones of several words are joined by a space. */
  readonly concepts: Readonly<Record<string, readonly string[]>>;
  readonly wishes: Readonly<Partial<Record<Wish, RegExp>>>;
  /** Beginning of a question. */
  readonly question: RegExp;
  /** Beginning of a question for a way to do something. */
  readonly asksHow: RegExp;
  /** Beginning of a sentence that cannot be understood without the one before it. */
  readonly leansBack: RegExp;
  /** Beginning of a short follow-up such as "and on Saturday?". */
  readonly followUp: RegExp;
  /** Joins two questions in one utterance. */
  readonly joiner: RegExp;
  /** Sentences of a prompt that tell the agent what to do, and so are no facts. */
  readonly instruction: RegExp;
  /** Headings over such sentences. */
  readonly instructionHeading: RegExp;
  readonly practiceHeading: RegExp;
  /** Names of the days from Monday to Sunday, folded. */
  readonly days: readonly (readonly string[])[];
  readonly dayNames: readonly string[];
  readonly daySpan: string;
  readonly everyDay: RegExp;
  readonly weekdays: RegExp;
  readonly weekend: RegExp;
  readonly closed: RegExp;
  readonly asksOpening: RegExp;
  readonly asksClosing: RegExp;
  readonly and: string;
  dayRange(first: string, last: string): string;
  time(hour: number, minute: number): string;
  money(amount: string, currency: string): string;
  readonly percent: string;
  /** Name and role from the sentence in which the prompt says who the agent is: groups `name` and `role`. */
  readonly identity: readonly RegExp[];
  readonly say: Phrases;
}

/** "a, b and c". */
export function listed(items: readonly string[], and: string): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} ${and} ${last}`;
}
