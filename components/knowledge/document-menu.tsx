'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { FolderInput, MoreHorizontal, Pencil, RefreshCw, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { knowledgeLimits } from '@/server/contracts/knowledge';
import { useWorkspace } from '../layout/workspace-context';
import { type Answers, useTRPC } from '../trpc/client';
import { Button } from '../ui/button';
import { Combobox } from '../ui/combobox';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { Dialog, DialogContent } from '../ui/dialog';
import { Dropdown, DropdownContent, DropdownItem, DropdownSeparator, DropdownTrigger } from '../ui/dropdown';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { Skeleton } from '../ui/skeleton';
import { toast } from '../ui/toaster';

export type DocumentRow = Answers['knowledge']['list']['items'][number];

/** What can be done with a document or folder. */
export function DocumentMenu({ document, onDeleted }: { readonly document: DocumentRow; readonly onDeleted?: () => void }) {
  const t = useTranslations('knowledge');
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
      onError: (error) => toast.error(error.message),
    }),
  );
  const remove = useMutation(trpc.knowledge.delete.mutationOptions());
  const isFolder = document.kind === 'folder';
  const agents = document.dependentAgents.map(({ name }) => name).join(', ');
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
          <DropdownItem isDanger onSelect={() => setOpen('delete')}>
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
          isFolder && document.childrenCount > 0 ? t('deleteFolderHelp', { count: document.documentCount }) : '',
          agents === '' ? '' : t('deleteUsedHelp', { agents }),
          t('deleteHelp'),
        ]
          .filter((part) => part !== '')
          .join(' ')}
        confirmLabel={t('delete')}
        typeToConfirm={document.name}
        onConfirm={async () => {
          await remove.mutateAsync({ workspace: slug, documentId: document.id, ...(agents !== '' || document.childrenCount > 0 ? { force: true } : {}) });
          onDeleted?.();
          await Promise.all([refreshLists(), queries.invalidateQueries({ queryKey: trpc.agents.pathKey() })]);
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
  const [name, setName] = useState(document.name);
  const rename = useMutation(
    trpc.knowledge.update.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries({ queryKey: trpc.knowledge.pathKey() });
        onDone();
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    rename.mutate({ workspace: slug, documentId: document.id, name: name.trim() });
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      <Field label={t('name')} error={rename.error?.message}>
        {(control) => <Input value={name} maxLength={knowledgeLimits.nameLength} onChange={(event) => setName(event.target.value)} {...control} />}
      </Field>
      <Button type="submit" look="primary" className="justify-self-end" isBusy={rename.isPending} disabled={name.trim() === ''}>
        {ui('save')}
      </Button>
    </form>
  );
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
  const back = useMutation(trpc.knowledge.move.mutationOptions({ onSuccess: refresh, onError: (error) => toast.error(error.message) }));
  const move = useMutation(
    trpc.knowledge.move.mutationOptions({
      onSuccess: async (_answer, { documentIds }) => {
        toast.undoable(t('moved', { count: documentIds.length }), {
          label: t('undo'),
          onClick: () => {
            for (const { id, parentId } of documents) back.mutate({ workspace: slug, documentIds: [id], folderId: parentId });
          },
        });
        await refresh();
        onDone();
      },
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
      }}
    >
      <Field label={t('moveTo')} error={move.error?.message}>
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
      <Button type="submit" look="primary" className="justify-self-end" isBusy={move.isPending}>
        {t('move')}
      </Button>
    </form>
  );
}
