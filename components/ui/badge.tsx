import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps } from 'react';
import { cn } from './cn';

const style = cva('inline-flex items-center gap-1 whitespace-nowrap rounded-sm px-1.5 py-px text-xs font-medium [&_svg]:size-3', {
  variants: {
    tone: {
      neutral: 'bg-sunken text-ink-soft',
      accent: 'bg-accent-soft text-accent-ink',
      good: 'bg-good-soft text-good',
      warn: 'bg-warn-soft text-warn',
      danger: 'bg-danger-soft text-danger',
      participant: 'bg-participant-soft text-participant',
    },
  },
  defaultVariants: { tone: 'neutral' },
});

export type BadgeTone = NonNullable<VariantProps<typeof style>['tone']>;

export function Badge({ className, tone, ...props }: ComponentProps<'span'> & VariantProps<typeof style>) {
  return <span className={cn(style({ tone }), className)} {...props} />;
}
