/**
 * Remembers how to undo what was started, and undoes it in the opposite order: what was started first, the database, goes last.
 */
export class Shutdown {
  readonly #undo: { readonly what: string; readonly run: () => Promise<void> | void }[] = [];
  #begun: Promise<void> | undefined;

  get hasBegun(): boolean {
    return this.#begun !== undefined;
  }

  /** Told once something was started. When everything is ending already it is undone at once. */
  async add(what: string, run: () => Promise<void> | void): Promise<void> {
    if (this.#begun !== undefined) {
      await run();
      return;
    }
    this.#undo.push({ what, run });
  }

  /** Ends everything; later calls wait for the first. A part that cannot be ended is reported and does not hold up the others. */
  run(report: (line: string) => void): Promise<void> {
    this.#begun ??= this.#runAll(report);
    return this.#begun;
  }

  async #runAll(report: (line: string) => void): Promise<void> {
    for (const { what, run } of this.#undo.reverse()) {
      try {
        await run();
      } catch (error) {
        report(`  ! ${what} did not stop as it should: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }
}
