'use client';

import { RadioGroup } from 'radix-ui';
import type { ReactNode } from 'react';
import { cn } from './cn';

export interface SegmentedProps {
  readonly value: string;
  readonly onValueChange: (value: string) => void;
  readonly options: readonly { readonly value: string; readonly label: ReactNode; readonly name?: string }[];
  readonly 'aria-label': string;
  readonly className?: string;
  readonly disabled?: boolean;
}

/** A few choices of which one holds, all visible. */
export function Segmented({ value, onValueChange, options, className, disabled = false, 'aria-label': label }: SegmentedProps) {
  return (
    <RadioGroup.Root
      value={value}
      onValueChange={onValueChange}
      aria-label={label}
      disabled={disabled}
      orientation="horizontal"
      className={cn('inline-flex rounded-md border border-edge/60 bg-sunken p-0.5', className)}
    >
      {options.map((option) => (
        <RadioGroup.Item
          key={option.value}
          value={option.value}
          aria-label={option.name}
          className="flex h-7 flex-1 items-center justify-center gap-1.5 whitespace-nowrap rounded-sm px-3 text-xs font-medium text-ink-soft transition-colors hover:text-ink data-[state=checked]:bg-raised data-[state=checked]:text-ink data-[state=checked]:shadow-low [&_svg]:size-3.5"
        >
          {option.label}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
