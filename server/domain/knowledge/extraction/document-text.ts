/** What can be read; told by content, not by name alone. */
export type FileFormat = 'pdf' | 'docx' | 'epub' | 'html' | 'markdown' | 'csv' | 'text';

export interface ExtractionRequest {
  readonly bytes: Uint8Array;
  /** Says what a text is: Markdown, CSV, plain. Anything else is told by content. */
  readonly filename?: string;
  readonly contentType?: string;
  /** Address a page came from, for its links. */
  readonly url?: string;
  readonly maxLength: number;
}

export type ExtractionProblem = 'unsupported' | 'encrypted' | 'damaged' | 'empty' | 'too-long';

export type ExtractionResult =
  | {
      readonly ok: true;
      readonly format: FileFormat;
      readonly contentType: string;
      readonly title: string;
      readonly text: string;
      readonly links: readonly string[];
    }
  | { readonly ok: false; readonly problem: ExtractionProblem; readonly detail: string };

/** A document that cannot be read, for a reason that its owner can do something about. */
export class UnreadableDocument extends Error {
  constructor(
    readonly problem: ExtractionProblem,
    message: string,
  ) {
    super(message);
    this.name = 'UnreadableDocument';
  }
}

export interface ReadText {
  readonly title: string;
  readonly text: string;
  /** Addresses that a page points to. */
  readonly links?: readonly string[];
}
