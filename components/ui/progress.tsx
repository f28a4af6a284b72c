'use client';

import { Progress as Radix } from 'radix-ui';
import { cn } from './cn';

/** `value` from 0 to 1. */
export function Progress({ value, label, className }: { readonly value: number; readonly label: string; readonly className?: string }) {
  const percent = Math.round(Math.min(1, Math.max(0, value)) * 100);
  return (
    <Radix.Root value={percent} aria-label={label} className={cn('h-1.5 w-full overflow-hidden rounded-full bg-sunken', className)}>
      <Radix.Indicator className="h-full bg-accent transition-[width]" style={{ width: `${percent}%` }} />
    </Radix.Root>
  );
}
