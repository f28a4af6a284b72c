import { type EmbeddedPostgres, type EmbeddedPostgresOptions, startEmbeddedPostgres } from './embedded-postgres.ts';
import { eventually, sleep } from './wait.ts';

interface KeptDatabaseOptions extends EmbeddedPostgresOptions {
  readonly say: (line: string) => void;
  /** Told when it could not be brought back; the supervisor ends then. */
  readonly onGaveUp: (reason: string) => void;
}

const lookEveryMs = 500;
const restartsAllowed = 5;
const withinMs = 60_000;

/**
 * The embedded PostgreSQL, started again on the same port when it dies, so that the processes that have its address find it
 * again. It is looked at and not waited for: one that was taken over from a killed instance is nobody's child.
 */
export class KeptDatabase {
  readonly url: string;
  readonly wasAdopted: boolean;
  readonly #options: KeptDatabaseOptions;
  #server: EmbeddedPostgres;
  #isStopping = false;
  #deaths: number[] = [];
  readonly #watching: Promise<void>;

  private constructor(server: EmbeddedPostgres, options: KeptDatabaseOptions) {
    this.url = server.url;
    this.wasAdopted = server.wasAdopted;
    this.#server = server;
    this.#options = options;
    this.#watching = this.#watch();
  }

  /** @throws Error that says what to do instead, when it does not start */
  static async start(options: KeptDatabaseOptions): Promise<KeptDatabase> {
    return new KeptDatabase(await startEmbeddedPostgres(options), options);
  }

  get pid(): number {
    return this.#server.pid;
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#watching;
    await this.#server.stop();
  }

  async #watch(): Promise<void> {
    while (!this.#isStopping) {
      if (!this.#server.isRunning()) await this.#bringBack();
      await eventually(() => this.#isStopping, { timeoutMs: lookEveryMs });
    }
  }

  async #bringBack(): Promise<void> {
    const { say, onGaveUp } = this.#options;
    const now = performance.now();
    this.#deaths = [...this.#deaths.filter((at) => now - at < withinMs), now];
    say('  ! the database ended; starting it again');
    try {
      if (this.#deaths.length > restartsAllowed) throw new Error(`it died ${this.#deaths.length} times within a minute`);
      this.#server = await this.#startOnSamePort();
      say('  ✓ the database is back');
    } catch (error) {
      this.#isStopping = true;
      onGaveUp(`The database cannot be kept running: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  async #startOnSamePort(): Promise<EmbeddedPostgres> {
    const deadline = performance.now() + withinMs;
    for (;;) {
      const server = await startEmbeddedPostgres({ ...this.#options, port: this.#server.port });
      if (server.port === this.#server.port) return server;
      // A command found no server and started one for itself on another port; it takes it down when it is done.
      if (performance.now() > deadline) throw new Error(`another server (process ${server.pid}) holds its folder`);
      await eventually(() => !server.isRunning(), { timeoutMs: deadline - performance.now() });
      await sleep(lookEveryMs);
    }
  }
}
