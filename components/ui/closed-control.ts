import type { KeyboardEvent } from 'react';

const opening: ReadonlySet<string> = new Set(['ArrowDown', 'ArrowUp']);

/** Of the closed button of something that is loaded when somebody comes near, and opens by pointer and by arrow keys. */
export function closedControl(load: () => Promise<void>, open: () => void) {
  const prepare = () => void load();
  return {
    'aria-expanded': false,
    'data-state': 'closed',
    onPointerEnter: prepare,
    onFocus: prepare,
    onKeyDown(event: KeyboardEvent) {
      if (!opening.has(event.key)) return;
      event.preventDefault();
      open();
    },
    onClick: open,
  } as const;
}
