'use client';

import { Tabs as Radix } from 'radix-ui';
import { type ComponentProps, useEffect, useRef } from 'react';
import { cn } from './cn';

export const Tabs = Radix.Root;
export const TabsContent = Radix.Content;

export function TabsList({ className, ...props }: ComponentProps<typeof Radix.List>) {
  const listRef = useRef<HTMLDivElement>(null);
  // On a narrow screen the open tab may lie beyond the edge: when the page opens, and after the screen was turned.
  useEffect(() => {
    const list = listRef.current;
    if (list === null) return;
    const sizes = new ResizeObserver(() => {
      const open = list.querySelector<HTMLElement>('[data-state="active"]');
      if (open === null) return;
      const [inner, outer] = [open.getBoundingClientRect(), list.getBoundingClientRect()];
      list.scrollLeft += inner.left - outer.left - (outer.width - inner.width) / 2;
    });
    sizes.observe(list);
    return () => sizes.disconnect();
  }, []);
  return <Radix.List ref={listRef} className={cn('flex gap-5 overflow-x-auto border-b [scrollbar-width:none]', className)} {...props} />;
}

export function TabsTrigger({ className, ...props }: ComponentProps<typeof Radix.Trigger>) {
  return (
    <Radix.Trigger
      className={cn(
        '-mb-px shrink-0 border-b-2 border-transparent py-2.5 text-sm text-ink-soft transition-colors hover:text-ink focus-visible:-outline-offset-2 data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-ink',
        className,
      )}
      {...props}
    />
  );
}
