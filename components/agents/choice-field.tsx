'use client';

import { Segmented } from '../ui/segmented';

export interface ChoiceFieldProps<V extends string> {
  readonly label: string;
  readonly hint: string;
  readonly value: V;
  readonly options: readonly { readonly value: V; readonly label: string }[];
  readonly onChange: (value: V) => void;
  readonly disabled: boolean;
}

/** One of a few that stand side by side, with what the chosen one means. */
export function ChoiceField<V extends string>({ label, hint, value, options, onChange, disabled }: ChoiceFieldProps<V>) {
  return (
    <div className="grid justify-items-start gap-2">
      <p className="text-sm font-medium">{label}</p>
      <Segmented
        aria-label={label}
        value={value}
        disabled={disabled}
        options={options}
        onValueChange={(next) => {
          const chosen = options.find((option) => option.value === next);
          if (chosen !== undefined) onChange(chosen.value);
        }}
      />
      <p className="text-xs text-ink-faint">{hint}</p>
    </div>
  );
}
