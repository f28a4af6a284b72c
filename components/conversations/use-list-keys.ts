'use client';

import { type RefObject, useEffect, useRef } from 'react';

/** Goes through the rows with j and k, chooses one with x, and begins a search with a slash. Enter opens a row, as a link does. */
export function useListKeys({ toggle }: { readonly toggle: (conversationId: string) => void }): RefObject<HTMLDivElement | null> {
  const listRef = useRef<HTMLDivElement>(null);
  const toggleRef = useRef(toggle);
  toggleRef.current = toggle;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const { target } = event;
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !(target instanceof HTMLElement)) return;
      if (target.isContentEditable || target.matches('input:not([type="checkbox"]), textarea, select')) return;
      if (target.closest('[role="dialog"], [role="menu"], [role="listbox"]') !== null) return;
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
        case '/':
          document.querySelector<HTMLElement>('main input[type="search"]')?.focus();
          break;
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
