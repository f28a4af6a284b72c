import type { Readable } from 'node:stream';

export interface StoredRange {
  /** First byte, from 0. */
  readonly start: number;
  /** Last byte, included; absent: to the end. */
  readonly end?: number | undefined;
}

export interface StoredFile {
  readonly key: string;
  readonly size: number;
  readonly modifiedAt: Date;
}

/** Where recordings and uploads live. Keys are paths with `/` between their parts: letters, digits, `.`, `_`, `-`. */
export interface Storage {
  /** Writes the whole file or nothing; replaces what was there. A stream is read to its end. */
  put(key: string, content: Buffer | Readable, options?: { readonly contentType?: string }): Promise<void>;
  /** The file's bytes as a stream, which the caller reads to its end or destroys. Throws `not_found`. */
  get(key: string, range?: StoredRange): Promise<Readable>;
  /** Null when there is no such file. */
  stat(key: string): Promise<StoredFile | null>;
  /** Takes a file away; one that is not there is fine. */
  delete(key: string): Promise<void>;
  /** Files whose key begins with `prefix`, in order of their keys. */
  list(prefix: string): AsyncIterable<StoredFile>;
}
