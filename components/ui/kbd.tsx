import type { ReactNode } from 'react';

export function Kbd({ children }: { readonly children: ReactNode }) {
  return <kbd className="inline-flex h-5 min-w-5 items-center justify-center rounded-sm border bg-paper px-1 font-mono text-2xs text-ink-soft">{children}</kbd>;
}
