import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { z } from 'zod';
import type { Clock } from '../lib/clock';
import type { Logger } from '../lib/logger';
import type { Notices } from '../lib/notices';

export interface OpenNoticesOptions {
  readonly url: string;
  readonly clock: Clock;
  readonly log: Logger;
  /** How long a process may be silent before it is gone; each says four times as often that it is there. */
  readonly goneAfterMs?: number;
}

export interface OpenNotices extends Notices {
  /** Resolves when this process is heard and hears, or when the database is out of reach for now. */
  open(): Promise<void>;
  /** Takes leave of the others. */
  close(): Promise<void>;
}

const channel = 'parley';
/** PostgreSQL takes less than 8000 bytes at a time. */
const mostBytes = 7_500;
/** What waits while the database is slow; with more, all of it counts as missed. */
const mostWaiting = 2_000;
const answerTimeoutMs = 10_000;
const shortestRetryMs = 500;
const longestRetryMs = 30_000;

const messageSchema = z.object({ from: z.string().nullable(), notices: z.array(z.tuple([z.string(), z.unknown()])) });

/** Notices by PostgreSQL's LISTEN and NOTIFY, over one connection that comes back by itself. */
export function openNotices(options: OpenNoticesOptions): OpenNotices {
  return new PostgresNotices(options);
}

class PostgresNotices implements OpenNotices {
  readonly #options: Required<OpenNoticesOptions>;
  readonly #id = randomUUID();
  readonly #heard = new Map<string, ((body: unknown, from: string | null) => void)[]>();
  readonly #came: (() => void)[] = [];
  readonly #gone: ((process: string) => void)[] = [];
  readonly #missed: (() => void)[] = [];
  /** When each of the others was last heard. */
  readonly #others = new Map<string, number>();
  #client: pg.Client | null = null;
  #connectedMs = 0;
  #waiting: string[] = [];
  #sending: Promise<void> | null = null;
  #isClosed = false;
  #hasMissed = false;
  #retryMs = shortestRetryMs;
  #cancelRetry = () => {};
  #cancelBeat = () => {};

  constructor(options: OpenNoticesOptions) {
    this.#options = { goneAfterMs: 20_000, ...options };
  }

  async open(): Promise<void> {
    this.#beat();
    await this.#connect();
  }

  tell(kind: string, body: object): void {
    if (!this.#isAlone()) this.#tell(kind, body);
  }

  /** Whoever else were there would have been heard by now. */
  #isAlone(): boolean {
    return this.#others.size === 0 && this.#options.clock.nowMs() - this.#connectedMs > this.#options.goneAfterMs;
  }

  #tell(kind: string, body: object): void {
    // Without a connection nobody is told; they look again once there is one.
    if (this.#client === null) return;
    const notice = JSON.stringify([kind, body]);
    if (this.#waiting.length >= mostWaiting || Buffer.byteLength(notice) > mostBytes - 100) {
      this.#options.log.warn({ kind, waiting: this.#waiting.length }, 'a notice to the other processes does not go through');
      this.#waiting = [JSON.stringify(['missed', {}])];
    } else this.#waiting.push(notice);
    this.#sending ??= this.#send(this.#client);
  }

  on(kind: string, heard: (body: unknown, from: string | null) => void): void {
    this.#heard.set(kind, [...(this.#heard.get(kind) ?? []), heard]);
  }

  onCame(heard: () => void): void {
    this.#came.push(heard);
  }

  onGone(heard: (process: string) => void): void {
    this.#gone.push(heard);
  }

  onMissed(heard: () => void): void {
    this.#missed.push(heard);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelRetry();
    this.#cancelBeat();
    const client = this.#client;
    if (client === null) return;
    this.#client = null;
    try {
      await this.#sending;
      await this.#notify(client, [JSON.stringify(['gone', {}])]);
    } catch (error) {
      this.#options.log.info({ err: error }, 'the other processes were not told that this one stops');
    }
    await client.end();
  }

  async #connect(): Promise<void> {
    const { url, log } = this.#options;
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: answerTimeoutMs, query_timeout: answerTimeoutMs, keepAlive: true });
    client.on('notification', ({ payload }) => this.#hear(payload ?? ''));
    client.on('error', (error) => this.#lost(client, error));
    client.on('end', () => this.#lost(client, new Error('the connection ended')));
    try {
      await client.connect();
      await client.query(`LISTEN ${channel}`);
    } catch (error) {
      log.warn({ err: error }, 'notices of other processes are out of reach; trying again');
      this.#retry(client);
      return;
    }
    if (this.#isClosed) return client.end();
    this.#client = client;
    this.#retryMs = shortestRetryMs;
    this.#connectedMs = this.#options.clock.nowMs();
    for (const other of this.#others.keys()) this.#others.set(other, this.#connectedMs);
    this.#tell('here', {});
    if (!this.#hasMissed) return;
    this.#hasMissed = false;
    this.#tell('missed', {});
    this.#call(this.#missed);
  }

  #lost(client: pg.Client, error: Error): void {
    if (this.#client !== client) return;
    this.#client = null;
    this.#waiting = [];
    this.#options.log.warn({ err: error }, 'the connection for notices broke; opening it again');
    this.#retry(client);
  }

  #retry(broken: pg.Client): void {
    // It is broken already: that it does not close either says nothing new.
    broken.end().catch(() => undefined);
    if (this.#isClosed) return;
    this.#hasMissed = true;
    this.#cancelRetry = this.#options.clock.after(this.#retryMs, () => void this.#connect());
    this.#retryMs = Math.min(this.#retryMs * 2, longestRetryMs);
  }

  /** One statement after another: what comes up meanwhile goes together. */
  async #send(client: pg.Client): Promise<void> {
    try {
      while (this.#waiting.length > 0 && this.#client === client) await this.#notify(client, this.#take());
    } catch (error) {
      this.#lost(client, error instanceof Error ? error : new Error(String(error)));
    }
    this.#sending = null;
    // Since then another connection may have been opened, and something told by it.
    if (this.#waiting.length > 0 && this.#client !== null) this.#sending = this.#send(this.#client);
  }

  #take(): string[] {
    let bytes = 100;
    const count = this.#waiting.findIndex((notice) => (bytes += Buffer.byteLength(notice) + 1) > mostBytes);
    return this.#waiting.splice(0, count === -1 ? this.#waiting.length : count);
  }

  async #notify(client: pg.Client, notices: readonly string[]): Promise<void> {
    await client.query('SELECT pg_notify($1, $2)', [channel, `{"from":"${this.#id}","notices":[${notices.join()}]}`]);
  }

  #hear(payload: string): void {
    let message: z.infer<typeof messageSchema>;
    try {
      message = messageSchema.parse(JSON.parse(payload));
    } catch (error) {
      // Somebody else may use a channel of this name.
      this.#options.log.warn({ err: error }, 'a notice could not be read');
      return;
    }
    const { from, notices } = message;
    if (from === this.#id) return;
    if (from !== null) this.#noteOther(from);
    for (const [kind, body] of notices) {
      if (kind === 'gone' && from !== null) this.#forget(from);
      else if (kind === 'missed') this.#call(this.#missed);
      else this.#call(this.#heard.get(kind) ?? [], body, from);
    }
  }

  #noteOther(from: string): void {
    const isNew = !this.#others.has(from);
    this.#others.set(from, this.#options.clock.nowMs());
    if (!isNew) return;
    this.#tell('here', {});
    this.#call(this.#came);
  }

  #forget(other: string): void {
    if (this.#others.delete(other)) this.#call(this.#gone, other);
  }

  /** Another release may tell what this one does not understand: that stops nothing else. */
  #call<A extends readonly unknown[]>(listeners: readonly ((...what: A) => void)[], ...what: A): void {
    for (const heard of listeners) {
      try {
        heard(...what);
      } catch (error) {
        this.#options.log.warn({ err: error }, 'a notice could not be acted on');
      }
    }
  }

  #beat(): void {
    const { clock, goneAfterMs } = this.#options;
    this.#cancelBeat = clock.after(goneAfterMs / 4, () => {
      this.#tell('here', {});
      // Who hears nothing itself cannot tell who is silent.
      if (this.#client !== null) for (const [other, heardMs] of this.#others) if (clock.nowMs() - heardMs > goneAfterMs) this.#forget(other);
      this.#beat();
    });
  }
}
