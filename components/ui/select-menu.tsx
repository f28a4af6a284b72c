'use client';

import { Check, ChevronDown } from 'lucide-react';
import { Select as Radix } from 'radix-ui';
import { cn } from './cn';
import { type SelectProps, triggerStyle } from './select-props';

// Radix keeps the empty string for "nothing chosen", but "any" is a choice of ours.
const empty = '\u0000';

/** A select that has been opened: it begins open. */
export function SelectMenu({ value, onValueChange, options, placeholder, className, disabled, ...control }: SelectProps) {
  return (
    <Radix.Root
      defaultOpen
      value={value === '' ? empty : value}
      onValueChange={(next) => onValueChange(next === empty ? '' : next)}
      disabled={disabled ?? false}
    >
      <Radix.Trigger className={cn(triggerStyle, className)} {...control}>
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
