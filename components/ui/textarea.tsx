import type { ComponentProps } from 'react';
import { cn } from './cn';
import { inputStyle } from './input';

export function Textarea({ className, ...props }: ComponentProps<'textarea'>) {
  return <textarea className={cn(inputStyle, 'min-h-20 resize-y py-2 leading-relaxed', className)} {...props} />;
}
