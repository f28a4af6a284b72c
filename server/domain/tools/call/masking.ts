export const mask = '••••••';

/** Keeps track of what must not be seen, and takes it out of text. Very short values are left: masking them would tear other words apart. */
export class Masking {
  readonly #values = new Set<string>();

  add(value: string): void {
    if (value.length >= 4) this.#values.add(value);
  }

  masked(text: string): string {
    let shown = text;
    // Longest first: one value may be part of another.
    for (const value of [...this.#values].sort((a, b) => b.length - a.length)) {
      shown = shown.replaceAll(value, mask);
      const escaped = JSON.stringify(value).slice(1, -1);
      if (escaped !== value) shown = shown.replaceAll(escaped, mask);
    }
    return shown;
  }
}
