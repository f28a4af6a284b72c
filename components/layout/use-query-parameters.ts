'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useCallback } from 'react';

/** The address as state: empty values leave it. Changes go into the current entry of the history, so that Back leaves the page. */
export function useQueryParameters(): readonly [URLSearchParams, (changes: Readonly<Record<string, string>>) => void] {
  const parameters = useSearchParams();
  const pathname = usePathname();
  const change = useCallback(
    (changes: Readonly<Record<string, string>>) => {
      // Read anew: a change made in the same moment must not be lost.
      const next = new URLSearchParams(window.location.search);
      for (const [name, value] of Object.entries(changes)) {
        if (value === '') next.delete(name);
        else next.set(name, value);
      }
      const query = next.toString();
      window.history.replaceState(null, '', query === '' ? pathname : `${pathname}?${query}`);
    },
    [pathname],
  );
  return [parameters, change];
}
