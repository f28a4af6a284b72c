'use client';

import { useEffect, useRef } from 'react';
import { isSingleKey } from '../layout/single-keys';

export interface ReplayKeys {
  readonly toggle: () => void;
  readonly move: (ms: number) => void;
  /** To the next turn, or the one before. */
  readonly turn: (step: 1 | -1) => void;
}

/** Keys that work anywhere on the page, unless something that has the focus wants them for itself. */
export function useReplayKeys(keys: ReplayKeys): void {
  const keysRef = useRef(keys);
  keysRef.current = keys;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!isSingleKey(event) || isTaken(event)) return;
      const { toggle, move, turn } = keysRef.current;
      const step = event.shiftKey ? 1_000 : 5_000;
      switch (event.key) {
        case ' ':
          toggle();
          break;
        case 'ArrowLeft':
          move(-step);
          break;
        case 'ArrowRight':
          move(step);
          break;
        case 'j':
          turn(1);
          break;
        case 'k':
          turn(-1);
          break;
        default:
          return;
      }
      event.preventDefault();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
}

/** Space and arrows are taken by whatever is worked by them. */
function isTaken({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.matches('input')) return true;
  return key !== 'j' && key !== 'k' && target.matches('button, a, summary, pre, [role="radio"], [role="tab"], [role="slider"]');
}
