'use client';

import { useState } from 'react';
import { closedControl } from './closed-control';
import { ComboboxButton, type ComboboxProps } from './combobox-button';
import type { ComboboxPopover } from './combobox-popover';

let Opened: typeof ComboboxPopover | undefined;
const load = async () => {
  Opened = (await import('./combobox-popover')).ComboboxPopover;
};

/** A select with search, for long lists. What opens it is loaded when somebody comes near. */
export function Combobox(props: ComboboxProps) {
  const [wasOpened, setWasOpened] = useState(false);
  if (wasOpened && Opened !== undefined) return <Opened {...props} />;

  const open = () => void load().then(() => setWasOpened(true));
  const { onValueChange: _, searchPlaceholder: _search, emptyText: _empty, ...button } = props;
  return <ComboboxButton aria-haspopup="dialog" {...closedControl(load, open)} {...button} />;
}
