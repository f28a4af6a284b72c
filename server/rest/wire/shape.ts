/** A type of the public API as plain data; `shapes.json` holds them by name. */
export type Shape =
  | 'string'
  | 'number'
  | 'boolean'
  | 'unknown'
  | 'null'
  | 'void'
  | { readonly ref: string }
  /** Words that are known today; clients and servers accept others. */
  | { readonly oneOf: readonly string[] }
  | { readonly array: Shape }
  | { readonly map: Shape }
  | { readonly anyOf: readonly Shape[] }
  | { readonly object: Readonly<Record<string, Field>> }
  /** Told apart by the text in member `tag`. */
  | { readonly tag: string; readonly cases: Readonly<Record<string, Shape>> };

export interface Field {
  readonly type: Shape;
  /** May be missing or null. */
  readonly optional?: boolean;
  readonly default?: unknown;
  readonly min?: number;
  /** Greater than this. */
  readonly above?: number;
  readonly max?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly deprecated?: boolean;
}

/** One route or socket of the public API, as the official list has it. */
export interface Endpoint {
  readonly group: string;
  readonly class: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'WS';
  readonly path: string;
  readonly sdk: string;
  readonly summary: string;
  /** Shape of the JSON body; null: none. */
  readonly request: Shape | null;
  /** Members of a multipart body; null: it is none. */
  readonly form: readonly string[] | null;
  readonly query: readonly string[];
  /** Shape of the answer; `bytes` and `text` are no JSON. */
  readonly answer: Shape | 'bytes' | 'text';
  readonly success: number;
  readonly deprecated: boolean;
}
