'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { Field } from '../ui/field';
import { Input } from '../ui/input';

export interface NumberFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly unit: string;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  /** Null: not set. */
  readonly value: number | null;
  /** What stands for null in the empty field. */
  readonly emptyText: string;
  readonly onChange: (value: number | null) => void;
  readonly disabled?: boolean;
}

/** A number with its unit. What is out of range stays in the field, marked, and is not handed on. */
export function NumberField({ label, hint, unit, min, max, step = 1, value, emptyText, onChange, disabled = false }: NumberFieldProps) {
  const t = useTranslations('editor');
  const [text, setText] = useState(value === null ? '' : String(value));
  useEffect(() => {
    setText((current) => (readNumber(current) === value ? current : value === null ? '' : String(value)));
  }, [value]);
  const entered = readNumber(text);
  const isWrong = entered !== null && (Number.isNaN(entered) || entered < min || entered > max);
  return (
    <Field label={label} {...(hint === undefined ? {} : { hint })} error={isWrong ? t('outOfRange', { min, max }) : undefined}>
      {(control) => (
        <div className="flex items-center gap-2">
          <Input
            inputMode="decimal"
            className="w-32"
            value={text}
            placeholder={emptyText}
            disabled={disabled}
            onChange={(event) => {
              setText(event.target.value);
              const next = readNumber(event.target.value);
              if (next === null) onChange(null);
              else if (!Number.isNaN(next) && next >= min && next <= max) onChange(step >= 1 ? Math.round(next) : next);
            }}
            {...control}
          />
          <span className="text-xs text-ink-faint">{unit}</span>
        </div>
      )}
    </Field>
  );
}

function readNumber(text: string): number | null {
  const trimmed = text.trim().replace(',', '.');
  return trimmed === '' ? null : Number(trimmed);
}
