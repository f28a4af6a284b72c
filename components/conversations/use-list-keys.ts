'use client';

import { type RefObject, useEffect, useRef } from 'react';
import { isSingleKey } from '../layout/single-keys';

/** Goes through the rows with j and k, and chooses one with x. Enter opens a row, as a link does. */
export function useListKeys({ toggle }: { readonly toggle: (conversationId: string) => void }): RefObject<HTMLDivElement | null> {
  const listRef = useRef<HTMLDivElement>(null);
  const toggleRef = useRef(toggle);
  toggleRef.current = toggle;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const { target } = event;
      if (!isSingleKey(event) || !(target instanceof HTMLElement)) return;
      const links = [...(listRef.current?.querySelectorAll<HTMLElement>('[data-conversation]') ?? [])];
      const row = target.closest('tr')?.querySelector<HTMLElement>('[data-conversation]') ?? null;
      const at = row === null ? -1 : links.indexOf(row);
      switch (event.key) {
        case 'j':
          links[Math.min(links.length - 1, at + 1)]?.focus();
          break;
        case 'k':
          links[Math.max(0, at - 1)]?.focus();
          break;
        case 'x': {
          const id = row?.dataset['conversation'];
          if (id === undefined) return;
          toggleRef.current(id);
          break;
        }
        default:
          return;
      }
      event.preventDefault();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
  return listRef;
}
