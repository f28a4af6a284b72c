'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { FolderInput, MoreHorizontal, Pencil, RefreshCw, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { knowledgeLimits } from '@/server/contracts/knowledge';
import { asItLeaves, useLeaving } from '../layout/use-leaving';
import { RestoredLine } from '../layout/restored-line';
import { useKeptText } from '../layout/use-kept-form';
import { useWorkspace } from '../layout/workspace-context';
import { type Answers, useTRPC } from '../trpc/client';
import { optimistic, together } from '../trpc/optimistic';
import { type Paged, withItems } from '../trpc/pages';
import { Button } from '../ui/button';
import { Combobox } from '../ui/combobox';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { Dialog, DialogContent } from '../ui/dialog';
import { Dropdown, DropdownContent, DropdownItem, DropdownSeparator, DropdownTrigger } from '../ui/dropdown';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { Skeleton } from '../ui/skeleton';
import { toast } from '../ui/toaster';

type DocumentList = Answers['knowledge']['list'];
export type DocumentRow = DocumentList['items'][number];

/** What can be done with a document or folder. */
export function DocumentMenu({ document, onDeleted }: { readonly document: DocumentRow; readonly onDeleted?: () => void }) {
  const t = useTranslations('knowledge');
  const ui = useTranslations('ui');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [open, setOpen] = useState<'rename' | 'move' | 'delete'>();
  const refreshLists = () => queries.invalidateQueries({ queryKey: trpc.knowledge.pathKey() });
  const refresh = useMutation(
    trpc.knowledge.refresh.mutationOptions({
      onSuccess: async () => {
        toast.success(t('refreshed', { name: document.name }));
        await refreshLists();
      },
    }),
  );
  const remove = useMutation(trpc.knowledge.delete.mutationOptions(asItLeaves));
  const leaving = useLeaving('document');
  const isFolder = document.kind === 'folder';
  const agents = document.dependentAgents.map(({ name }) => name).join(', ');
  const holdsMuch = isFolder && document.childrenCount > 0;
  const isNeeded = holdsMuch || agents !== '';
  const removeNow = async () => {
    await remove.mutateAsync({ workspace: slug, documentId: document.id, ...(isNeeded ? { force: true } : {}) });
    await Promise.all([refreshLists(), queries.invalidateQueries({ queryKey: trpc.agents.pathKey() })]);
  };
  const removeSoon = () => {
    leaving.begin({ id: document.id, message: ui('deleted', { name: document.name }), remove: removeNow });
    onDeleted?.();
  };
  return (
    <>
      <Dropdown>
        <DropdownTrigger asChild>
          <Button look="quiet" size="icon-sm" aria-label={t('actionsFor', { name: document.name })} isBusy={refresh.isPending}>
            {refresh.isPending ? null : <MoreHorizontal aria-hidden />}
          </Button>
        </DropdownTrigger>
        <DropdownContent align="end">
          <DropdownItem onSelect={() => setOpen('rename')}>
            <Pencil aria-hidden />
            {t('rename')}
          </DropdownItem>
          <DropdownItem onSelect={() => setOpen('move')}>
            <FolderInput aria-hidden />
            {t('move')}
          </DropdownItem>
          {document.kind === 'url' ? (
            <DropdownItem onSelect={() => refresh.mutate({ workspace: slug, documentId: document.id })}>
              <RefreshCw aria-hidden />
              {t('refresh')}
            </DropdownItem>
          ) : null}
          <DropdownSeparator />
          <DropdownItem isDanger onSelect={() => (isNeeded ? setOpen('delete') : removeSoon())}>
            <Trash2 aria-hidden />
            {t('delete')}
          </DropdownItem>
        </DropdownContent>
      </Dropdown>
      <Dialog open={open === 'rename'} onOpenChange={(isOpen) => setOpen(isOpen ? 'rename' : undefined)}>
        <DialogContent title={t('rename')}>
          <RenameForm document={document} onDone={() => setOpen(undefined)} />
        </DialogContent>
      </Dialog>
      <MoveDialog documents={[document]} isOpen={open === 'move'} onClose={() => setOpen(undefined)} />
      <ConfirmDialog
        open={open === 'delete'}
        onOpenChange={(isOpen) => setOpen(isOpen ? 'delete' : undefined)}
        title={t('deleteTitle', { name: document.name })}
        description={[
          holdsMuch ? t('deleteFolderHelp', { count: document.documentCount }) : '',
          agents === '' ? '' : t('deleteUsedHelp', { agents }),
          t('deleteHelp'),
        ]
          .filter((part) => part !== '')
          .join(' ')}
        confirmLabel={t('delete')}
        typeToConfirm={document.name}
        onConfirm={async () => {
          await removeNow();
          onDeleted?.();
        }}
      />
    </>
  );
}

function RenameForm({ document, onDone }: { readonly document: DocumentRow; readonly onDone: () => void }) {
  const t = useTranslations('knowledge');
  const ui = useTranslations('ui');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const form = useKeptText(`document.${document.id}.name`, document.name);
  const name = form.value.text;
  const rename = useMutation(
    trpc.knowledge.update.mutationOptions({
      ...together(
        optimistic(queries, trpc.knowledge.list.pathKey(), (list: Paged<DocumentList>, changes: Renaming) =>
          withItems(list, (rows) => rows.map((row) => renamed(row, changes))),
        ),
        optimistic(queries, trpc.knowledge.get.pathKey(), renamed<Answers['knowledge']['get']>),
      ),
      onSuccess: form.forget,
      onSettled: () => queries.invalidateQueries({ queryKey: trpc.knowledge.pathKey() }),
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    rename.mutate({ workspace: slug, documentId: document.id, name: name.trim() });
    onDone();
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      <RestoredLine form={form} />
      <Field label={t('name')}>
        {(control) => <Input value={name} maxLength={knowledgeLimits.nameLength} onChange={(event) => form.set({ text: event.target.value })} {...control} />}
      </Field>
      <Button type="submit" look="primary" className="justify-self-end" disabled={name.trim() === ''}>
        {ui('save')}
      </Button>
    </form>
  );
}

interface Renaming {
  readonly documentId: string;
  readonly name?: string | undefined;
}

function renamed<D extends { readonly id: string; readonly name: string }>(document: D, { documentId, name }: Renaming): D {
  return document.id === documentId ? { ...document, name: name ?? document.name } : document;
}

export interface MoveDialogProps {
  readonly documents: readonly DocumentRow[];
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onMoved?: () => void;
}

/** Moves documents and folders elsewhere; a message afterwards takes it back. */
export function MoveDialog({ documents, isOpen, onClose, onMoved }: MoveDialogProps) {
  const t = useTranslations('knowledge');
  return (
    <Dialog open={isOpen} onOpenChange={(next) => (next ? undefined : onClose())}>
      <DialogContent title={t('moveTitle', { count: documents.length })}>
        <MoveForm
          documents={documents}
          onDone={() => {
            onClose();
            onMoved?.();
          }}
        />
      </DialogContent>
    </Dialog>
  );
}

function MoveForm({ documents, onDone }: { readonly documents: readonly DocumentRow[]; readonly onDone: () => void }) {
  const t = useTranslations('knowledge');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [folderId, setFolderId] = useState('');
  const folders = useQuery(trpc.knowledge.list.queryOptions({ workspace: slug, kinds: ['folder'], sortBy: 'name', pageSize: 100 }));
  const refresh = () => queries.invalidateQueries({ queryKey: trpc.knowledge.pathKey() });
  const back = useMutation(trpc.knowledge.move.mutationOptions({ onSuccess: refresh }));
  const move = useMutation(
    trpc.knowledge.move.mutationOptions({
      ...optimistic(queries, trpc.knowledge.list.pathKey(), (list: Paged<DocumentList>, { documentIds, folderId: target }: Move, input) =>
        isElsewhere(input, target) ? withItems(list, (rows) => rows.filter(({ id }) => !documentIds.includes(id))) : list,
      ),
      onSuccess(_answer, { documentIds }) {
        toast.undoable(t('moved', { count: documentIds.length }), {
          label: t('undo'),
          onClick: () => {
            for (const { id, parentId } of documents) back.mutate({ workspace: slug, documentIds: [id], folderId: parentId });
          },
        });
      },
      onSettled: refresh,
    }),
  );
  if (folders.data === undefined) return <Skeleton className="h-20" />;
  const moving = new Set(documents.map(({ id }) => id));
  const targets = folders.data.items.filter(({ id, folderPath }) => !moving.has(id) && !folderPath.some((above) => moving.has(above.id)));
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        move.mutate({ workspace: slug, documentIds: [...moving], folderId: folderId === '' ? null : folderId });
        onDone();
      }}
    >
      <Field label={t('moveTo')}>
        {(control) => (
          <Combobox
            value={folderId}
            onValueChange={setFolderId}
            placeholder={t('top')}
            searchPlaceholder={t('searchFolders')}
            emptyText={t('noFolder')}
            options={[
              { value: '', label: t('top') },
              ...targets.map(({ id, name, folderPath }) => ({ value: id, label: [...folderPath.map((above) => above.name), name].join(' / ') })),
            ]}
            {...control}
          />
        )}
      </Field>
      <Button type="submit" look="primary" className="justify-self-end">
        {t('move')}
      </Button>
    </form>
  );
}

interface Move {
  readonly documentIds: readonly string[];
  readonly folderId: string | null;
}

/** Whether a list shows one folder that is not the one things are moved to. What was searched for is found in any. */
function isElsewhere(input: unknown, folderId: string | null): boolean {
  const { parentId } = (input ?? {}) as { readonly parentId?: string | null };
  return parentId !== undefined && parentId !== folderId;
}
