/** Prints what is being done, and how long it took: `✓ database (0.7 s)`. */
export interface Steps {
  run<T>(title: string, work: () => Promise<T>, options?: { note?: (result: T) => string | undefined; ifItFails?: string }): Promise<T>;
  say(line: string): void;
}

/** A step that failed, with what to do about it; its cause was printed already. */
export class StepFailed extends Error {}

export function printedSteps(write: (text: string) => void = (text) => void process.stdout.write(text)): Steps {
  const isTerminal = process.stdout.isTTY === true;
  return {
    async run(title, work, options = {}) {
      const startedAt = performance.now();
      const seconds = () => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
      if (isTerminal) write(`  … ${title}`);
      try {
        const result = await work();
        const note = options.note?.(result);
        write(`${isTerminal ? '\r\x1b[2K' : ''}  ✓ ${title}${note === undefined ? '' : `: ${note}`} (${seconds()})\n`);
        return result;
      } catch (error) {
        write(`${isTerminal ? '\r\x1b[2K' : ''}  ✗ ${title} failed after ${seconds()}\n`);
        write(`\n${indented(error instanceof Error ? error.message : String(error))}\n`);
        if (options.ifItFails !== undefined) write(`\n  What to do: ${options.ifItFails}\n`);
        throw new StepFailed(title, { cause: error });
      }
    },
    say: (line) => write(`${line}\n`),
  };
}

function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
}
