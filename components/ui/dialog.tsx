'use client';

import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { Button } from './button';
import { cn } from './cn';

export const Dialog = Radix.Root;
export const DialogTrigger = Radix.Trigger;
export const DialogClose = Radix.Close;

export interface DialogContentProps {
  readonly title: ReactNode;
  readonly description?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}

export function DialogContent({ title, description, className, children }: DialogContentProps) {
  return (
    <Radix.Portal>
      <Overlay />
      <Radix.Content
        className={cn(
          'fixed top-1/2 left-1/2 z-50 grid max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] max-w-lg -translate-x-1/2 -translate-y-1/2 gap-4 overflow-y-auto rounded-xl border bg-surface p-6 shadow-high',
          className,
        )}
        {...(description === undefined ? { 'aria-describedby': undefined } : {})}
      >
        <div className="grid gap-1 pr-8">
          <Radix.Title className="font-serif text-xl font-medium">{title}</Radix.Title>
          {description === undefined ? null : <Radix.Description className="text-sm text-ink-soft text-pretty">{description}</Radix.Description>}
        </div>
        {children}
        <CloseButton />
      </Radix.Content>
    </Radix.Portal>
  );
}

export interface SheetContentProps extends DialogContentProps {
  readonly side?: 'left' | 'right';
  /** The title is read out but not shown. */
  readonly hasHiddenTitle?: boolean;
}

/** A dialog that comes in from the side and keeps the page's height. */
export function SheetContent({ title, description, className, children, side = 'right', hasHiddenTitle = false }: SheetContentProps) {
  return (
    <Radix.Portal>
      <Overlay />
      <Radix.Content
        className={cn(
          'fixed inset-y-0 z-50 flex w-[min(26rem,100vw)] flex-col bg-surface shadow-high',
          side === 'right' ? 'right-0 border-l animate-slide-right' : 'left-0 border-r animate-slide-left',
          className,
        )}
        {...(description === undefined ? { 'aria-describedby': undefined } : {})}
      >
        <div className={cn('grid gap-1 border-b px-5 py-4 pr-12', hasHiddenTitle && 'sr-only')}>
          <Radix.Title className="font-serif text-lg font-medium">{title}</Radix.Title>
          {description === undefined ? null : <Radix.Description className="text-sm text-ink-soft">{description}</Radix.Description>}
        </div>
        <div className="min-h-0 flex-1 overflow-y-auto">{children}</div>
        <CloseButton />
      </Radix.Content>
    </Radix.Portal>
  );
}

function Overlay() {
  return <Radix.Overlay className="fixed inset-0 z-50 bg-[rgb(20_22_20/0.42)] animate-appear" />;
}

function CloseButton() {
  const t = useTranslations('ui');
  return (
    <Radix.Close asChild>
      <Button look="quiet" size="icon-sm" className="absolute top-3.5 right-3.5" aria-label={t('close')}>
        <X aria-hidden />
      </Button>
    </Radix.Close>
  );
}
