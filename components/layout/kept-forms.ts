/** What is written in forms, and drafts of agents: the latter are with the server, too. */
const written = { forms: 'parley.form.', drafts: 'parley.draft.' } as const;

/** What was kept of a form in this browser, as it came: it may be of an older kind. */
export function keptForm(name: string): unknown {
  try {
    const text = window.localStorage.getItem(written.forms + name);
    return text === null ? undefined : JSON.parse(text);
  } catch {
    // Forbidden storage or no JSON: nothing was kept.
    return undefined;
  }
}

export function keepForm(name: string, form: unknown): void {
  try {
    window.localStorage.setItem(written.forms + name, JSON.stringify(form));
  } catch {
    // Without storage the form lives as long as the page.
  }
}

export function forgetForm(name: string): void {
  try {
    window.localStorage.removeItem(written.forms + name);
  } catch {
    // Without storage nothing was kept.
  }
}

/** Leaves nothing that was written for whoever uses this browser next. */
export function forgetAllWritten(): void {
  try {
    const { localStorage } = window;
    const names = Array.from({ length: localStorage.length }, (_, index) => localStorage.key(index) ?? '');
    for (const name of names) if (Object.values(written).some((start) => name.startsWith(start))) localStorage.removeItem(name);
  } catch {
    // Without storage nothing was kept.
  }
}
