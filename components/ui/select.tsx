'use client';

import { ChevronDown } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
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

const opening: ReadonlySet<string> = new Set(['ArrowDown', 'ArrowUp']);

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
  const onKeyDown = (event: KeyboardEvent) => {
    if (!opening.has(event.key)) return;
    event.preventDefault();
    onOpen();
  };
  return (
    <button
      type="button"
      role="combobox"
      aria-haspopup="listbox"
      aria-expanded={false}
      data-state="closed"
      data-placeholder={chosen === undefined ? '' : undefined}
      disabled={disabled ?? false}
      className={cn(triggerStyle, className)}
      onPointerEnter={() => void loadMenu()}
      onFocus={() => void loadMenu()}
      onKeyDown={onKeyDown}
      onClick={onOpen}
      {...control}
    >
      <span>{chosen?.label ?? placeholder}</span>
      <ChevronDown className="size-4 shrink-0 text-ink-faint" aria-hidden />
    </button>
  );
}
