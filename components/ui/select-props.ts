import type { ReactNode } from 'react';
import { cn } from './cn';
import { inputStyle } from './input';

export interface SelectOption {
  readonly value: string;
  readonly label: ReactNode;
  /** A second, quieter line. */
  readonly detail?: ReactNode;
  readonly disabled?: boolean;
}

export interface SelectProps {
  readonly value: string;
  readonly onValueChange: (value: string) => void;
  readonly options: readonly SelectOption[];
  readonly placeholder?: string;
  readonly id?: string;
  readonly className?: string;
  readonly disabled?: boolean;
  readonly 'aria-label'?: string;
  readonly 'aria-describedby'?: string | undefined;
  readonly 'aria-invalid'?: true | undefined;
}

export const triggerStyle = cn(inputStyle, 'flex h-8.5 items-center justify-between gap-2 text-left [&>span]:truncate');
