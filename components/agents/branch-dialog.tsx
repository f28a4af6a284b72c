'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { useWorkspace } from '../layout/workspace-context';
import { type Answers, useTRPC } from '../trpc/client';
import { Button } from '../ui/button';
import { Dialog, DialogContent } from '../ui/dialog';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { SwitchRow } from '../ui/switch';

export interface BranchDialogProps {
  readonly branch: Answers['branches']['list']['items'][number];
  readonly onClose: () => void;
}

/** A branch's name, who may change it, and whether it follows its parent. */
export function BranchDialog({ branch, onClose }: BranchDialogProps) {
  const t = useTranslations('editor');
  const { slug, may } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [name, setName] = useState(branch.name);
  const [isProtected, setIsProtected] = useState(branch.protection === 'admin_perms_required');
  const [autoRebase, setAutoRebase] = useState(branch.autoRebase);
  const update = useMutation(
    trpc.branches.update.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries({ queryKey: trpc.branches.pathKey() });
        onClose();
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    update.mutate({
      workspace: slug,
      agentId: branch.agentId,
      branchId: branch.id,
      name: name.trim(),
      ...(may('agents:admin') ? { protection: isProtected ? 'admin_perms_required' : 'writer_perms_required' } : {}),
      ...(branch.parentBranch === null ? {} : { autoRebase }),
    });
  };
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent title={t('branches.settingsNamed', { name: branch.name })} className="max-w-md">
        <form className="grid gap-4" onSubmit={submit}>
          <Field label={t('name')} error={update.error?.message}>
            {(control) => <Input autoFocus value={name} maxLength={200} onChange={(event) => setName(event.target.value)} {...control} />}
          </Field>
          <SwitchRow
            label={t('branches.protect')}
            hint={t('branches.protectHint')}
            checked={isProtected}
            onCheckedChange={setIsProtected}
            disabled={!may('agents:admin')}
          />
          {branch.parentBranch === null ? null : (
            <SwitchRow
              label={t('branches.follow', { name: branch.parentBranch.name })}
              hint={t('branches.followHint')}
              checked={autoRebase}
              onCheckedChange={setAutoRebase}
            />
          )}
          <Button type="submit" look="primary" className="justify-self-end" isBusy={update.isPending} disabled={name.trim() === ''}>
            {t('branches.saveSettings')}
          </Button>
        </form>
      </DialogContent>
    </Dialog>
  );
}
