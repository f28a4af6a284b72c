/** Text to be found as it stands: `%`, `_` and the backslash mean something to the database's LIKE. */
export function literally(text: string): string {
  return text.replaceAll(/[\\%_]/g, '\\$&');
}
