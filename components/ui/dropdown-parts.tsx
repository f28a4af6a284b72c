'use client';

import { Check } from 'lucide-react';
import { DropdownMenu as Radix } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from './cn';

export const Root = Radix.Root;
export const Trigger = Radix.Trigger;
export const RadioGroup = Radix.RadioGroup;

const itemStyle =
  'flex cursor-pointer select-none items-center gap-2.5 rounded-sm px-2.5 py-1.5 text-sm outline-none data-disabled:cursor-not-allowed data-disabled:opacity-50 data-highlighted:bg-accent-soft data-highlighted:text-accent-ink [&_svg]:size-4 [&_svg]:shrink-0';

export function Content({ className, ...props }: ComponentProps<typeof Radix.Content>) {
  return (
    <Radix.Portal>
      <Radix.Content
        sideOffset={6}
        collisionPadding={10}
        className={cn('z-50 min-w-44 rounded-md border bg-raised p-1 shadow-high animate-appear', className)}
        {...props}
      />
    </Radix.Portal>
  );
}

export function Item({ className, isDanger = false, ...props }: ComponentProps<typeof Radix.Item> & { isDanger?: boolean }) {
  return <Radix.Item className={cn(itemStyle, isDanger && 'text-danger data-highlighted:bg-danger-soft data-highlighted:text-danger', className)} {...props} />;
}

export function RadioItem({ className, children, ...props }: ComponentProps<typeof Radix.RadioItem>) {
  return (
    <Radix.RadioItem className={cn(itemStyle, 'justify-between', className)} {...props}>
      {children}
      <Radix.ItemIndicator>
        <Check aria-hidden />
      </Radix.ItemIndicator>
    </Radix.RadioItem>
  );
}

export function Label({ className, ...props }: ComponentProps<typeof Radix.Label>) {
  return <Radix.Label className={cn('px-2.5 pt-2 pb-1 text-2xs text-ink-faint', className)} {...props} />;
}

export function Separator() {
  return <Radix.Separator className="my-1 h-px bg-line" />;
}
