'use client';

import { Command } from 'cmdk';
import { Check } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';

export interface ComboboxOption {
  readonly value: string;
  readonly label: string;
  readonly detail?: ReactNode;
  /** Further words that find it. */
  readonly keywords?: readonly string[];
  readonly group?: string;
}

export interface ComboboxListProps {
  readonly value: string;
  readonly options: readonly ComboboxOption[];
  readonly searchPlaceholder: string;
  readonly emptyText: string;
  readonly onSelect: (value: string) => void;
}

/** What a combobox opens: its options, narrowed down by what is typed. */
export function ComboboxList({ value, options, searchPlaceholder, emptyText, onSelect }: ComboboxListProps) {
  const searchRef = useRef<HTMLInputElement>(null);
  // It may come after the popover has opened and looked for something to focus.
  useEffect(() => searchRef.current?.focus(), []);
  const groups = [...new Set(options.map((option) => option.group ?? ''))];
  return (
    <Command>
      <Command.Input ref={searchRef} placeholder={searchPlaceholder} className="h-9 w-full border-b bg-transparent px-3 text-sm outline-none" />
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
                  onSelect={() => onSelect(option.value)}
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
  );
}
