import type { ComponentProps } from 'react';
import { cn } from './cn';

export const inputStyle =
  'w-full rounded-md border border-edge/70 bg-surface px-3 text-sm text-ink shadow-low transition-colors hover:border-edge focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0 disabled:cursor-not-allowed disabled:bg-sunken disabled:text-ink-soft aria-invalid:border-danger';

export function Input({ className, type, ...props }: ComponentProps<'input'>) {
  return <input type={type ?? 'text'} className={cn(inputStyle, 'h-8.5', className)} {...props} />;
}
