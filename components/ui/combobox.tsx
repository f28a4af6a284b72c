'use client';

import { ChevronsUpDown } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { cn } from './cn';
import type { ComboboxOption } from './combobox-list';
import { inputStyle } from './input';
import { Popover, PopoverContent, PopoverTrigger } from './popover';

// What searches is loaded when it is first opened.
const ComboboxList = dynamic(() => import('./combobox-list').then((module) => module.ComboboxList), { ssr: false, loading: () => <div className="h-40" /> });

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

/** A select with search, for long lists. */
export function Combobox({ value, onValueChange, options, placeholder, searchPlaceholder, emptyText, className, ...control }: ComboboxProps) {
  const [isOpen, setIsOpen] = useState(false);
  const chosen = options.find((option) => option.value === value);
  return (
    <Popover open={isOpen} onOpenChange={setIsOpen}>
      <PopoverTrigger asChild>
        <button
          type="button"
          role="combobox"
          aria-expanded={isOpen}
          className={cn(inputStyle, 'flex h-8.5 items-center justify-between gap-2 text-left', className)}
          {...control}
        >
          <span className={cn('truncate', chosen === undefined && 'text-ink-faint')}>{chosen?.label ?? (value === '' ? placeholder : value)}</span>
          <ChevronsUpDown className="size-4 shrink-0 text-ink-faint" aria-hidden />
        </button>
      </PopoverTrigger>
      <PopoverContent align="start" className="w-(--radix-popover-trigger-width) min-w-64 p-0">
        <ComboboxList
          value={value}
          options={options}
          searchPlaceholder={searchPlaceholder}
          emptyText={emptyText}
          onSelect={(next) => {
            onValueChange(next);
            setIsOpen(false);
          }}
        />
      </PopoverContent>
    </Popover>
  );
}
