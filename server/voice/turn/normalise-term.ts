/** Lower case, without punctuation at the edges and with single spaces. */
export function normaliseTerm(text: string): string {
  return text
    .toLowerCase()
    .replace(/[.,!?¿¡;:"“”…]/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
}
