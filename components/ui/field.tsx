'use client';

import { CircleAlert } from 'lucide-react';
import { Label } from 'radix-ui';
import { type ReactNode, useId } from 'react';
import { cn } from './cn';

interface ControlProps {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
}

export interface FieldProps {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: ReactNode;
  /** Stands at the right end of the label's line: a counter, a link. */
  readonly aside?: ReactNode;
  readonly className?: string;
  readonly children: (control: ControlProps) => ReactNode;
}

/** A control with its label, its hint and its error; the three are tied to the control for screen readers. */
export function Field({ label, hint, error, aside, className, children }: FieldProps) {
  const id = useId();
  const hasError = error !== undefined && error !== null && error !== '';
  const describedBy = [hint === undefined ? undefined : `${id}-hint`, hasError ? `${id}-error` : undefined].filter(Boolean).join(' ');
  return (
    <div className={cn('grid gap-1.5', className)}>
      <div className="flex items-baseline justify-between gap-3">
        <Label.Root htmlFor={id} className="text-sm font-medium text-ink">
          {label}
        </Label.Root>
        {aside === undefined ? null : <div className="text-xs text-ink-faint">{aside}</div>}
      </div>
      {children({ id, 'aria-describedby': describedBy === '' ? undefined : describedBy, 'aria-invalid': hasError ? true : undefined })}
      {hint === undefined ? null : (
        <p id={`${id}-hint`} className="text-xs text-ink-faint text-pretty">
          {hint}
        </p>
      )}
      {hasError ? (
        <p id={`${id}-error`} role="alert" className="flex items-start gap-1.5 text-xs text-danger">
          <CircleAlert className="mt-0.5 size-3.5 shrink-0" aria-hidden />
          <span>{error}</span>
        </p>
      ) : null}
    </div>
  );
}
