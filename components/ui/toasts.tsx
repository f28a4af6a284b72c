'use client';

import { useTheme } from 'next-themes';
import { useEffect } from 'react';
import { Toaster as Sonner } from 'sonner';

/** `onShown`: from now on toasts are seen. */
export function Toasts({ onShown }: { readonly onShown: () => void }) {
  useEffect(onShown, [onShown]);
  const { resolvedTheme } = useTheme();
  return (
    <Sonner
      theme={resolvedTheme === 'dark' ? 'dark' : 'light'}
      position="top-center"
      toastOptions={{
        className: 'font-sans!',
        style: { background: 'var(--raised)', color: 'var(--ink)', border: '1px solid var(--line)', borderRadius: '10px' },
      }}
    />
  );
}
