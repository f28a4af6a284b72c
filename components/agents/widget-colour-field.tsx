'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { widgetColourSchema } from '@/server/contracts/widget-settings';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { hexOf } from './widget-colours';

export interface WidgetColourFieldProps {
  readonly label: string;
  /** Undefined: not set. */
  readonly value: string | undefined;
  /** What is shown where nothing is set. */
  readonly unset: string;
  readonly onChange: (value: string | undefined) => void;
  readonly disabled: boolean;
  /** Nothing but digits will do, where a colour is not read by a browser. */
  readonly onlyDigits?: boolean;
}

/** A colour, to be picked or written. What is none stays in the field, marked, and is not handed on. */
export function WidgetColourField({ label, value, unset, onChange, disabled, onlyDigits = false }: WidgetColourFieldProps) {
  const t = useTranslations('editor.widget');
  const [text, setText] = useState(value ?? '');
  useEffect(() => {
    setText((current) => (readColour(current, onlyDigits) === (value ?? '') ? current : (value ?? '')));
  }, [value, onlyDigits]);
  const isWrong = readColour(text, onlyDigits) === undefined;
  return (
    <Field label={label} error={isWrong ? t(onlyDigits ? 'notDigits' : 'notColour') : undefined}>
      {(control) => (
        <div className="flex items-center gap-2">
          <input
            type="color"
            aria-label={t('pick', { name: label })}
            className="size-8.5 shrink-0 cursor-pointer rounded-md border border-edge/70 bg-surface p-1 disabled:cursor-not-allowed"
            value={hexOf(value ?? '') ?? hexOf(unset) ?? '#000000'}
            disabled={disabled}
            onChange={(event) => {
              setText(event.target.value);
              onChange(event.target.value);
            }}
          />
          <Input
            className="min-w-0 font-mono"
            value={text}
            placeholder={unset}
            spellCheck={false}
            autoComplete="off"
            disabled={disabled}
            onChange={(event) => {
              setText(event.target.value);
              const colour = readColour(event.target.value, onlyDigits);
              if (colour !== undefined) onChange(colour === '' ? undefined : colour);
            }}
            {...control}
          />
        </div>
      )}
    </Field>
  );
}

/** The colour that was written, digits as six of them; undefined when it is none. */
function readColour(text: string, onlyDigits: boolean): string | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return '';
  return hexOf(trimmed) ?? (!onlyDigits && widgetColourSchema.safeParse(trimmed).success ? trimmed : undefined);
}
