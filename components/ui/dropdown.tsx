'use client';

import { Slot } from 'radix-ui';
import { type ComponentProps, createContext, type ReactNode, use, useState } from 'react';
import { closedControl } from './closed-control';
import type * as Parts from './dropdown-parts';

type Loaded = typeof Parts;

let loaded: Loaded | undefined;
const load = async () => {
  loaded ??= await import('./dropdown-parts');
};

interface DropdownContextValue {
  /** Undefined until it is first opened. */
  readonly parts: Loaded | undefined;
  readonly open: () => void;
}

const Context = createContext<DropdownContextValue>({ parts: undefined, open: () => undefined });

/** A menu behind a button. What it is made of is loaded when somebody comes near. */
export function Dropdown({ children }: { readonly children: ReactNode }) {
  const [wasOpened, setWasOpened] = useState(false);
  const parts = wasOpened ? loaded : undefined;
  return (
    <Context value={{ parts, open: () => void load().then(() => setWasOpened(true)) }}>
      {parts === undefined ? children : <parts.Root defaultOpen>{children}</parts.Root>}
    </Context>
  );
}

/** Takes its one child, a button, as its own. */
export function DropdownTrigger(props: ComponentProps<Loaded['Trigger']>) {
  const { parts, open } = use(Context);
  if (parts !== undefined) return <parts.Trigger {...props} />;
  const { asChild: _, ...rest } = props;
  return <Slot.Root aria-haspopup="menu" {...closedControl(load, open)} {...rest} />;
}

/** Nothing of it is there before it is first opened. */
export function DropdownContent(props: ComponentProps<Loaded['Content']>) {
  const { parts } = use(Context);
  return parts === undefined ? null : <parts.Content {...props} />;
}

export function DropdownItem(props: ComponentProps<Loaded['Item']>) {
  const { parts } = use(Context);
  return parts === undefined ? null : <parts.Item {...props} />;
}

export function DropdownRadioGroup(props: ComponentProps<Loaded['RadioGroup']>) {
  const { parts } = use(Context);
  return parts === undefined ? null : <parts.RadioGroup {...props} />;
}

export function DropdownRadioItem(props: ComponentProps<Loaded['RadioItem']>) {
  const { parts } = use(Context);
  return parts === undefined ? null : <parts.RadioItem {...props} />;
}

export function DropdownLabel(props: ComponentProps<Loaded['Label']>) {
  const { parts } = use(Context);
  return parts === undefined ? null : <parts.Label {...props} />;
}

export function DropdownSeparator() {
  const { parts } = use(Context);
  return parts === undefined ? null : <parts.Separator />;
}
