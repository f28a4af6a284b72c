import type { Clock } from '../../lib/clock';
import { withDeadline } from '../../lib/wait';
import type { LanguageModelProvider } from '../../providers/spec/language-model';
import { ModelMeter } from '../observers/usage';
import { askModel } from '../workflow/ask-model';
import type { Guardrail } from './guardrail';

type Dialogue = readonly { readonly role: 'user' | 'assistant'; readonly text: string }[];

export interface GuardOptions {
  readonly guardrails: readonly Guardrail[];
  /** Null: plain rules judge alone. */
  readonly judge: LanguageModelProvider | null;
  /** What was said before, oldest first. */
  readonly dialogue: Dialogue;
  readonly language: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Found when the words are on their way already; blocked attempts are told as well, with what becomes of them. */
  readonly onTriggered: (guardrail: Guardrail, isHandled: boolean) => void;
  /** What a judgement cost. */
  readonly onJudged: (meter: ModelMeter) => void;
  /** A model that was to judge did not. */
  readonly onUnjudged: (error: unknown) => void;
}

/** A blocked answer is tried again so often; then the call ends. */
export const mostRetries = 3;
/** A model that judges later than this has not judged. */
const judgeDeadlineMs = 4_000;

/** The answer to one turn under the eyes of the agent's guardrails. `attempt` makes it, told what was wrong with those before. */
export async function* guarded(
  attempt: (notes: readonly string[]) => AsyncGenerator<string, void, void>,
  said: string,
  options: GuardOptions,
): AsyncGenerator<string, void, void> {
  const ofParticipant = options.guardrails.filter((guardrail) => guardrail.of === 'participant');
  const attack = said === '' ? undefined : ofParticipant.find(({ matches }) => matches?.(said));
  if (attack !== undefined) return options.onTriggered(attack, false);
  if (said !== '') judgeBeside(ofParticipant, { role: 'user', text: said }, options);
  const ofAgent = options.guardrails.filter((guardrail) => guardrail.of === 'agent');
  const isHeldBack = ofAgent.some(({ isBlocking }) => isBlocking);
  if (isHeldBack) yield* heldBack(attempt, ofAgent, options);
  else yield* watched(attempt([]), ofAgent, options);
}

/** Words go on as they are written until a rule stops them; what a model thinks of the whole is told when it knows. */
async function* watched(
  words: AsyncGenerator<string, void, void>,
  guardrails: readonly Guardrail[],
  options: GuardOptions,
): AsyncGenerator<string, void, void> {
  let text = '';
  for await (const delta of words) {
    text += delta;
    const broken = brokenRule(guardrails, text);
    if (broken !== undefined) return options.onTriggered(broken, false);
    yield delta;
  }
  if (text.trim() !== '') judgeBeside(guardrails, { role: 'assistant', text }, options);
}

/** Nothing goes on before all of it was judged. */
async function* heldBack(
  attempt: (notes: readonly string[]) => AsyncGenerator<string, void, void>,
  guardrails: readonly Guardrail[],
  options: GuardOptions,
): AsyncGenerator<string, void, void> {
  const notes: string[] = [];
  for (let retries = 0; ; retries++) {
    const written: string[] = [];
    for await (const delta of attempt(notes)) written.push(delta);
    const text = written.join('');
    const broken = text.trim() === '' ? undefined : (brokenRule(guardrails, text) ?? (await judged(guardrails, { role: 'assistant', text }, options)));
    options.signal.throwIfAborted();
    if (broken === undefined) return yield* written;
    if (broken.action.kind === 'end-call') return options.onTriggered(broken, false);
    if (retries === mostRetries) return options.onTriggered({ ...broken, action: { kind: 'end-call' } }, false);
    options.onTriggered(broken, true);
    notes.push(noteOf(broken.action.feedback));
  }
}

export const noteOf = (feedback: string) => `[Not said by the user: ${feedback}]`;

function brokenRule(guardrails: readonly Guardrail[], text: string): Guardrail | undefined {
  return guardrails.find(({ matches }) => matches?.(text));
}

function judgeBeside(guardrails: readonly Guardrail[], words: Dialogue[number], options: GuardOptions): void {
  void judged(guardrails, words, options)
    .then((broken) => {
      if (broken !== undefined) options.onTriggered(broken, false);
    })
    .catch(() => undefined); // the response was stopped: nobody hears its words any more
}

/** The first guardrail that the model finds broken. Throws only the signal's reason. */
async function judged(guardrails: readonly Guardrail[], words: Dialogue[number], options: GuardOptions): Promise<Guardrail | undefined> {
  const { judge: model, clock, signal, language } = options;
  if (model === null || guardrails.length === 0) return undefined;
  const shown = Math.max(...guardrails.map(({ shownMessages }) => shownMessages));
  const dialogue = [...(shown === 0 ? [] : options.dialogue.slice(-shown)), words];
  const questions = guardrails.map(({ question }) => question);
  const meter = new ModelMeter();
  try {
    const answers = await withDeadline({ clock, limitMs: judgeDeadlineMs, what: 'the judgement of guardrails', signal }, (within) =>
      askModel({ model, questions, dialogue, language, meter, signal: within }),
    );
    return guardrails.find(({ question, threshold }) => certainty(answers.get(question)) >= threshold);
  } catch (error) {
    signal.throwIfAborted();
    options.onUnjudged(error);
    return undefined;
  } finally {
    options.onJudged(meter);
  }
}

function certainty(answer: unknown): number {
  if (typeof answer === 'boolean') return answer ? 1 : 0;
  const value = typeof answer === 'string' ? Number(answer) : answer;
  // Null and words are no judgement.
  return typeof value === 'number' && value >= 0 ? value : -1;
}
