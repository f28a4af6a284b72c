'use client';

import { useEffect, useRef, useState } from 'react';
import { isSame } from '../agents/document-changes';
import { formOf, type Reader, text } from './kept-fields';
import { forgetForm, keepForm, keptForm } from './kept-forms';
import { useWorkspace } from './workspace-context';

export interface KeptFormOptions<T extends object> {
  /** Of the form, with the id of what it changes. */
  readonly name: string;
  /** What is stored, or an empty form. */
  readonly saved: T;
  /** The same function at every render. It may have to be loaded itself; what is written before it answers stays. */
  readonly read: (kept: unknown) => ReturnType<Reader<T>> | Promise<T | undefined>;
  /** The form as it may lie in this browser. Secrets, passwords and tokens never may: a form that asks for them takes them out here. */
  readonly withoutSecrets?: (form: T) => T;
}

export interface KeptForm<T extends object> {
  readonly value: T;
  readonly set: (next: T) => void;
  readonly edit: (change: Partial<T>) => void;
  /** It was found in this browser, and is not what is saved. */
  readonly isRestored: boolean;
  /** Back to what is saved. */
  readonly discard: () => void;
  /** It is saved now: nothing is kept of it any more. */
  readonly forget: () => void;
}

/**
 * What is being written, kept in this browser until it is saved or discarded: closing a dialog or leaving a page keeps it. Each workspace and person has
 * forms of their own.
 */
export function useKeptForm<T extends object>({ name, ...form }: KeptFormOptions<T>): KeptForm<T> {
  const { slug, person } = useWorkspace();
  return useFormKeptAs({ ...form, name: `${slug}.${person.email}.${name}` });
}

export interface OneText {
  readonly text: string;
}

const readOneText = formOf<OneText>({ text });

/** The same for a form of one text. */
export function useKeptText(name: string, saved: string): KeptForm<OneText> {
  return useKeptForm({ name, saved: { text: saved }, read: readOneText });
}

/** The same for a form that belongs to no workspace. */
export function useFormKeptAs<T extends object>({ name, saved, read, withoutSecrets = (form) => form }: KeptFormOptions<T>): KeptForm<T> {
  const [value, setValue] = useState(saved);
  const [hasFound, setHasFound] = useState(false);
  const hasWritten = useRef(false);
  useEffect(() => {
    let isShown = true;
    const restore = async () => {
      const form = await read(keptForm(name));
      if (form === undefined || !isShown || hasWritten.current) return;
      setValue(form);
      setHasFound(true);
    };
    // What cannot be read is not shown, and is there the next time.
    restore().catch(() => undefined);
    return () => {
      isShown = false;
    };
  }, [name, read]);
  const set = (next: T) => {
    hasWritten.current = true;
    setValue(next);
    const kept = withoutSecrets(next);
    if (isSame(kept, withoutSecrets(saved))) forgetForm(name);
    else keepForm(name, kept);
  };
  const forget = () => {
    forgetForm(name);
    setHasFound(false);
  };
  return {
    value,
    set,
    edit: (change) => set({ ...value, ...change }),
    isRestored: hasFound && !isSame(value, saved),
    discard() {
      setValue(saved);
      forget();
    },
    forget,
  };
}
