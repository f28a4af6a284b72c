'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { FormEvent } from 'react';
import { knowledgeLimits } from '@/server/contracts/knowledge';
import { flag, formOf, oneOf, text as aText } from '../layout/kept-fields';
import { RestoredLine } from '../layout/restored-line';
import { useKeptForm } from '../layout/use-kept-form';
import { useWorkspace } from '../layout/workspace-context';
import { useTRPC } from '../trpc/client';
import { Button } from '../ui/button';
import { Dialog, DialogContent } from '../ui/dialog';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { Select } from '../ui/select';
import { SwitchRow } from '../ui/switch';
import { Textarea } from '../ui/textarea';
import { toast } from '../ui/toaster';

export type AddKind = 'text' | 'url' | 'folder';

export interface AddDialogProps {
  readonly kind: AddKind | undefined;
  readonly folderId: string | null;
  readonly onClose: () => void;
}

export function AddDialog({ kind, folderId, onClose }: AddDialogProps) {
  const t = useTranslations('knowledge');
  return (
    <Dialog open={kind !== undefined} onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}>
      {kind === undefined ? null : (
        <DialogContent title={t(`add.${kind}`)} description={t(`addHelp.${kind}`)} className={kind === 'text' ? 'max-w-2xl' : ''}>
          {kind === 'text' ? <TextForm folderId={folderId} onDone={onClose} /> : null}
          {kind === 'url' ? <PageForm folderId={folderId} onDone={onClose} /> : null}
          {kind === 'folder' ? <FolderForm folderId={folderId} onDone={onClose} /> : null}
        </DialogContent>
      )}
    </Dialog>
  );
}

interface FormProps {
  readonly folderId: string | null;
  readonly onDone: () => void;
}

function useAdded(form: { readonly forget: () => void }, onDone: () => void) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  return async () => {
    form.forget();
    await queries.invalidateQueries({ queryKey: trpc.knowledge.pathKey() });
    onDone();
  };
}

interface NewText {
  readonly name: string;
  readonly text: string;
}

const noText: NewText = { name: '', text: '' };
const readText = formOf<NewText>({ name: aText, text: aText });

function TextForm({ folderId, onDone }: FormProps) {
  const t = useTranslations('knowledge');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const form = useKeptForm({ name: `document.text.${folderId ?? 'top'}`, saved: noText, read: readText });
  const { name, text } = form.value;
  const create = useMutation(trpc.knowledge.createText.mutationOptions({ onSuccess: useAdded(form, onDone) }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({ workspace: slug, text, parentId: folderId, ...(name.trim() === '' ? {} : { name: name.trim() }) });
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      <RestoredLine form={form} />
      <Field label={t('name')} hint={t('nameHint')}>
        {(control) => <Input value={name} maxLength={knowledgeLimits.nameLength} onChange={(event) => form.edit({ name: event.target.value })} {...control} />}
      </Field>
      <Field label={t('text')} error={create.error?.message}>
        {(control) => (
          <Textarea rows={14} value={text} maxLength={knowledgeLimits.textLength} onChange={(event) => form.edit({ text: event.target.value })} {...control} />
        )}
      </Field>
      <Button type="submit" look="primary" className="justify-self-end" isBusy={create.isPending} disabled={text.trim() === ''}>
        {t('addIt')}
      </Button>
    </form>
  );
}

const syncChoices = ['', '1', '7', '30'] as const;

interface NewPage {
  readonly url: string;
  readonly isSite: boolean;
  /** As typed. */
  readonly mostPages: string;
  /** Days, as text; empty for never. */
  readonly every: (typeof syncChoices)[number];
}

const noPage: NewPage = { url: '', isSite: false, mostPages: '100', every: '' };
const readPage = formOf<NewPage>({ url: aText, isSite: flag, mostPages: aText, every: oneOf(syncChoices) });

function PageForm({ folderId, onDone }: FormProps) {
  const t = useTranslations('knowledge');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const form = useKeptForm({ name: `document.url.${folderId ?? 'top'}`, saved: noPage, read: readPage });
  const { url, isSite, mostPages, every } = form.value;
  const done = useAdded(form, onDone);
  const create = useMutation(trpc.knowledge.createUrl.mutationOptions({ onSuccess: done }));
  const crawl = useMutation(
    trpc.knowledge.createCrawl.mutationOptions({
      onSuccess: async () => {
        toast.success(t('crawlStarted'));
        await done();
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const where = { workspace: slug, url: /^[a-z]+:\/\//i.test(url.trim()) ? url.trim() : `https://${url.trim()}`, parentId: folderId };
    const sync = every === '' ? {} : { sync: { everyDays: Number(every), autoRemove: false } };
    if (isSite) crawl.mutate({ ...where, ...sync, maxPages: Math.min(10_000, Math.max(1, Number.parseInt(mostPages, 10) || 1)) });
    else create.mutate({ ...where, ...sync });
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      <RestoredLine form={form} />
      <Field label={t('address')} error={isSite ? crawl.error?.message : create.error?.message}>
        {(control) => (
          <Input
            inputMode="url"
            autoComplete="off"
            placeholder="https://"
            value={url}
            onChange={(event) => form.edit({ url: event.target.value })}
            {...control}
          />
        )}
      </Field>
      <SwitchRow label={t('wholeSite')} hint={t('wholeSiteHint')} checked={isSite} onCheckedChange={(next) => form.edit({ isSite: next })} />
      {isSite ? (
        <Field label={t('mostPages')} className="max-w-40">
          {(control) => (
            <Input type="number" min={1} max={10_000} value={mostPages} onChange={(event) => form.edit({ mostPages: event.target.value })} {...control} />
          )}
        </Field>
      ) : null}
      <Field label={t('sync')} className="max-w-64">
        {(control) => (
          <Select
            value={every}
            onValueChange={(next) => form.edit({ every: next as NewPage['every'] })}
            options={syncChoices.map((value) => ({ value, label: value === '' ? t('syncNever') : t('syncEvery', { days: Number(value) }) }))}
            {...control}
          />
        )}
      </Field>
      <Button type="submit" look="primary" className="justify-self-end" isBusy={create.isPending || crawl.isPending} disabled={url.trim() === ''}>
        {t('readIt')}
      </Button>
    </form>
  );
}

const noFolder = { name: '' };
const readFolder = formOf<typeof noFolder>({ name: aText });

function FolderForm({ folderId, onDone }: FormProps) {
  const t = useTranslations('knowledge');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const form = useKeptForm({ name: `document.folder.${folderId ?? 'top'}`, saved: noFolder, read: readFolder });
  const { name } = form.value;
  const create = useMutation(trpc.knowledge.createFolder.mutationOptions({ onSuccess: useAdded(form, onDone) }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({ workspace: slug, name: name.trim(), parentId: folderId });
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      <RestoredLine form={form} />
      <Field label={t('name')} error={create.error?.message}>
        {(control) => <Input value={name} maxLength={knowledgeLimits.nameLength} onChange={(event) => form.edit({ name: event.target.value })} {...control} />}
      </Field>
      <Button type="submit" look="primary" className="justify-self-end" isBusy={create.isPending} disabled={name.trim() === ''}>
        {t('createFolder')}
      </Button>
    </form>
  );
}
