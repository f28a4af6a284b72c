'use client';

import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { closedControl } from './closed-control';
import { cn } from './cn';
import type { SelectMenu } from './select-menu';
import { type SelectProps, triggerStyle } from './select-props';

let Menu: typeof SelectMenu | undefined;
const loadMenu = async () => {
  Menu = (await import('./select-menu')).SelectMenu;
};

/** One of a few. What opens it is loaded when somebody comes near. */
export function Select(props: SelectProps) {
  const [wasOpened, setWasOpened] = useState(false);
  if (wasOpened && Menu !== undefined) return <Menu {...props} />;
  return <ClosedSelect {...props} onOpen={() => void loadMenu().then(() => setWasOpened(true))} />;
}

function ClosedSelect({
  value,
  onValueChange: _,
  options,
  placeholder = '',
  className,
  disabled,
  onOpen,
  ...control
}: SelectProps & { readonly onOpen: () => void }) {
  const chosen = options.find((option) => option.value === value);
  return (
    <button
      type="button"
      role="combobox"
      aria-haspopup="listbox"
      data-placeholder={chosen === undefined ? '' : undefined}
      disabled={disabled ?? false}
      className={cn(triggerStyle, className)}
      {...closedControl(loadMenu, onOpen)}
      {...control}
    >
      <span>{chosen?.label ?? placeholder}</span>
      <ChevronDown className="size-4 shrink-0 text-ink-faint" aria-hidden />
    </button>
  );
}
