'use client';

import { Command } from 'cmdk';
import { Check, ChevronsUpDown } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { cn } from './cn';
import { inputStyle } from './input';
import { Popover, PopoverContent, PopoverTrigger } from './popover';

export interface ComboboxOption {
  readonly value: string;
  readonly label: string;
  readonly detail?: ReactNode;
  /** Further words that find it. */
  readonly keywords?: readonly string[];
  readonly group?: string;
}

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
  const groups = [...new Set(options.map((option) => option.group ?? ''))];
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
        <Command>
          <Command.Input placeholder={searchPlaceholder} className="h-9 w-full border-b bg-transparent px-3 text-sm outline-none" />
          <Command.List className="max-h-72 overflow-y-auto p-1">
            <Command.Empty className="px-3 py-6 text-center text-sm text-ink-faint">{emptyText}</Command.Empty>
            {groups.map((group) => (
              <Command.Group
                key={group}
                heading={group === '' ? undefined : group}
                className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:text-ink-faint"
              >
                {options
                  .filter((option) => (option.group ?? '') === group)
                  .map((option) => (
                    <Command.Item
                      key={option.value}
                      value={option.value}
                      keywords={[option.label, ...(option.keywords ?? [])]}
                      onSelect={() => {
                        onValueChange(option.value);
                        setIsOpen(false);
                      }}
                      className="flex cursor-pointer items-center gap-2 rounded-sm px-2.5 py-1.5 text-sm data-[selected=true]:bg-accent-soft data-[selected=true]:text-accent-ink"
                    >
                      <span className="grid min-w-0 flex-1">
                        <span className="truncate">{option.label}</span>
                        {option.detail === undefined ? null : <span className="truncate text-xs text-ink-faint">{option.detail}</span>}
                      </span>
                      {option.value === value ? <Check className="size-4" aria-hidden /> : null}
                    </Command.Item>
                  ))}
              </Command.Group>
            ))}
          </Command.List>
        </Command>
      </PopoverContent>
    </Popover>
  );
}
