'use client';

import { Columns3 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '../ui/button';
import { Popover, PopoverContent, PopoverTrigger } from '../ui/popover';
import { columnNames, type ShownColumn, writeColumns } from './conversation-columns';

/** Which columns the list has; the address keeps them. */
export function ColumnPicker({ columns, onChange }: { readonly columns: readonly ShownColumn[]; readonly onChange: (text: string) => void }) {
  const t = useTranslations('conversations');
  const shown = new Set(columns.map(({ name }) => name));
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button>
          <Columns3 aria-hidden />
          {t('columnsTitle')}
        </Button>
      </PopoverTrigger>
      <PopoverContent align="end" className="w-56" aria-label={t('columnsTitle')}>
        <div className="grid gap-0.5">
          {columnNames.map((name) => (
            <label key={name} className="flex cursor-pointer items-center gap-2.5 rounded-sm px-1.5 py-1.5 text-sm hover:bg-sunken">
              <input
                type="checkbox"
                className="size-4 accent-accent"
                checked={shown.has(name)}
                // The last one stays: a list of nothing would be the usual list again.
                disabled={shown.size === 1 && shown.has(name)}
                onChange={(event) => onChange(writeColumns(new Set(columnNames.filter((other) => (other === name ? event.target.checked : shown.has(other))))))}
              />
              {t(`columns.${name}`)}
            </label>
          ))}
        </div>
      </PopoverContent>
    </Popover>
  );
}
