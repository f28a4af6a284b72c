'use client';

import { useEffect, useState } from 'react';

export interface KeptForm<T> {
  readonly value: T;
  readonly set: (next: T) => void;
  /** It is saved or discarded: nothing is kept of it any more. */
  readonly forget: () => void;
}

/** What is being written, kept in this browser until it is saved or discarded. `read` gives what was kept, if it still is one. */
export function useKeptForm<T>(name: string, saved: T, read: (kept: unknown) => T | undefined): KeptForm<T> {
  const key = `parley.${name}`;
  const [value, setValue] = useState(saved);
  useEffect(() => {
    const kept = keptUnder(key);
    const form = kept === undefined ? undefined : read(kept);
    if (form !== undefined) setValue(form);
    // What is kept is read once; `read` is a function of the module that asks.
  }, [key, read]);
  return {
    value,
    set(next) {
      setValue(next);
      keep(key, JSON.stringify(next));
    },
    forget: () => keep(key, undefined),
  };
}

function keptUnder(key: string): unknown {
  try {
    const text = window.localStorage.getItem(key);
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function keep(key: string, text: string | undefined): void {
  try {
    if (text === undefined) window.localStorage.removeItem(key);
    else window.localStorage.setItem(key, text);
  } catch {
    // Without storage the form lives as long as the page.
  }
}
