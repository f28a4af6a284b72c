import type { ReactNode } from 'react';
import { cn } from '../ui/cn';

export interface PageProps {
  readonly title: ReactNode;
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  /** Narrow for forms, wide for tables. */
  readonly width?: 'narrow' | 'wide';
  readonly children: ReactNode;
}

/** A page's title line and its content. */
export function Page({ title, lead, actions, width = 'wide', children }: PageProps) {
  return (
    <div className={cn('mx-auto grid w-full max-w-[90rem] grid-cols-1 gap-6 px-4 py-6 sm:px-8 sm:py-8', width === 'narrow' && '[&>*]:max-w-[52rem]')}>
      <header className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <div className="grid gap-1">
          <h1 className="font-serif text-2xl font-medium">{title}</h1>
          {lead === undefined ? null : <p className="max-w-prose text-sm text-ink-soft text-pretty">{lead}</p>}
        </div>
        {actions === undefined ? null : <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </header>
      {children}
    </div>
  );
}
