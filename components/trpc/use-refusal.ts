'use client';

import { type MutationKey, useMutationState } from '@tanstack/react-query';
import { useState } from 'react';

/**
 * Why the last change of these kinds was refused, wherever on the page it was asked for. For changes whose outcome is shown at once: what asked may be
 * gone with the row it stood in.
 */
export function useRefusal(...kinds: readonly MutationKey[]): string | undefined {
  const [since] = useState(Date.now);
  const names = kinds.map((kind) => JSON.stringify(kind));
  const changes = useMutationState({
    filters: { predicate: ({ options, state }) => names.includes(JSON.stringify(options.mutationKey)) && state.submittedAt >= since },
    select: ({ state }) => state,
  });
  const last = changes.toSorted((a, b) => a.submittedAt - b.submittedAt).at(-1);
  return last?.status === 'error' && last.error !== null ? last.error.message : undefined;
}
