'use client';

import { useState } from 'react';
import { ComboboxButton, type ComboboxProps } from './combobox-button';
import { ComboboxList } from './combobox-list';
import { Popover, PopoverContent, PopoverTrigger } from './popover';

/** A combobox that somebody has opened. */
export function ComboboxPopover({ options, onValueChange, searchPlaceholder, emptyText, ...button }: ComboboxProps) {
  const [isOpen, setIsOpen] = useState(true);
  return (
    <Popover open={isOpen} onOpenChange={setIsOpen}>
      <PopoverTrigger asChild>
        <ComboboxButton options={options} aria-expanded={isOpen} {...button} />
      </PopoverTrigger>
      <PopoverContent align="start" className="w-(--radix-popover-trigger-width) min-w-64 p-0">
        <ComboboxList
          value={button.value}
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
