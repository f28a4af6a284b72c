'use client';

import { Switch as Radix } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from './cn';

export function Switch({ className, ...props }: ComponentProps<typeof Radix.Root>) {
  return (
    <Radix.Root
      className={cn(
        'relative h-5 w-9 shrink-0 rounded-full border border-edge bg-sunken transition-colors data-[state=checked]:border-accent data-[state=checked]:bg-accent disabled:opacity-50',
        className,
      )}
      {...props}
    >
      <Radix.Thumb className="block size-3.5 translate-x-0.5 rounded-full bg-ink-soft transition-transform data-[state=checked]:translate-x-4.5 data-[state=checked]:bg-on-accent" />
    </Radix.Root>
  );
}

export interface SwitchRowProps {
  readonly label: string;
  readonly hint?: string;
  readonly checked: boolean;
  readonly onCheckedChange: (isChecked: boolean) => void;
  readonly disabled?: boolean;
}

/** A switch with its label and hint on one line. */
export function SwitchRow({ label, hint, checked, onCheckedChange, disabled = false }: SwitchRowProps) {
  return (
    <label className="flex items-start justify-between gap-6">
      <span className="grid gap-0.5">
        <span className="text-sm font-medium">{label}</span>
        {hint === undefined ? null : <span className="text-xs text-ink-faint text-pretty">{hint}</span>}
      </span>
      <Switch checked={checked} onCheckedChange={onCheckedChange} disabled={disabled} aria-label={label} />
    </label>
  );
}
