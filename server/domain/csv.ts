/** One line of a CSV file (RFC 4180), with its end. */
export function csvLine(values: readonly (string | number | null)[]): string {
  return `${values.map((value) => (typeof value === 'string' ? csvText(value) : (value ?? ''))).join(',')}\r\n`;
}

/** A spreadsheet takes text that begins like a formula for one: an apostrophe in front keeps it text. */
function csvText(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
