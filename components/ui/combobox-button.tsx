import { ChevronsUpDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cn } from './cn';
import type { ComboboxOption } from './combobox-list';
import { inputStyle } from './input';

export interface ComboboxProps {
  readonly value: string;
  readonly onValueChange: (value: string) => void;
  readonly options: readonly ComboboxOption[];
  readonly placeholder: string;
  readonly searchPlaceholder: string;
  readonly emptyText: string;
  readonly id?: string;
  readonly className?: string;
  readonly 'aria-label'?: string;
  readonly 'aria-describedby'?: string | undefined;
  readonly 'aria-invalid'?: true | undefined;
}

type ComboboxButtonProps = Pick<ComboboxProps, 'value' | 'options' | 'placeholder'> & Omit<ComponentProps<'button'>, 'value'>;

/** What is chosen, and what opens the choice. */
export function ComboboxButton({ value, options, placeholder, className, ...button }: ComboboxButtonProps) {
  const chosen = options.find((option) => option.value === value);
  return (
    <button type="button" role="combobox" className={cn(inputStyle, 'flex h-8.5 items-center justify-between gap-2 text-left', className)} {...button}>
      <span className={cn('truncate', chosen === undefined && 'text-ink-faint')}>{chosen?.label ?? (value === '' ? placeholder : value)}</span>
      <ChevronsUpDown className="size-4 shrink-0 text-ink-faint" aria-hidden />
    </button>
  );
}
