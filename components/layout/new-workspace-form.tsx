'use client';

import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { FormEvent } from 'react';
import { formOf, text } from './kept-fields';
import { RestoredLine } from './restored-line';
import { useFormKeptAs } from './use-kept-form';
import { useTRPC } from '../trpc/client';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Input } from '../ui/input';

const nothingWritten = { name: '' };
const readDraft = formOf<typeof nothingWritten>({ name: text });

export function NewWorkspaceForm() {
  const t = useTranslations('nav');
  const trpc = useTRPC();
  const form = useFormKeptAs({ name: 'workspace.new', saved: nothingWritten, read: readDraft });
  const { name } = form.value;
  const create = useMutation(
    trpc.workspaces.create.mutationOptions({
      // A full load: everything on screen belongs to the workspace before.
      onSuccess({ slug }) {
        form.forget();
        window.location.assign(`/w/${slug}`);
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '') create.mutate({ name: name.trim() });
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      <RestoredLine form={form} />
      <Field label={t('workspaceName')} error={create.error?.message}>
        {(control) => <Input value={name} maxLength={80} onChange={(event) => form.edit({ name: event.target.value })} {...control} />}
      </Field>
      <Button type="submit" look="primary" className="justify-self-end" isBusy={create.isPending || create.isSuccess} disabled={name.trim() === ''}>
        {t('create')}
      </Button>
    </form>
  );
}
