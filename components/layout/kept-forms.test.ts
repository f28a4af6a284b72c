import { afterEach, describe, expect, it, vi } from 'vitest';
import { forgetAllWritten, forgetForm, keepForm, keptForm } from './kept-forms';

afterEach(() => vi.unstubAllGlobals());

describe('forms in this browser', () => {
  it('are kept until they are forgotten', () => {
    open(storageOf({}));
    keepForm('demo.webhook', { name: 'Calls' });
    expect(keptForm('demo.webhook')).toEqual({ name: 'Calls' });
    expect(keptForm('other.webhook')).toBeUndefined();
    forgetForm('demo.webhook');
    expect(keptForm('demo.webhook')).toBeUndefined();
  });

  it('are all forgotten at once, drafts of agents too, and nothing else is', () => {
    const storage = storageOf({ theme: 'dark', 'parley.draft.agent_1': '{}', 'parley.form.demo.webhook': '{}', 'parley.form.demo.tool': '{}' });
    open(storage);
    forgetAllWritten();
    expect(storage.length).toBe(1);
    expect(storage.getItem('theme')).toBe('dark');
  });

  it('are nothing where they cannot be read', () => {
    open(storageOf({ 'parley.form.demo.webhook': 'no JSON' }));
    expect(keptForm('demo.webhook')).toBeUndefined();
    vi.stubGlobal('window', {});
    keepForm('demo.webhook', {});
    expect(keptForm('demo.webhook')).toBeUndefined();
  });
});

function open(localStorage: ReturnType<typeof storageOf>): void {
  vi.stubGlobal('window', { localStorage });
}

/** As much of a browser's storage as is asked for. */
function storageOf(entries: Readonly<Record<string, string>>) {
  const items = new Map(Object.entries(entries));
  return {
    get length() {
      return items.size;
    },
    key: (index: number) => [...items.keys()][index] ?? null,
    getItem: (name: string) => items.get(name) ?? null,
    setItem: (name: string, value: string) => void items.set(name, value),
    removeItem: (name: string) => void items.delete(name),
  };
}
