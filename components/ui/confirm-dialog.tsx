'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { Button } from './button';
import { Dialog, DialogClose, DialogContent, DialogTrigger } from './dialog';
import { Field } from './field';
import { Input } from './input';

export interface ConfirmDialogProps {
  readonly trigger?: ReactNode;
  readonly open?: boolean;
  readonly onOpenChange?: (isOpen: boolean) => void;
  readonly title: string;
  readonly description: string;
  readonly confirmLabel: string;
  /** What must be typed before the button works; left out where the act can be taken back. */
  readonly typeToConfirm?: string;
  /** A rejection keeps the dialog open and shows its message. */
  readonly onConfirm: () => Promise<void>;
}

export function ConfirmDialog({ trigger, open, onOpenChange, title, description, confirmLabel, typeToConfirm, onConfirm }: ConfirmDialogProps) {
  const t = useTranslations('ui');
  const [isOwnOpen, setIsOwnOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const setOpen = (next: boolean) => {
    setTyped('');
    setProblem(undefined);
    setIsOwnOpen(next);
    onOpenChange?.(next);
  };
  const confirm = async () => {
    setIsBusy(true);
    setProblem(undefined);
    try {
      await onConfirm();
      setOpen(false);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <Dialog open={open ?? isOwnOpen} onOpenChange={setOpen}>
      {trigger === undefined ? null : <DialogTrigger asChild>{trigger}</DialogTrigger>}
      <DialogContent title={title} description={description} className="max-w-md">
        <form
          className="grid gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            void confirm();
          }}
        >
          {typeToConfirm === undefined ? null : (
            <Field label={t('typeToConfirm', { text: typeToConfirm })} error={problem}>
              {(control) => <Input autoComplete="off" value={typed} onChange={(event) => setTyped(event.target.value)} {...control} />}
            </Field>
          )}
          {typeToConfirm === undefined && problem !== undefined ? (
            <p role="alert" className="text-sm text-danger">
              {problem}
            </p>
          ) : null}
          <div className="flex justify-end gap-2">
            <DialogClose asChild>
              <Button>{t('cancel')}</Button>
            </DialogClose>
            <Button type="submit" look="danger" isBusy={isBusy} disabled={typeToConfirm !== undefined && typed.trim() !== typeToConfirm.trim()}>
              {confirmLabel}
            </Button>
          </div>
        </form>
      </DialogContent>
    </Dialog>
  );
}
