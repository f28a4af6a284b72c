'use client';

import { Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Button } from '../ui/button';
import { cn } from '../ui/cn';

export interface RemovableCardProps {
  readonly name: string;
  /** The name is an identifier. */
  readonly isCode?: boolean;
  /** Beside the name. */
  readonly aside?: ReactNode;
  readonly disabled: boolean;
  readonly onRemove: () => void;
  readonly children: ReactNode;
}

/** One entry of a list in the editor. */
export function RemovableCard({ name, isCode = false, aside, disabled, onRemove, children }: RemovableCardProps) {
  const t = useTranslations('editor');
  return (
    <li aria-label={name} className="grid grid-cols-1 gap-4 rounded-lg border bg-surface p-4">
      <div className="flex items-center gap-3">
        <p className={cn('min-w-0 flex-1 truncate font-medium', isCode && 'font-mono text-sm')}>{name}</p>
        {aside}
        {disabled ? null : (
          <Button look="quiet" size="icon-sm" aria-label={t('removeNamed', { name })} onClick={onRemove}>
            <Trash2 aria-hidden />
          </Button>
        )}
      </div>
      {children}
    </li>
  );
}
