import { type ChildProcess, spawn } from 'node:child_process';
import { isReady, type Upstream } from './gateway.ts';
import type { LogSink } from './log-sink.ts';
import { rootDir } from './paths.ts';
import { eventually, sleep } from './wait.ts';

export interface KeptProcessOptions {
  readonly upstream: Upstream;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly sink: LogSink;
  readonly readyTimeoutMs: number;
  /** Told each time the process has a new number. */
  readonly onStarted: (pid: number) => void;
  /** Told when it came back too often; the supervisor ends then. */
  readonly onGaveUp: (reason: string) => void;
  readonly say: (line: string) => void;
}

const restartsAllowed = 5;
const withinMs = 60_000;

/** A child process that is started again when it dies, until it is stopped or has died too often. */
export class KeptProcess {
  readonly #options: KeptProcessOptions;
  #child: ChildProcess | undefined;
  #isStopping = false;
  #deaths: number[] = [];

  constructor(options: KeptProcessOptions) {
    this.#options = options;
  }

  /**
   * Starts it and waits until it is ready.
   * @throws Error with its last words when it ends before that, or takes too long
   */
  async start(): Promise<void> {
    const child = this.#spawn();
    const { upstream, sink, readyTimeoutMs } = this.#options;
    const isOver = () => hasEnded(child);
    let ready = false;
    await eventually(
      async () => {
        ready = !isOver() && (await isReady(upstream));
        return ready || isOver() || this.#isStopping;
      },
      { timeoutMs: readyTimeoutMs, everyMs: 25 },
    );
    if (ready) {
      sink.isShown = true;
      child.once('exit', (code, signal) => void this.#onDeath(code, signal));
      // It may have died between its answer and now.
      if (isOver()) void this.#onDeath(child.exitCode, child.signalCode);
      return;
    }
    if (this.#isStopping) return;
    const wasOver = isOver();
    await end(child, 2_000);
    throw new Error(
      wasOver
        ? `${sink.tail()}\n(${endedHow(child.exitCode, child.signalCode)})`
        : `It did not become ready within ${readyTimeoutMs / 1000} s.\n${sink.tail()}`,
    );
  }

  /** Asks it to end with SIGTERM; takes the whole group away when it has not after `graceMs`. */
  async stop(graceMs: number): Promise<void> {
    this.#isStopping = true;
    if (this.#child !== undefined) await end(this.#child, graceMs);
  }

  #spawn(): ChildProcess {
    const { args, env, sink, onStarted } = this.#options;
    // A group of its own: Ctrl-C in the terminal is for the supervisor alone, which stops the children in order.
    const child = spawn(process.execPath, args, { cwd: rootDir, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    child.stdout.on('data', (chunk: Buffer) => sink.take(chunk));
    child.stderr.on('data', (chunk: Buffer) => sink.take(chunk));
    child.on('error', (error) => sink.take(Buffer.from(`${error.message}\n`)));
    if (child.pid !== undefined) onStarted(child.pid);
    this.#child = child;
    return child;
  }

  async #onDeath(code: number | null, signal: NodeJS.Signals | null): Promise<void> {
    if (this.#isStopping) return;
    const { upstream, say, onGaveUp } = this.#options;
    const now = performance.now();
    this.#deaths = [...this.#deaths.filter((at) => now - at < withinMs), now];
    if (this.#deaths.length > restartsAllowed) {
      onGaveUp(`The ${upstream.name} process died ${this.#deaths.length} times within a minute (last: ${endedHow(code, signal)}).`);
      return;
    }
    const pauseMs = Math.min(5_000, 250 * 2 ** (this.#deaths.length - 1));
    say(`  ! the ${upstream.name} process ended (${endedHow(code, signal)}); starting it again in ${pauseMs} ms`);
    await sleep(pauseMs);
    if (this.#isStopping) return;
    try {
      await this.start();
      if (!this.#isStopping) say(`  ✓ the ${upstream.name} process is back`);
    } catch (error) {
      say(error instanceof Error ? error.message : String(error));
      await this.#onDeath(this.#child?.exitCode ?? null, this.#child?.signalCode ?? null);
    }
  }
}

async function end(child: ChildProcess, graceMs: number): Promise<void> {
  const isOver = () => hasEnded(child);
  if (isOver()) return;
  child.kill('SIGTERM');
  if (!(await eventually(isOver, { timeoutMs: graceMs, everyMs: 20 }))) {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    await eventually(isOver, { timeoutMs: 5_000 });
  }
}

/** Without a number it never began. */
function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
}

function endedHow(code: number | null, signal: NodeJS.Signals | null): string {
  return signal === null ? `exit code ${code}` : `ended by ${signal}`;
}
