'use client';

import { useTranslations } from 'next-intl';
import { useSyncExternalStore } from 'react';
import { toast } from '../ui/toaster';
import { listOf, text } from './kept-fields';
import { type Leaver, Leaving } from './leaving';

const goneKey = 'parley.gone';

/** For the whole dashboard: what was deleted on one page can be brought back on the next. */
const leaving = new Leaving(takeGone());
const nothingLeaves = new Leaving().state;

export interface LeavingOf {
  /** It is deleted as far as one can see. */
  readonly has: (id: string) => boolean;
  /** Why one came back that was to be deleted. */
  readonly problem: string | undefined;
  /** Takes it out of sight at once and deletes it some seconds later; a message offers to bring it back until then. */
  readonly begin: (thing: { readonly id: string; readonly message: string; readonly remove: Leaver['remove'] }) => void;
}

/** Whoever signs out has brought nothing back, and may delete nothing afterwards. */
export function finishDeleting(): Promise<void> {
  return leaving.finishAll();
}

/** Options of the mutation that deletes: it may be sent as the page is left. */
export const asItLeaves = { trpc: { context: { outlivesPage: true } } } as const;

/** Deletes things of a kind in a way that can be taken back. */
export function useLeaving(kind: string): LeavingOf {
  const t = useTranslations('ui');
  const { ids, problems } = useSyncExternalStore(leaving.watch, stateNow, () => nothingLeaves);
  return {
    has: (id) => ids.has(id),
    problem: problems[kind],
    begin({ id, message, remove }) {
      const shown = toast.undoable(message, { label: t('undo'), onClick: () => leaving.bringBack(id) }, { staysOpen: true });
      leaving.begin({ id, kind, remove }, () => shown.dismiss());
      window.addEventListener('pagehide', finishAll);
    },
  };
}

function finishAll(): void {
  keepGone([...leaving.state.ids]);
  void leaving.finishAll();
}

function stateNow() {
  return leaving.state;
}

function keepGone(ids: readonly string[]): void {
  try {
    window.sessionStorage.setItem(goneKey, JSON.stringify(ids));
  } catch {
    // Without storage the next page may show them once more.
  }
}

/** What the page before this one in the same tab was deleting as it was left. */
function takeGone(): string[] {
  if (typeof window === 'undefined') return [];
  try {
    const ids = listOf(text)(JSON.parse(window.sessionStorage.getItem(goneKey) ?? '[]'));
    window.sessionStorage.removeItem(goneKey);
    return ids ?? [];
  } catch {
    return [];
  }
}
