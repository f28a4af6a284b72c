import { capitalised, ended } from './text';
import type { Reply, Turn } from './turn';

/**
 * Taking a message: what to pass on, name and number, and a check. Which step comes next is read from the agent's last question, the
 * message itself from what was said before; `undefined` when no message is being taken and none is asked for.
 */
export function messageStep(turn: Turn, answer: (said: string) => string | undefined): Reply | undefined {
  const { pack, previous, wishes, said } = turn;
  const say = pack.say;
  const isLeaving = wishes.has('goodbye') && said.split(/\s+/).length <= 8;
  if (previous.includes(say.isThatRight)) {
    if (wishes.has('no')) return { text: `${say.messageAgain} ${say.askMessage}` };
    if (wishes.has('yes') || wishes.has('thanks')) return { text: `${say.messageTaken} ${say.anythingElse}` };
    return isLeaving ? undefined : { text: `${summary(turn) ?? say.pardon} ${say.isThatRight}` };
  }
  if (previous.includes(say.askContact)) {
    if (wishes.has('cancel')) return { text: `${say.allRight} ${say.anythingElse}` };
    return { text: `${say.confirm(quoted(messageBefore(turn)), quoted(said))} ${say.isThatRight}` };
  }
  if (previous.includes(say.askMessage) || previous.includes(say.askBooking)) {
    if (wishes.has('cancel') || isLeaving) return wishes.has('cancel') ? { text: `${say.allRight} ${say.anythingElse}` } : undefined;
    const other = pack.question.test(turn.folded) ? answer(said) : undefined;
    return { text: other ?? say.askContact };
  }
  if (previous.includes(say.offerMessage)) {
    if (wishes.has('leave-message') || (wishes.has('yes') && said.split(/\s+/).length <= 5)) return { text: `${say.willTakeMessage} ${say.askMessage}` };
    if (wishes.has('no') && said.split(/\s+/).length <= 5) return { text: `${say.allRight} ${say.anythingElse}` };
  }
  if (wishes.has('book') && !asksAboutBooking(turn, answer)) return { text: `${say.cannotBook} ${hasDetails(turn) ? say.askContact : say.askBooking}` };
  if (wishes.has('leave-message') && answer(said) === undefined) return { text: `${say.willTakeMessage} ${say.askMessage}` };
  return undefined;
}

/** "Do I need a reservation?" is a question for the facts, "I would like to reserve" a wish. */
function asksAboutBooking(turn: Turn, answer: (said: string) => string | undefined): boolean {
  const isWish = /\b(?:want|would|like|need|can|could|make|quiero|quisiera|querria|gustaria|puedo|hacer)\b/.test(turn.folded);
  return !isWish && turn.pack.question.test(turn.folded) && answer(turn.said) !== undefined;
}

/** A wish that already says when or for how many is a message as it is. */
function hasDetails(turn: Turn): boolean {
  const words = new Set(turn.folded.split(' '));
  const namesDay = turn.pack.days.flat().some((day) => words.has(day));
  const namesTime = /\b(?:tomorrow|tonight|today|manana|hoy|esta noche)\b/.test(turn.folded);
  return (namesDay || namesTime) && turn.folded.split(' ').length >= 6;
}

/** What the participant said right before being asked for name and number. */
function messageBefore(turn: Turn): string {
  const asked = turn.history.findLastIndex((message) => message.role === 'assistant' && message.content.includes(turn.pack.say.askContact));
  return turn.history.slice(0, asked).findLast((message) => message.role === 'user')?.content ?? '';
}

function summary(turn: Turn): string | undefined {
  const sentence = turn.previous.replace(turn.pack.say.isThatRight, '').trim();
  return sentence === '' ? undefined : sentence;
}

function quoted(said: string): string {
  return ended(capitalised(said.trim()));
}
