'use client';

import { keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { ChevronRight, FlaskConical, Folder, FolderPlus, MoreHorizontal, Play, Plus, Search } from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { usePastTime } from '../i18n/use-past-time';
import { Failure } from '../layout/failure';
import { Refused } from '../layout/refused';
import { asItLeaves, useLeaving } from '../layout/use-leaving';
import { useQueryParameters } from '../layout/use-query-parameters';
import { useWorkspace } from '../layout/workspace-context';
import { type Answers, useTRPC } from '../trpc/client';
import { useRefusal } from '../trpc/use-refusal';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { Dropdown, DropdownContent, DropdownItem, DropdownSeparator, DropdownTrigger } from '../ui/dropdown';
import { EmptyState } from '../ui/empty-state';
import { Input } from '../ui/input';
import { Skeleton } from '../ui/skeleton';
import { Table, TableBody, TableHead, TableRow, Td, Th } from '../ui/table';
import { testTypes } from './test-document';

// What is opened by hand is loaded then.
const ConfirmDialog = dynamic(() => import('../ui/confirm-dialog').then((module) => module.ConfirmDialog), { loading: () => null });
const FolderDialog = dynamic(() => import('./folder-dialogs').then((module) => module.FolderDialog), { loading: () => null });
const MoveDialog = dynamic(() => import('./folder-dialogs').then((module) => module.MoveDialog), { loading: () => null });
const RunDialog = dynamic(() => import('./run-dialog').then((module) => module.RunDialog), { loading: () => null });

type Row = Answers['tests']['list']['items'][number];

export function TestsList() {
  const t = useTranslations('tests');
  const ui = useTranslations('ui');
  const { slug, href, may } = useWorkspace();
  const trpc = useTRPC();
  const [parameters, setParameters] = useQueryParameters();
  const [chosen, setChosen] = useState<ReadonlyMap<string, string>>(new Map());
  const [isRunning, setIsRunning] = useState(false);
  const [isMoving, setIsMoving] = useState(false);
  const [isAddingFolder, setIsAddingFolder] = useState(false);
  const search = parameters.get('search') ?? '';
  const folder = parameters.get('folder') ?? '';
  const list = useInfiniteQuery({
    ...trpc.tests.list.infiniteQueryOptions(
      { workspace: slug, withFolders: true, ...(search === '' ? {} : { search }), ...(folder === '' ? {} : { folderId: folder }) },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
    placeholderData: keepPreviousData,
  });
  const leaving = useLeaving('test');
  const refusal = useRefusal(trpc.tests.renameFolder.mutationKey(), trpc.tests.move.mutationKey());
  const rows = list.data?.pages.flatMap((page) => page.items).filter(({ id }) => !leaving.has(id)) ?? [];
  const isWriter = may('agents:write');
  const toggle = (row: Row) => setChosen((before) => (before.has(row.id) ? without(before, row.id) : new Map(before).set(row.id, row.name)));
  const create = isWriter ? (
    <Dropdown>
      <DropdownTrigger asChild>
        <Button look="primary">
          <Plus aria-hidden />
          {t('new')}
        </Button>
      </DropdownTrigger>
      <DropdownContent align="end">
        {testTypes.map((type) => (
          <DropdownItem key={type} asChild>
            <Link href={href(`/tests/new?kind=${type}${folder === '' ? '' : `&folder=${folder}`}`)} className="grid! gap-0!">
              <span>{t(`kind.${type}`)}</span>
              <span className="text-xs text-ink-soft">{t(`kindHelp.${type}`)}</span>
            </Link>
          </DropdownItem>
        ))}
      </DropdownContent>
    </Dropdown>
  ) : null;
  const tests = rows.filter((row) => row.type !== 'folder');
  const hasAll = tests.length > 0 && tests.every(({ id }) => chosen.has(id));
  return (
    <>
      <div className="flex flex-wrap items-center gap-3">
        <div className="relative w-full max-w-72">
          <Search className="pointer-events-none absolute top-2.5 left-2.5 size-4 text-ink-faint" aria-hidden />
          <Input
            type="search"
            aria-label={t('search')}
            placeholder={t('search')}
            defaultValue={search}
            className="pl-8.5"
            onChange={(event) => setParameters({ search: event.target.value })}
          />
        </div>
        <div className="ml-auto flex flex-wrap items-center gap-2">
          {isWriter ? (
            <Button onClick={() => setIsAddingFolder(true)}>
              <FolderPlus aria-hidden />
              {t('newFolder')}
            </Button>
          ) : null}
          {rows.length === 0 ? null : create}
        </div>
      </div>
      {folder === '' || search !== '' ? null : <FolderPath folderId={folder} onOpen={(id) => setParameters({ folder: id })} />}
      {chosen.size === 0 || !isWriter ? null : (
        <div className="flex flex-wrap items-center gap-2 rounded-lg border bg-accent-soft px-3 py-2">
          <p className="mr-auto text-sm font-medium text-accent-ink" role="status">
            {t('chosen', { count: chosen.size })}
          </p>
          <Button look="quiet" onClick={() => setChosen(new Map())}>
            {t('clear')}
          </Button>
          <Button onClick={() => setIsMoving(true)}>{t('move')}</Button>
          <Button look="primary" onClick={() => setIsRunning(true)}>
            <Play aria-hidden />
            {t('run')}
          </Button>
        </div>
      )}
      {list.isError ? <Failure message={list.error.message} onRetry={() => void list.refetch()} /> : null}
      <Refused why={leaving.problem ?? refusal} />
      {list.isPending ? <Skeleton className="h-48" /> : null}
      {list.isSuccess && rows.length === 0 ? (
        search !== '' ? (
          <EmptyState title={ui('noResults')} description={t('nothingMatches')} />
        ) : folder === '' ? (
          <EmptyState picture={<FlaskConical aria-hidden />} title={t('emptyTitle')} description={t('emptyHelp')} action={create} />
        ) : (
          <EmptyState picture={<Folder aria-hidden />} title={t('emptyFolder')} description={t('emptyFolderHelp')} action={create} />
        )
      ) : null}
      {rows.length === 0 ? null : (
        <Table aria-label={t('tabs.cases')}>
          <TableHead>
            <tr>
              {isWriter ? (
                <Th className="w-10">
                  <input
                    type="checkbox"
                    className="size-4 accent-accent align-middle"
                    aria-label={t('chooseAll')}
                    checked={hasAll}
                    disabled={tests.length === 0}
                    onChange={() => setChosen(hasAll ? new Map() : new Map([...chosen, ...tests.map(({ id, name }) => [id, name] as const)]))}
                  />
                </Th>
              ) : null}
              <Th>{t('name')}</Th>
              <Th>{t('kindColumn')}</Th>
              <Th className="hidden md:table-cell">{t('by')}</Th>
              <Th className="hidden sm:table-cell">{t('changed')}</Th>
              <Th>
                <span className="sr-only">{t('actions')}</span>
              </Th>
            </tr>
          </TableHead>
          <TableBody>
            {rows.map((row) => (
              <RowView
                key={row.id}
                row={row}
                isChosen={chosen.has(row.id)}
                isWriter={isWriter}
                showsPath={search !== ''}
                onToggle={() => toggle(row)}
                onOpen={() => setParameters({ folder: row.id, search: '' })}
                onGone={() => setChosen((before) => without(before, row.id))}
              />
            ))}
          </TableBody>
        </Table>
      )}
      {list.hasNextPage ? (
        <Button className="justify-self-center" isBusy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {ui('loadMore')}
        </Button>
      ) : null}
      {isRunning ? (
        <RunDialog
          tests={[...chosen].map(([id, name]) => ({ id, name }))}
          onClose={() => setIsRunning(false)}
          onStarted={(ids) => setParameters({ tab: 'runs', runs: ids.join(','), folder: '', search: '' })}
        />
      ) : null}
      {isMoving ? <MoveDialog ids={[...chosen.keys()]} onClose={() => setIsMoving(false)} onMoved={() => setChosen(new Map())} /> : null}
      {isAddingFolder ? <FolderDialog {...(folder === '' ? {} : { parentId: folder })} onClose={() => setIsAddingFolder(false)} /> : null}
    </>
  );
}

interface RowViewProps {
  readonly row: Row;
  readonly isChosen: boolean;
  readonly isWriter: boolean;
  readonly showsPath: boolean;
  readonly onToggle: () => void;
  readonly onOpen: () => void;
  readonly onGone: () => void;
}

function RowView({ row, isChosen, isWriter, showsPath, onToggle, onOpen, onGone }: RowViewProps) {
  const t = useTranslations('tests');
  const pastTime = usePastTime();
  const { href } = useWorkspace();
  const isFolder = row.type === 'folder';
  return (
    <TableRow>
      {isWriter ? (
        <Td className="w-10">
          {isFolder ? null : (
            <input
              type="checkbox"
              className="size-4 accent-accent align-middle"
              aria-label={t('choose', { name: row.name })}
              checked={isChosen}
              onChange={onToggle}
            />
          )}
        </Td>
      ) : null}
      <Td className="min-w-40">
        {isFolder ? (
          <button type="button" className="inline-flex items-center gap-2 rounded-sm text-left font-medium hover:text-accent" onClick={onOpen}>
            <Folder className="size-4 shrink-0 text-ink-faint" aria-hidden />
            {row.name}
          </button>
        ) : (
          <Link href={href(`/tests/${row.id}`)} className="font-medium hover:text-accent">
            {row.name}
          </Link>
        )}
        {showsPath && row.folderPath.length > 0 ? <p className="text-xs text-ink-faint">{row.folderPath.map(({ name }) => name).join(' › ')}</p> : null}
      </Td>
      <Td className="whitespace-nowrap">
        {row.type === 'folder' ? (
          <span className="text-xs text-ink-faint">{t('inFolder', { count: row.childrenCount ?? 0 })}</span>
        ) : (
          <Badge>{t(`kind.${row.type}`)}</Badge>
        )}
      </Td>
      <Td className="hidden text-ink-soft md:table-cell">{row.createdByName}</Td>
      <Td className="hidden whitespace-nowrap text-ink-soft sm:table-cell">{pastTime(row.updatedAt)}</Td>
      <Td className="w-12 text-right">{isWriter ? <RowMenu row={row} onGone={onGone} /> : null}</Td>
    </TableRow>
  );
}

function RowMenu({ row, onGone }: { readonly row: Row; readonly onGone: () => void }) {
  const t = useTranslations('tests');
  const ui = useTranslations('ui');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [open, setOpen] = useState<'rename' | 'move' | 'delete'>();
  const removeTest = useMutation(trpc.tests.delete.mutationOptions(asItLeaves));
  const removeFolder = useMutation(trpc.tests.deleteFolder.mutationOptions(asItLeaves));
  const leaving = useLeaving('test');
  const isFolder = row.type === 'folder';
  const holdsMuch = isFolder && (row.childrenCount ?? 0) > 0;
  const close = () => setOpen(undefined);
  const remove = async () => {
    if (isFolder) await removeFolder.mutateAsync({ workspace: slug, folderId: row.id, withContent: holdsMuch });
    else await removeTest.mutateAsync({ workspace: slug, testId: row.id });
    await queries.invalidateQueries({ queryKey: trpc.tests.list.pathKey() });
  };
  const removeSoon = () => {
    onGone();
    leaving.begin({ id: row.id, message: ui('deleted', { name: row.name }), remove });
  };
  return (
    <>
      <Dropdown>
        <DropdownTrigger asChild>
          <Button look="quiet" size="icon-sm" aria-label={t('actionsFor', { name: row.name })}>
            <MoreHorizontal aria-hidden />
          </Button>
        </DropdownTrigger>
        <DropdownContent align="end">
          {isFolder ? <DropdownItem onSelect={() => setOpen('rename')}>{t('rename')}</DropdownItem> : null}
          <DropdownItem onSelect={() => setOpen('move')}>{t('move')}</DropdownItem>
          <DropdownSeparator />
          <DropdownItem isDanger onSelect={() => (holdsMuch ? setOpen('delete') : removeSoon())}>
            {ui('delete')}
          </DropdownItem>
        </DropdownContent>
      </Dropdown>
      {open === 'rename' ? <FolderDialog folder={row} onClose={close} /> : null}
      {open === 'move' ? <MoveDialog ids={[row.id]} onClose={close} /> : null}
      {open === 'delete' ? (
        <ConfirmDialog
          open
          onOpenChange={close}
          title={t('deleteTitle', { name: row.name })}
          description={t('deleteFolderHelp')}
          confirmLabel={ui('delete')}
          typeToConfirm={row.name}
          onConfirm={async () => {
            await remove();
            onGone();
          }}
        />
      ) : null}
    </>
  );
}

/** Where one stands: the folders around, each a way back. */
function FolderPath({ folderId, onOpen }: { readonly folderId: string; readonly onOpen: (folderId: string) => void }) {
  const t = useTranslations('tests');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const { data } = useInfiniteQuery(
    trpc.tests.list.infiniteQueryOptions({ workspace: slug, withFolders: true, folderId }, { getNextPageParam: (page) => page.nextCursor ?? undefined }),
  );
  // What lies in the folder knows the way to it; an empty one is only told from the top.
  const path = data?.pages[0]?.items[0]?.folderPath ?? [];
  return (
    <nav aria-label={t('folderPath')} className="flex flex-wrap items-center gap-1 text-sm">
      <button type="button" className="rounded-sm text-ink-soft hover:text-ink" onClick={() => onOpen('')}>
        {t('top')}
      </button>
      {path.map((segment, index) => (
        <span key={segment.id} className="inline-flex items-center gap-1">
          <ChevronRight className="size-3.5 text-ink-faint" aria-hidden />
          {index === path.length - 1 ? (
            <span aria-current="page" className="font-medium">
              {segment.name}
            </span>
          ) : (
            <button type="button" className="rounded-sm text-ink-soft hover:text-ink" onClick={() => onOpen(segment.id)}>
              {segment.name}
            </button>
          )}
        </span>
      ))}
    </nav>
  );
}

function without(map: ReadonlyMap<string, string>, id: string): ReadonlyMap<string, string> {
  const next = new Map(map);
  next.delete(id);
  return next;
}
