/** How long something that was deleted can be brought back. Long enough to read what happened and reach the button. */
export const undoMs = 8_000;

export interface Leaver {
  readonly id: string;
  /** What it is one of: a refusal is told where these are shown. */
  readonly kind: string;
  /** Deletes it for good. Resolves once the lists are read anew. */
  readonly remove: () => Promise<void>;
}

interface State {
  readonly ids: ReadonlySet<string>;
  /** Why the last one of a kind came back. */
  readonly problems: Readonly<Record<string, string>>;
}

/** Things that are out of sight and will be deleted soon, unless they are brought back before. */
export class Leaving {
  state: State;
  private readonly waiting = new Map<string, { readonly leaver: Leaver; readonly timer: ReturnType<typeof setTimeout>; readonly onGone: () => void }>();
  private readonly watchers = new Set<() => void>();

  /** `gone` was being deleted as the page before this one was left: a list may have been read before that was done. */
  constructor(gone: readonly string[] = []) {
    this.state = { ids: new Set(gone), problems: {} };
  }

  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  /** `onGone` is called when it is too late to bring it back. */
  begin(leaver: Leaver, onGone: () => void): void {
    const timer = setTimeout(() => void this.finish(leaver.id), undoMs);
    this.waiting.set(leaver.id, { leaver, timer, onGone });
    this.show({ ids: new Set([...this.state.ids, leaver.id]), problems: without(this.state.problems, leaver.kind) });
  }

  bringBack(id: string): void {
    const waiting = this.waiting.get(id);
    if (waiting === undefined) return;
    clearTimeout(waiting.timer);
    this.waiting.delete(id);
    this.reveal(id);
  }

  /** Whoever leaves the page has not brought anything back. */
  async finishAll(): Promise<void> {
    await Promise.all([...this.waiting.keys()].map((id) => this.finish(id)));
  }

  private async finish(id: string): Promise<void> {
    const waiting = this.waiting.get(id);
    if (waiting === undefined) return;
    clearTimeout(waiting.timer);
    this.waiting.delete(id);
    waiting.onGone();
    try {
      await waiting.leaver.remove();
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      this.show({ ...this.state, problems: { ...this.state.problems, [waiting.leaver.kind]: problem } });
    } finally {
      this.reveal(id);
    }
  }

  private reveal(id: string): void {
    this.show({ ...this.state, ids: new Set([...this.state.ids].filter((other) => other !== id)) });
  }

  private show(state: State): void {
    this.state = state;
    for (const watcher of this.watchers) watcher();
  }
}

function without(problems: Readonly<Record<string, string>>, kind: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(problems).filter(([other]) => other !== kind));
}
