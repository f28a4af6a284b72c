'use client';

import { Slider as Radix } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from './cn';

type SliderProps = Omit<ComponentProps<typeof Radix.Root>, 'value' | 'onValueChange'> & {
  readonly value: number;
  readonly onValueChange: (value: number) => void;
  readonly 'aria-label': string;
  /** How the value is read out, with its unit. */
  readonly valueText?: string;
};

export function Slider({ className, value, onValueChange, 'aria-label': label, valueText, ...props }: SliderProps) {
  return (
    <Radix.Root
      className={cn('relative flex h-5 w-full touch-none select-none items-center', className)}
      value={[value]}
      onValueChange={([next]) => {
        if (next !== undefined) onValueChange(next);
      }}
      {...props}
    >
      <Radix.Track className="relative h-1.5 grow rounded-full bg-line">
        <Radix.Range className="absolute h-full rounded-full bg-accent" />
      </Radix.Track>
      <Radix.Thumb
        aria-label={label}
        aria-valuetext={valueText}
        className="block size-4 rounded-full border-2 border-accent bg-surface shadow-low transition-transform hover:scale-110"
      />
    </Radix.Root>
  );
}
