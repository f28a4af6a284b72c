'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { RestoredLine } from '../layout/restored-line';
import { useKeptText } from '../layout/use-kept-form';
import { useWorkspace } from '../layout/workspace-context';
import { type Answers, useTRPC } from '../trpc/client';
import { optimistic } from '../trpc/optimistic';
import { type Paged, withItems } from '../trpc/pages';
import { Button } from '../ui/button';
import { Dialog, DialogContent } from '../ui/dialog';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { Select } from '../ui/select';

type Listed = Answers['tests']['list'];

export interface FolderDialogProps {
  /** The one to rename; a new one without it. */
  readonly folder?: { readonly id: string; readonly name: string };
  readonly parentId?: string;
  readonly onClose: () => void;
}

export function FolderDialog({ folder, parentId, onClose }: FolderDialogProps) {
  const t = useTranslations('tests');
  const ui = useTranslations('ui');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const form = useKeptText(`test-folder.${folder?.id ?? `new-${parentId ?? 'top'}`}`, folder?.name ?? '');
  const name = form.value.text;
  const create = useMutation(
    trpc.tests.createFolder.mutationOptions({
      onSuccess: async () => {
        form.forget();
        await queries.invalidateQueries({ queryKey: trpc.tests.list.pathKey() });
        onClose();
      },
    }),
  );
  const rename = useMutation(
    trpc.tests.renameFolder.mutationOptions({
      ...optimistic(queries, trpc.tests.list.pathKey(), (list: Paged<Listed>, changes: { folderId: string; name: string }) =>
        withItems(list, (rows) => rows.map((row) => (row.id === changes.folderId ? { ...row, name: changes.name } : row))),
      ),
      onSuccess: form.forget,
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (folder === undefined) {
      create.mutate({ workspace: slug, name, ...(parentId === undefined ? {} : { parentId }) });
      return;
    }
    rename.mutate({ workspace: slug, folderId: folder.id, name });
    onClose();
  };
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent title={folder === undefined ? t('newFolder') : t('rename')} className="max-w-md">
        <form className="grid gap-4" onSubmit={submit}>
          <RestoredLine form={form} />
          <Field label={t('name')} error={create.error?.message}>
            {(control) => <Input autoFocus value={name} maxLength={200} onChange={(event) => form.set({ text: event.target.value })} {...control} />}
          </Field>
          <Button type="submit" look="primary" className="justify-self-end" isBusy={create.isPending} disabled={name.trim() === ''}>
            {ui('save')}
          </Button>
        </form>
      </DialogContent>
    </Dialog>
  );
}

export interface MoveDialogProps {
  readonly ids: readonly string[];
  readonly onClose: () => void;
  readonly onMoved?: () => void;
}

/** Moves tests and folders; a step at a time, as folders are listed by level. */
export function MoveDialog({ ids, onClose, onMoved }: MoveDialogProps) {
  const t = useTranslations('tests');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [target, setTarget] = useState<readonly { readonly id: string; readonly name: string }[]>([]);
  const here = target.at(-1);
  const list = useQuery(
    trpc.tests.list.queryOptions({ workspace: slug, withFolders: true, pageSize: 100, ...(here === undefined ? {} : { folderId: here.id }) }),
  );
  const folders = list.data?.items.filter(({ id, type }) => type === 'folder' && !ids.includes(id)) ?? [];
  const move = useMutation(
    trpc.tests.move.mutationOptions(
      optimistic(queries, trpc.tests.list.pathKey(), (answer: Paged<Listed>, { ids: moved, folderId }: Move, input) =>
        isElsewhere(input, folderId) ? withItems(answer, (rows) => rows.filter(({ id }) => !moved.includes(id))) : answer,
      ),
    ),
  );
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent title={t('moveTitle', { count: ids.length })} className="max-w-md">
        <p className="text-sm">
          {t('moveTo')} <span className="font-medium">{[t('top'), ...target.map(({ name }) => name)].join(' › ')}</span>
        </p>
        {target.length === 0 ? null : (
          <Button size="sm" className="justify-self-start" onClick={() => setTarget(target.slice(0, -1))}>
            {t('levelUp')}
          </Button>
        )}
        {folders.length === 0 ? null : (
          <Field label={t('openFolder')}>
            {(control) => (
              <Select
                value=""
                placeholder={t('openFolderPlaceholder')}
                options={folders.map(({ id, name }) => ({ value: id, label: name }))}
                onValueChange={(id) => {
                  const folder = folders.find((candidate) => candidate.id === id);
                  if (folder !== undefined) setTarget([...target, { id: folder.id, name: folder.name }]);
                }}
                {...control}
              />
            )}
          </Field>
        )}
        <Button
          look="primary"
          className="justify-self-end"
          onClick={() => {
            move.mutate({ workspace: slug, ids: [...ids], folderId: here?.id ?? null });
            onMoved?.();
            onClose();
          }}
        >
          {t('moveHere')}
        </Button>
      </DialogContent>
    </Dialog>
  );
}

interface Move {
  readonly ids: readonly string[];
  readonly folderId: string | null;
}

/** Whether a list shows one folder that is not the one things are moved to. What was searched for is found in any. */
function isElsewhere(input: unknown, folderId: string | null): boolean {
  const { search, folderId: shown } = (input ?? {}) as { readonly search?: string; readonly folderId?: string };
  return search === undefined && (shown ?? null) !== folderId;
}
