import type { EndReason } from '../contracts/conversation';
import { AppError } from '../lib/app-error';
import type { Clock } from '../lib/clock';
import { delay } from '../lib/wait';
import type { LiveLine } from './live-line';

/** The conversations that run in this process, and how many more may. */
export class LiveConversations {
  readonly #limit: number;
  readonly #running = new Map<string, AbortController>();
  readonly #lines = new Map<string, LiveLine>();
  #reserved = 0;
  #isDraining = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get ids(): readonly string[] {
    return [...this.#running.keys()];
  }

  get isDraining(): boolean {
    return this.#isDraining;
  }

  /** A place for one conversation, from admission to its end. Throws `draining` or `conversation_limit`. */
  reserve(): { release(): void } {
    if (this.#isDraining) throw new AppError('draining', 'The server is restarting. Please try again in a moment.');
    if (this.#reserved >= this.#limit)
      throw new AppError('conversation_limit', 'This server holds as many conversations as it can. Please try again in a moment.');
    this.#reserved++;
    let isReleased = false;
    return {
      release: () => {
        if (isReleased) return;
        isReleased = true;
        this.#reserved--;
      },
    };
  }

  /** The answer's signal ends the conversation from outside. */
  add(conversationId: string): AbortController {
    const ending = new AbortController();
    this.#running.set(conversationId, ending);
    return ending;
  }

  /** Others may join it from now on. */
  join(line: LiveLine): void {
    this.#lines.set(line.about.conversationId, line);
  }

  line(conversationId: string): LiveLine | undefined {
    return this.#lines.get(conversationId);
  }

  linesOf(workspaceId: string): readonly LiveLine[] {
    return [...this.#lines.values()].filter((line) => line.about.workspaceId === workspaceId);
  }

  /** Another text whenever something about a workspace's conversations has changed. */
  revisionOf(workspaceId: string): string {
    return this.linesOf(workspaceId)
      .map(({ about, revision }) => `${about.conversationId}:${revision}`)
      .join();
  }

  remove(conversationId: string): void {
    this.#running.delete(conversationId);
    this.#lines.get(conversationId)?.close();
    this.#lines.delete(conversationId);
  }

  end(conversationId: string, reason: EndReason, detail: string): boolean {
    const ending = this.#running.get(conversationId);
    ending?.abort({ reason, detail });
    return ending !== undefined;
  }

  /** Takes no new conversations, lets those running end for `graceMs`, then ends them; resolves when all are stored. */
  async drain(clock: Clock, graceMs: number): Promise<void> {
    this.#isDraining = true;
    const until = clock.nowMs() + graceMs;
    while (this.#reserved > 0 && clock.nowMs() < until) await delay(clock, 100);
    for (const id of this.ids) this.end(id, 'host-drained', 'the server was stopped');
    const storedBy = clock.nowMs() + 8_000;
    while (this.#reserved > 0 && clock.nowMs() < storedBy) await delay(clock, 50);
  }
}
