'use client';

import { useTheme } from 'next-themes';
import { Toaster as Sonner } from 'sonner';

export function Toasts() {
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
