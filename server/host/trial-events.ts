import type { ConversationEvent } from '../contracts/conversation';
import type { Observer } from '../voice/conversation';
import { type ConversationEventFrame, eventRules } from '../voice/frames';

/** A trial that goes on and on is cut here; the end of a conversation is told in its result as well. */
const mostEvents = 5_000;

/** What happens in a trial, in the form in which a conversation's events are stored. */
export class TrialEvents implements Observer {
  readonly events: ConversationEvent[] = [];

  observe(event: ConversationEventFrame, atMs: number): void {
    if (!eventRules[event.kind].isLogged || this.events.length >= mostEvents) return;
    const { kind, ...data } = event;
    this.events.push({ sequence: this.events.length, atMs, kind, data });
  }
}
