'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { type PlaceName, usePlaces } from './navigation';
import { isSingleKey } from './single-keys';
import { useWorkspace } from './workspace-context';

/** Pressed after g. */
export const goKeys = {
  h: 'home',
  a: 'agents',
  k: 'knowledge',
  t: 'tools',
  e: 'tests',
  c: 'conversations',
  l: 'live',
  n: 'analytics',
  m: 'members',
} as const satisfies Readonly<Record<string, PlaceName>>;

/** How long after g the second key may come. */
const secondKeyMs = 1_500;

/** Keys that work on every page: ? lists them all, g and a letter goes to a page, a slash begins a search. */
export function useShortcuts({ onHelp, onSearch }: { readonly onHelp: () => void; readonly onSearch: () => void }): void {
  const router = useRouter();
  const { href } = useWorkspace();
  const places = usePlaces().flatMap((group) => [...group.places]);
  const now = useRef({ onHelp, onSearch, go: (_key: string): boolean => false });
  now.current = {
    onHelp,
    onSearch,
    go(key) {
      const place = places.find(({ name }) => name === goKeys[key as keyof typeof goKeys]);
      if (place === undefined) return false;
      router.push(href(place.path));
      return true;
    },
  };
  useEffect(() => {
    let wentAtMs = -Infinity;
    const press = (event: KeyboardEvent) => {
      if (!isSingleKey(event)) return;
      const isSecond = event.timeStamp - wentAtMs < secondKeyMs;
      wentAtMs = -Infinity;
      if (isSecond) {
        if (!now.current.go(event.key)) return;
      } else if (event.key === 'g') wentAtMs = event.timeStamp;
      else if (event.key === '?') now.current.onHelp();
      else if (event.key === '/') {
        const search = document.querySelector<HTMLElement>('main input[type="search"]');
        if (search === null) now.current.onSearch();
        else search.focus();
      } else return;
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    // Before the pages' own keys: the second key of a pair is none of theirs.
    window.addEventListener('keydown', press, { capture: true });
    return () => window.removeEventListener('keydown', press, { capture: true });
  }, []);
}
