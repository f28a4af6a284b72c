'use client';

import { useEffect, useRef } from 'react';
import { cn } from './cn';

export interface CheckboxProps {
  readonly label: string;
  readonly checked: boolean;
  /** Some of what it stands for is chosen, and some is not. */
  readonly isPartly?: boolean;
  readonly className?: string;
  readonly onChange: (isChecked: boolean) => void;
}

/** A box whose label is read out, not shown. Its field is larger than what is drawn. */
export function Checkbox({ label, checked, isPartly = false, className, onChange }: CheckboxProps) {
  const boxRef = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (boxRef.current !== null) boxRef.current.indeterminate = isPartly;
  }, [isPartly]);
  return (
    <label className={cn('-m-1 grid size-6 cursor-pointer place-items-center', className)}>
      <input
        ref={boxRef}
        type="checkbox"
        aria-label={label}
        className="size-4 cursor-pointer accent-accent"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
      />
    </label>
  );
}
