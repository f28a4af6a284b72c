import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn';

export function Card({ className, ...props }: ComponentProps<'div'>) {
  return <div className={cn('rounded-lg border bg-surface', className)} {...props} />;
}

export interface SectionProps {
  readonly title: string;
  readonly description?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  readonly id?: string;
  readonly className?: string;
}

/** A titled part of a form or page; the title stands beside its content where there is room. */
export function Section({ title, description, actions, children, id, className }: SectionProps) {
  return (
    <section id={id} className={cn('grid grid-cols-1 gap-4 py-7 first:pt-0', className)}>
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="grid max-w-prose gap-1">
          <h2 className="font-serif text-xl font-medium">{title}</h2>
          {description === undefined ? null : <p className="text-sm text-ink-soft text-pretty">{description}</p>}
        </div>
        {actions}
      </div>
      {children}
    </section>
  );
}
