'use client';

import { Check, ChevronDown } from 'lucide-react';
import { Select as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { cn } from './cn';
import { inputStyle } from './input';

export interface SelectOption {
  readonly value: string;
  readonly label: ReactNode;
  /** A second, quieter line. */
  readonly detail?: ReactNode;
  readonly disabled?: boolean;
}

export interface SelectProps {
  readonly value: string;
  readonly onValueChange: (value: string) => void;
  readonly options: readonly SelectOption[];
  readonly placeholder?: string;
  readonly id?: string;
  readonly className?: string;
  readonly disabled?: boolean;
  readonly 'aria-label'?: string;
  readonly 'aria-describedby'?: string | undefined;
  readonly 'aria-invalid'?: true | undefined;
}

// Radix keeps the empty string for "nothing chosen", but "any" is a choice of ours.
const empty = '\u0000';

export function Select({ value, onValueChange, options, placeholder, className, disabled, ...control }: SelectProps) {
  return (
    <Radix.Root value={value === '' ? empty : value} onValueChange={(next) => onValueChange(next === empty ? '' : next)} disabled={disabled ?? false}>
      <Radix.Trigger className={cn(inputStyle, 'flex h-8.5 items-center justify-between gap-2 text-left [&>span]:truncate', className)} {...control}>
        <Radix.Value placeholder={placeholder} />
        <Radix.Icon asChild>
          <ChevronDown className="size-4 shrink-0 text-ink-faint" aria-hidden />
        </Radix.Icon>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          className="z-50 max-h-[min(22rem,var(--radix-select-content-available-height))] min-w-(--radix-select-trigger-width) overflow-hidden rounded-md border bg-raised shadow-high"
        >
          <Radix.Viewport className="p-1">
            {options.map((option) => (
              <Radix.Item
                key={option.value}
                value={option.value === '' ? empty : option.value}
                disabled={option.disabled ?? false}
                className="relative flex cursor-pointer select-none items-center rounded-sm py-1.5 pr-8 pl-2.5 text-sm text-ink outline-none data-disabled:opacity-50 data-highlighted:bg-accent-soft data-highlighted:text-accent-ink"
              >
                <span className="grid">
                  <Radix.ItemText>{option.label}</Radix.ItemText>
                  {option.detail === undefined ? null : <span className="text-xs text-ink-faint">{option.detail}</span>}
                </span>
                <Radix.ItemIndicator className="absolute right-2.5">
                  <Check className="size-4" aria-hidden />
                </Radix.ItemIndicator>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
