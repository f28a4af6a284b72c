'use client';

import { useTranslations } from 'next-intl';
import type { FormEvent } from 'react';
import { flag, formOf, text } from '../layout/kept-fields';
import { RestoredLine } from '../layout/restored-line';
import { useKeptForm } from '../layout/use-kept-form';
import { useWorkspace } from '../layout/workspace-context';
import type { Answers } from '../trpc/client';
import { Button } from '../ui/button';
import { Dialog, DialogContent } from '../ui/dialog';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { SwitchRow } from '../ui/switch';

export interface BranchDialogProps {
  readonly branch: Branch;
  readonly onClose: () => void;
  readonly onSave: (changes: BranchChanges, onSaved: () => void) => void;
}

export interface BranchChanges {
  readonly name?: string | undefined;
  readonly protection?: 'writer_perms_required' | 'admin_perms_required' | undefined;
  readonly autoRebase?: boolean | undefined;
  readonly isArchived?: boolean | undefined;
}

type Branch = Answers['branches']['list']['items'][number];

interface Draft {
  readonly name: string;
  readonly isProtected: boolean;
  readonly autoRebase: boolean;
}

const readDraft = formOf<Draft>({ name: text, isProtected: flag, autoRebase: flag });

/** A branch's name, who may change it, and whether it follows its parent. */
export function BranchDialog({ branch, onClose, onSave }: BranchDialogProps) {
  const t = useTranslations('editor');
  const { may } = useWorkspace();
  const form = useKeptForm<Draft>({
    name: `branch.${branch.id}`,
    saved: { name: branch.name, isProtected: branch.protection === 'admin_perms_required', autoRebase: branch.autoRebase },
    read: readDraft,
  });
  const { name, isProtected, autoRebase } = form.value;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onClose();
    onSave(
      {
        name: name.trim(),
        ...(may('agents:admin') ? { protection: isProtected ? 'admin_perms_required' : 'writer_perms_required' } : {}),
        ...(branch.parentBranch === null ? {} : { autoRebase }),
      },
      form.forget,
    );
  };
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent title={t('branches.settingsNamed', { name: branch.name })} className="max-w-md">
        <form className="grid gap-4" onSubmit={submit}>
          <RestoredLine form={form} />
          <Field label={t('name')}>
            {(control) => <Input autoFocus value={name} maxLength={200} onChange={(event) => form.edit({ name: event.target.value })} {...control} />}
          </Field>
          <SwitchRow
            label={t('branches.protect')}
            hint={t('branches.protectHint')}
            checked={isProtected}
            onCheckedChange={(isOn) => form.edit({ isProtected: isOn })}
            disabled={!may('agents:admin')}
          />
          {branch.parentBranch === null ? null : (
            <SwitchRow
              label={t('branches.follow', { name: branch.parentBranch.name })}
              hint={t('branches.followHint')}
              checked={autoRebase}
              onCheckedChange={(isOn) => form.edit({ autoRebase: isOn })}
            />
          )}
          <Button type="submit" look="primary" className="justify-self-end" disabled={name.trim() === ''}>
            {t('branches.saveSettings')}
          </Button>
        </form>
      </DialogContent>
    </Dialog>
  );
}
