import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { isJson } from './api';

const schema = z.record(z.string(), z.string());

/** Which thing of the source became which of ours; kept in a file, so that moving again changes what is there instead of making it twice. */
export class KnownItems {
  readonly #file: string;
  readonly #targets: Map<string, string>;

  constructor(file: string) {
    this.#file = file;
    this.#targets = new Map(existsSync(file) ? Object.entries(schema.parse(JSON.parse(readFileSync(file, 'utf8')))) : []);
  }

  targetOf(sourceId: string): string | undefined {
    return this.#targets.get(sourceId);
  }

  note(sourceId: string, targetId: string): void {
    this.#targets.set(sourceId, targetId);
    mkdirSync(path.dirname(this.#file), { recursive: true });
    writeFileSync(`${this.#file}.new`, JSON.stringify(Object.fromEntries(this.#targets), null, 2));
    renameSync(`${this.#file}.new`, this.#file);
  }

  /** The same value with our ids in the place of the source's. */
  translated(value: unknown): unknown {
    if (typeof value === 'string') return this.#targets.get(value) ?? value;
    if (Array.isArray(value)) return value.map((item) => this.translated(item));
    if (!isJson(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, this.translated(member)]));
  }
}
