import { createWriteStream, existsSync, mkdirSync, renameSync, statSync, type WriteStream } from 'node:fs';
import path from 'node:path';

const maxBytes = 20 * 1024 * 1024;
const tailLines = 40;

/**
 * Where a child's output goes: line by line into a file that is kept under 20 MB (with one older one beside it), and, once
 * `isShown`, to the console, each line with the child's name.
 */
export class LogSink {
  isShown = false;
  readonly #name: string;
  readonly #file: string;
  #stream: WriteStream;
  #written: number;
  #rest = '';
  #tail: string[] = [];

  constructor(dir: string, name: string) {
    mkdirSync(dir, { recursive: true });
    this.#name = name;
    this.#file = path.join(dir, `${name}.log`);
    this.#written = existsSync(this.#file) ? statSync(this.#file).size : 0;
    this.#stream = createWriteStream(this.#file, { flags: 'a', mode: 0o600 });
  }

  take(chunk: Buffer): void {
    this.#write(chunk);
    const lines = (this.#rest + chunk.toString('utf8')).split('\n');
    this.#rest = (lines.pop() ?? '').slice(-65_536);
    for (const line of lines) this.#line(line);
  }

  /** The last lines, for whoever wants to say why the child ended. */
  tail(): string {
    return [...this.#tail, this.#rest].filter((line) => line.trim() !== '').join('\n');
  }

  close(): void {
    this.#stream.end();
  }

  #line(line: string): void {
    this.#tail = [...this.#tail.slice(1 - tailLines), readable(line)];
    if (this.isShown && line.trim() !== '') process.stdout.write(process.stdout.isTTY ? `${this.#name.padEnd(5)} │ ${readable(line)}\n` : `${line}\n`);
  }

  #write(chunk: Buffer): void {
    if (this.#written > maxBytes) {
      this.#stream.end();
      renameSync(this.#file, `${this.#file}.1`);
      this.#stream = createWriteStream(this.#file, { flags: 'a', mode: 0o600 });
      this.#written = 0;
    }
    this.#written += chunk.length;
    this.#stream.write(chunk);
  }
}

const levels: Readonly<Record<number, string>> = { 10: 'trace', 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' };

/** A structured log line as a person reads it; any other line as it is. */
export function readable(line: string): string {
  if (!line.startsWith('{')) return line;
  try {
    const { level, time, msg, pid: _pid, hostname: _hostname, name: _name, ...fields } = JSON.parse(line) as Record<string, unknown>;
    if (typeof level !== 'number' || typeof time !== 'number') return line;
    const rest = Object.entries(fields).map(([name, value]) => `${name}=${fieldText(value)}`);
    return [new Date(time).toISOString().slice(11, 23), (levels[level] ?? String(level)).padEnd(5), fieldText(msg ?? ''), ...rest].join(' ');
  } catch {
    // Not JSON after all.
    return line;
  }
}

function fieldText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if ('message' in value && 'stack' in value) return String(value.stack);
  return JSON.stringify(value);
}
