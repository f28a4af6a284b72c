'use client';

import dynamic from 'next/dynamic';
import { useSyncExternalStore } from 'react';

const Toasts = dynamic(() => import('./toasts').then((module) => module.Toasts), { ssr: false });

let isNeeded = false;
const watchers = new Set<() => void>();
let tellShown = () => {};
const shown = new Promise<void>((resolve) => {
  tellShown = resolve;
});

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** The place for toasts: nothing of it is loaded before there is one. */
export function Toaster() {
  const needed = useSyncExternalStore(
    watch,
    () => isNeeded,
    () => false,
  );
  return needed ? <Toasts onShown={tellShown} /> : null;
}

async function show(tell: (toast: typeof import('sonner').toast) => void): Promise<void> {
  isNeeded = true;
  for (const watcher of watchers) watcher();
  const [{ toast: sonner }] = await Promise.all([import('sonner'), shown]);
  tell(sonner);
}

/** Says shortly what was done; never the only sign of it. */
export const toast = {
  success: (message: string) => void show((sonner) => sonner.success(message)),
  error: (message: string) => void show((sonner) => sonner.error(message)),
  /** With a button that takes it back. Where that is possible for a certain time only, it stays open and is dismissed then. */
  undoable(message: string, action: { readonly label: string; readonly onClick: () => void }, { staysOpen = false } = {}): { readonly dismiss: () => void } {
    const id = `undoable-${(lastUndoable += 1)}`;
    void show((sonner) => sonner(message, { id, action, ...(staysOpen ? { duration: Number.POSITIVE_INFINITY } : {}) }));
    return { dismiss: () => void show((sonner) => sonner.dismiss(id)) };
  },
};

let lastUndoable = 0;
