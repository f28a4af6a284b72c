'use client';

import dynamic from 'next/dynamic';

/** Loaded once the page is there: nothing has happened yet that could be told. */
export const Toaster = dynamic(() => import('./toasts').then((module) => module.Toasts), { ssr: false });

/** Says shortly what was done; never the only sign of it. */
export const toast = {
  success: (message: string) => void import('sonner').then(({ toast: show }) => show.success(message)),
  error: (message: string) => void import('sonner').then(({ toast: show }) => show.error(message)),
  /** With a button that takes it back. */
  undoable: (message: string, action: { readonly label: string; readonly onClick: () => void }) =>
    void import('sonner').then(({ toast: show }) => show(message, { action })),
};
