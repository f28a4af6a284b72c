export const exportFormats = ['csv', 'jsonl'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export interface ExportedPage {
  /** Whole lines. The first page of a CSV begins with the names of its columns. */
  readonly text: string;
  readonly nextCursor: string | null;
}

export type ExportColumn<Row> = readonly [name: string, value: (row: Row) => string | number | null];

/** One page of an export as text: a line of JSON or of a CSV a row. */
export function exportedLines<Row>(
  rows: readonly Row[],
  { format, columns, isFirst }: { readonly format: ExportFormat; readonly columns: readonly ExportColumn<Row>[]; readonly isFirst: boolean },
): string {
  if (format === 'jsonl') return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  const header = isFirst ? csvLine(columns.map(([name]) => name)) : '';
  return header + rows.map((row) => csvLine(columns.map(([, value]) => value(row)))).join('');
}

/** One line of a CSV file (RFC 4180), with its end. */
function csvLine(values: readonly (string | number | null)[]): string {
  return `${values.map((value) => (typeof value === 'string' ? csvText(value) : (value ?? ''))).join(',')}\r\n`;
}

/** A spreadsheet takes text that begins like a formula for one: an apostrophe in front keeps it text. */
function csvText(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
