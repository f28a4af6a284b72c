'use client';

import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { useTRPC } from '../trpc/client';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Input } from '../ui/input';

export function NewWorkspaceForm() {
  const t = useTranslations('nav');
  const trpc = useTRPC();
  const [name, setName] = useState('');
  const create = useMutation(
    trpc.workspaces.create.mutationOptions({
      // A full load: everything on screen belongs to the workspace before.
      onSuccess: ({ slug }) => window.location.assign(`/w/${slug}`),
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '') create.mutate({ name: name.trim() });
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      <Field label={t('workspaceName')} error={create.error?.message}>
        {(control) => <Input value={name} maxLength={80} onChange={(event) => setName(event.target.value)} {...control} />}
      </Field>
      <Button type="submit" look="primary" className="justify-self-end" isBusy={create.isPending || create.isSuccess} disabled={name.trim() === ''}>
        {t('create')}
      </Button>
    </form>
  );
}
