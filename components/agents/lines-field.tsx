'use client';

import { useEffect, useState } from 'react';
import { Field } from '../ui/field';
import { Textarea } from '../ui/textarea';

export interface LinesFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly value: readonly string[];
  readonly onChange: (lines: string[]) => void;
  readonly disabled: boolean;
  readonly rows?: number;
}

/** A list with one entry on each line. Keeps what is being typed, empty lines too, and hands on the entries. */
export function LinesField({ label, hint, value, onChange, disabled, rows = 5 }: LinesFieldProps) {
  const [text, setText] = useState(value.join('\n'));
  const joined = value.join('\n');
  useEffect(() => setText((current) => (entriesOf(current).join('\n') === joined ? current : joined)), [joined]);
  return (
    <Field label={label} hint={hint}>
      {(control) => (
        <Textarea
          rows={rows}
          value={text}
          disabled={disabled}
          spellCheck={false}
          onChange={(event) => {
            setText(event.target.value);
            onChange(entriesOf(event.target.value));
          }}
          {...control}
        />
      )}
    </Field>
  );
}

function entriesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
