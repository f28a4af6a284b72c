import { cva, type VariantProps } from 'class-variance-authority';
import { LoaderCircle } from 'lucide-react';
import { Slot } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from './cn';

export const buttonStyle = cva(
  'inline-flex shrink-0 select-none items-center justify-center gap-2 whitespace-nowrap rounded-md font-medium transition-colors disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      look: {
        primary: 'bg-accent text-on-accent hover:bg-accent-hover',
        plain: 'border border-edge/60 bg-surface text-ink shadow-low hover:border-edge hover:bg-raised',
        quiet: 'text-ink-soft hover:bg-sunken hover:text-ink',
        danger: 'bg-danger text-on-danger hover:bg-danger-hover',
        'danger-quiet': 'text-danger hover:bg-danger-soft',
        link: 'h-auto! px-0! text-accent underline decoration-accent/40 underline-offset-3 hover:decoration-accent',
      },
      size: {
        sm: 'h-7 px-2.5 text-xs',
        md: 'h-8.5 px-3.5 text-sm',
        lg: 'h-11 px-5 text-base',
        icon: 'size-8.5',
        'icon-sm': 'size-7',
      },
    },
    defaultVariants: { look: 'plain', size: 'md' },
  },
);

export interface ButtonProps extends ComponentProps<'button'>, VariantProps<typeof buttonStyle> {
  /** Renders its only child with this look, for links. */
  asChild?: boolean;
  /** Shows that the work this button started is under way; it cannot be pressed meanwhile. */
  isBusy?: boolean;
}

export function Button({ className, look, size, asChild = false, isBusy = false, disabled, children, type, ...props }: ButtonProps) {
  const style = cn(buttonStyle({ look, size }), className);
  if (asChild) {
    return (
      <Slot.Root className={style} {...props}>
        {children}
      </Slot.Root>
    );
  }
  return (
    <button type={type ?? 'button'} className={style} disabled={disabled === true || isBusy} aria-busy={isBusy || undefined} {...props}>
      {isBusy ? <LoaderCircle className="animate-spin" aria-hidden /> : null}
      {children}
    </button>
  );
}
