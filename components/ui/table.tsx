import type { ComponentProps } from 'react';
import { cn } from './cn';

/** A table that scrolls sideways within its frame instead of widening the page. */
export function Table({ className, 'aria-label': label, ...props }: ComponentProps<'table'> & { 'aria-label': string }) {
  return (
    // The frame can be reached by keyboard, or its hidden columns could not be read without a mouse.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll container must be focusable
    <section aria-label={label} tabIndex={0} className="relative overflow-x-auto rounded-lg border bg-surface">
      <table className={cn('w-full border-collapse text-left text-sm', className)} {...props} />
    </section>
  );
}

export function TableHead(props: ComponentProps<'thead'>) {
  return <thead {...props} />;
}

export function TableBody({ className, ...props }: ComponentProps<'tbody'>) {
  return <tbody className={cn('[&>tr]:border-t', className)} {...props} />;
}

export function TableRow({ className, ...props }: ComponentProps<'tr'>) {
  return <tr className={cn('transition-colors hover:bg-sunken/55', className)} {...props} />;
}

export function Th({ className, ...props }: ComponentProps<'th'>) {
  return <th scope="col" className={cn('h-9 whitespace-nowrap px-2.5 text-xs font-medium text-ink-faint sm:px-3.5', className)} {...props} />;
}

export function Td({ className, ...props }: ComponentProps<'td'>) {
  return <td className={cn('px-2.5 py-2.5 align-middle sm:px-3.5', className)} {...props} />;
}
