'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { isWebAddress } from '@/server/contracts/widget-settings';
import { Field } from '../ui/field';
import { Input } from '../ui/input';

export interface WidgetAddressFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly placeholder: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly disabled: boolean;
}

/** A web address. What is none stays in the field, marked, and is not handed on. */
export function WidgetAddressField({ label, hint, placeholder, value, onChange, disabled }: WidgetAddressFieldProps) {
  const t = useTranslations('editor.widget');
  const [text, setText] = useState(value);
  useEffect(() => setText((current) => (current.trim() === value || !isReady(current) ? current : value)), [value]);
  return (
    <Field label={label} hint={hint} error={isReady(text) ? undefined : t('notAddress')}>
      {(control) => (
        <Input
          type="url"
          inputMode="url"
          maxLength={2_000}
          placeholder={placeholder}
          value={text}
          disabled={disabled}
          onChange={(event) => {
            setText(event.target.value);
            if (isReady(event.target.value)) onChange(event.target.value.trim());
          }}
          {...control}
        />
      )}
    </Field>
  );
}

const isReady = (text: string) => text.trim() === '' || isWebAddress(text);
