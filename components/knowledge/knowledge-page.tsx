'use client';

import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { BookOpen, ChevronRight, FilePlus2, FileText, Folder, FolderInput, FolderPlus, Globe, PenLine, Plus, Search, Upload as UploadIcon } from 'lucide-react';
import Link from 'next/link';
import dynamic from 'next/dynamic';
import { useFormatter, useTranslations } from 'next-intl';
import { type DragEvent, type ReactNode, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { usePastTime } from '../i18n/use-past-time';
import { Failure } from '../layout/failure';
import { Page } from '../layout/page';
import { Refused } from '../layout/refused';
import { useLeaving } from '../layout/use-leaving';
import { useQueryParameters } from '../layout/use-query-parameters';
import { useWorkspace } from '../layout/workspace-context';
import { useLiveFeed } from '../live/use-live-feed';
import { useTRPC } from '../trpc/client';
import { useRefusal } from '../trpc/use-refusal';
import { Button } from '../ui/button';
import { cn } from '../ui/cn';
import { Dropdown, DropdownContent, DropdownItem, DropdownTrigger } from '../ui/dropdown';
import { EmptyState } from '../ui/empty-state';
import { Input } from '../ui/input';
import { Notice } from '../ui/notice';
import { Progress } from '../ui/progress';
import { Skeleton } from '../ui/skeleton';
import { Table, TableBody, TableHead, TableRow, Td, Th } from '../ui/table';
import type { AddKind } from './add-dialogs';
import { DocumentMenu, type DocumentRow } from './document-menu';
import { documentsAtOnce } from './documents-at-once';
import { IndexBadge } from './index-badge';
import { fileSender } from './send-file';
import { UploadList } from './upload-list';
import { UploadQueue } from './upload-queue';
import { useFileSize } from './use-file-size';

// What is opened by hand is loaded then.
const AddDialog = dynamic(() => import('./add-dialogs').then((module) => module.AddDialog), { loading: () => null });
const MoveDialog = dynamic(() => import('./document-menu').then((module) => module.MoveDialog), { loading: () => null });
const AskPanel = dynamic(() => import('./ask-panel').then((module) => module.AskPanel), { loading: () => <Skeleton className="h-40" /> });

const accepted = '.pdf,.docx,.epub,.html,.htm,.md,.txt,.csv';

export function KnowledgePage() {
  const t = useTranslations('knowledge');
  const ui = useTranslations('ui');
  const { slug, may } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [parameters, setParameters] = useQueryParameters();
  const folderId = parameters.get('folder');
  const search = parameters.get('search') ?? '';
  const mayWrite = may('knowledge:write');
  const [adding, setAdding] = useState<AddKind>();
  const [chosen, setChosen] = useState<readonly DocumentRow[]>([]);
  const [isMoving, setIsMoving] = useState(false);
  const fileInput = useRef<HTMLInputElement>(null);
  const [queue] = useState(() => new UploadQueue(fileSender(slug), () => void queries.invalidateQueries({ queryKey: trpc.knowledge.pathKey() })));
  const uploads = useSyncExternalStore(queue.subscribe, queue.snapshot, queue.snapshot);
  const documents = useInfiniteQuery({
    ...trpc.knowledge.list.infiniteQueryOptions(
      { workspace: slug, foldersFirst: true, pageSize: documentsAtOnce, ...(search === '' ? { parentId: folderId } : { search }) },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
    placeholderData: keepPreviousData,
  });
  useLiveFeed({ work: 'knowledge' }, () => {
    const { list, indexes, crawls, overview } = trpc.knowledge;
    for (const queryKey of [list.pathKey(), indexes.pathKey(), crawls.pathKey(), overview.pathKey()]) void queries.invalidateQueries({ queryKey });
  });
  const leaving = useLeaving('document');
  const refusal = useRefusal(trpc.knowledge.update.mutationKey(), trpc.knowledge.move.mutationKey(), trpc.knowledge.refresh.mutationKey());
  const rows = documents.data?.pages.flatMap((page) => page.items).filter(({ id }) => !leaving.has(id)) ?? [];
  const add = mayWrite ? (
    <>
      <Button look="primary" onClick={() => fileInput.current?.click()}>
        <UploadIcon aria-hidden />
        {t('upload')}
      </Button>
      <Dropdown>
        <DropdownTrigger asChild>
          <Button>
            <Plus aria-hidden />
            {t('addOther')}
          </Button>
        </DropdownTrigger>
        <DropdownContent align="end">
          <DropdownItem onSelect={() => setAdding('text')}>
            <PenLine aria-hidden />
            {t('add.text')}
          </DropdownItem>
          <DropdownItem onSelect={() => setAdding('url')}>
            <Globe aria-hidden />
            {t('add.url')}
          </DropdownItem>
          <DropdownItem onSelect={() => setAdding('folder')}>
            <FolderPlus aria-hidden />
            {t('add.folder')}
          </DropdownItem>
        </DropdownContent>
      </Dropdown>
    </>
  ) : null;

  return (
    <Page title={t('title')} lead={t('lead')} actions={add}>
      {mayWrite ? (
        <input
          ref={fileInput}
          type="file"
          multiple
          accept={accepted}
          aria-label={t('upload')}
          className="sr-only"
          tabIndex={-1}
          onChange={(event) => {
            queue.add([...(event.target.files ?? [])], folderId);
            event.target.value = '';
          }}
        />
      ) : null}
      <div className="grid grid-cols-1 items-start gap-6 xl:grid-cols-[minmax(0,1fr)_25rem]">
        <DropZone isOpen={mayWrite} onFiles={(files) => queue.add(files, folderId)}>
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
            {chosen.length === 0 ? null : (
              <Button onClick={() => setIsMoving(true)}>
                <FolderInput aria-hidden />
                {t('moveChosen', { count: chosen.length })}
              </Button>
            )}
          </div>
          {folderId === null || search !== '' ? null : <FolderPath folderId={folderId} onOpen={(id) => setParameters({ folder: id ?? '' })} />}
          <RunningCrawls />
          <UploadList queue={queue} uploads={uploads} />
          {documents.isError ? <Failure message={documents.error.message} onRetry={() => void documents.refetch()} /> : null}
          <Refused why={leaving.problem ?? refusal} />
          {documents.isPending ? <Skeleton className="h-56" /> : null}
          {documents.isSuccess && rows.length === 0 ? (
            search !== '' ? (
              <EmptyState title={ui('noResults')} description={t('nothingMatches')} />
            ) : folderId !== null ? (
              <EmptyState picture={<Folder aria-hidden />} title={t('emptyFolderTitle')} description={t('emptyFolderHelp')} action={add} />
            ) : (
              <EmptyState picture={<BookOpen aria-hidden />} title={t('emptyTitle')} description={t('emptyHelp')} action={add} />
            )
          ) : null}
          {rows.length === 0 ? null : (
            <DocumentsTable
              rows={rows}
              isSearch={search !== ''}
              chosen={chosen}
              onChoose={setChosen}
              onOpenFolder={(id) => {
                setChosen([]);
                setParameters({ folder: id, search: '' });
              }}
            />
          )}
          {documents.hasNextPage ? (
            <Button className="justify-self-center" isBusy={documents.isFetchingNextPage} onClick={() => void documents.fetchNextPage()}>
              {ui('loadMore')}
            </Button>
          ) : null}
        </DropZone>
        <aside aria-label={t('ask')} className="grid gap-4">
          <AskPanel hint={folderId === null ? t('askHint') : t('askFolderHint')} {...(folderId === null ? {} : { documentId: folderId })} />
          <StorageUsed />
        </aside>
      </div>
      {adding === undefined ? null : <AddDialog kind={adding} folderId={folderId} onClose={() => setAdding(undefined)} />}
      {isMoving ? <MoveDialog documents={chosen} isOpen={isMoving} onClose={() => setIsMoving(false)} onMoved={() => setChosen([])} /> : null}
    </Page>
  );
}

/** Files may be dropped anywhere on the list. The buttons do the same by keyboard. */
function DropZone({ isOpen, onFiles, children }: { readonly isOpen: boolean; readonly onFiles: (files: File[]) => void; readonly children: ReactNode }) {
  const t = useTranslations('knowledge');
  const depth = useRef(0);
  const [isOver, setIsOver] = useState(false);
  if (!isOpen) return <div className="grid min-w-0 grid-cols-1 gap-4">{children}</div>;
  const enter = (event: DragEvent, by: number) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    depth.current += by;
    setIsOver(depth.current > 0);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is for the mouse alone; the upload button is the way by keyboard
    <div
      className="relative grid min-w-0 grid-cols-1 gap-4"
      onDragEnter={(event) => enter(event, 1)}
      onDragLeave={(event) => enter(event, -1)}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        depth.current = 0;
        setIsOver(false);
        onFiles([...event.dataTransfer.files]);
      }}
    >
      {children}
      {isOver ? (
        <div className="pointer-events-none absolute -inset-2 z-20 grid place-items-center rounded-lg border-2 border-dashed border-accent bg-accent-soft/90 text-accent-ink">
          <p className="flex items-center gap-2 font-medium">
            <FilePlus2 className="size-5" aria-hidden />
            {t('dropHere')}
          </p>
        </div>
      ) : null}
    </div>
  );
}

function FolderPath({ folderId, onOpen }: { readonly folderId: string; readonly onOpen: (id: string | null) => void }) {
  const t = useTranslations('knowledge');
  const { slug, may } = useWorkspace();
  const trpc = useTRPC();
  const folder = useQuery(trpc.knowledge.get.queryOptions({ workspace: slug, documentId: folderId }));
  return (
    <nav aria-label={t('folderPath')} className="flex flex-wrap items-center gap-1 text-sm">
      <button type="button" className="rounded-sm text-ink-soft hover:text-ink" onClick={() => onOpen(null)}>
        {t('top')}
      </button>
      {folder.data?.folderPath.map(({ id, name }) => (
        <span key={id} className="flex items-center gap-1">
          <ChevronRight className="size-3.5 text-ink-faint" aria-hidden />
          <button type="button" className="rounded-sm text-ink-soft hover:text-ink" onClick={() => onOpen(id)}>
            {name}
          </button>
        </span>
      ))}
      <ChevronRight className="size-3.5 text-ink-faint" aria-hidden />
      <span aria-current="page" className="font-medium">
        {folder.isError ? t('folderGone') : (folder.data?.name ?? '…')}
      </span>
      {folder.data !== undefined && may('knowledge:write') ? <DocumentMenu document={folder.data} onDeleted={() => onOpen(folder.data.parentId)} /> : null}
    </nav>
  );
}

interface DocumentsTableProps {
  readonly rows: readonly DocumentRow[];
  readonly isSearch: boolean;
  readonly chosen: readonly DocumentRow[];
  readonly onChoose: (rows: readonly DocumentRow[]) => void;
  readonly onOpenFolder: (id: string) => void;
}

function DocumentsTable({ rows, isSearch, chosen, onChoose, onOpenFolder }: DocumentsTableProps) {
  const t = useTranslations('knowledge');
  const format = useFormatter();
  const size = useFileSize();
  const pastTime = usePastTime();
  const { href, may } = useWorkspace();
  const mayWrite = may('knowledge:write');
  const isChosen = (id: string) => chosen.some((row) => row.id === id);
  return (
    <Table aria-label={t('title')}>
      <TableHead>
        <tr>
          {mayWrite ? (
            <Th className="w-8 pr-0!">
              <span className="sr-only">{t('choose')}</span>
            </Th>
          ) : null}
          <Th>{t('name')}</Th>
          <Th className="hidden sm:table-cell">{t('index')}</Th>
          <Th className="hidden text-right md:table-cell">{t('size')}</Th>
          <Th className="hidden sm:table-cell">{t('usedBy')}</Th>
          <Th className="hidden lg:table-cell">{t('changed')}</Th>
          <Th>
            <span className="sr-only">{t('actions')}</span>
          </Th>
        </tr>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <TableRow key={row.id}>
            {mayWrite ? (
              <Td className="w-8 pr-0!">
                <input
                  type="checkbox"
                  className="size-4 align-middle accent-accent"
                  aria-label={t('chooseOne', { name: row.name })}
                  checked={isChosen(row.id)}
                  onChange={(event) => onChoose(event.target.checked ? [...chosen, row] : chosen.filter(({ id }) => id !== row.id))}
                />
              </Td>
            ) : null}
            <Td className="min-w-40 sm:min-w-56">
              <div className="flex items-start gap-2.5">
                <KindIcon kind={row.kind} />
                <div className="min-w-0">
                  {row.kind === 'folder' ? (
                    <button type="button" className="rounded-sm text-left font-medium break-words hover:text-accent" onClick={() => onOpenFolder(row.id)}>
                      {row.name}
                    </button>
                  ) : (
                    <Link href={href(`/knowledge/${row.id}`)} className="font-medium break-words hover:text-accent">
                      {row.name}
                    </Link>
                  )}
                  {isSearch && row.folderPath.length > 0 ? <p className="text-xs text-ink-soft">{row.folderPath.map(({ name }) => name).join(' / ')}</p> : null}
                  {row.kind === 'url' && row.url !== null ? <p className="max-w-80 truncate text-xs text-ink-soft">{row.url}</p> : null}
                  <div className="flex flex-wrap items-center gap-2 pt-1 text-xs text-ink-soft sm:hidden">
                    {row.kind === 'folder' ? t('documents', { count: row.documentCount }) : <IndexBadge documentId={row.id} />}
                  </div>
                </div>
              </div>
            </Td>
            <Td className="hidden sm:table-cell">
              {row.kind === 'folder' ? (
                <span className="text-ink-soft">{t('documents', { count: row.documentCount })}</span>
              ) : (
                <IndexBadge documentId={row.id} />
              )}
            </Td>
            <Td className="hidden text-right whitespace-nowrap text-ink-soft md:table-cell">{row.kind === 'folder' ? '' : size(row.sizeBytes)}</Td>
            <Td className="hidden text-ink-soft sm:table-cell">
              {row.dependentAgents.length === 0 ? (
                <span className="text-ink-faint">{t('unused')}</span>
              ) : (
                <span title={row.dependentAgents.map(({ name }) => name).join(', ')}>{t('agents', { count: row.dependentAgents.length })}</span>
              )}
            </Td>
            <Td className="hidden whitespace-nowrap text-ink-soft lg:table-cell">
              <time dateTime={row.updatedAt.toISOString()} title={format.dateTime(row.updatedAt, { dateStyle: 'medium', timeStyle: 'short' })}>
                {pastTime(row.updatedAt)}
              </time>
            </Td>
            <Td className="w-12">{mayWrite ? <DocumentMenu document={row} /> : null}</Td>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

export function KindIcon({ kind, className }: { readonly kind: DocumentRow['kind']; readonly className?: string }) {
  const t = useTranslations('knowledge');
  const Icon = { folder: Folder, url: Globe, file: FileText, text: PenLine }[kind];
  return <Icon className={cn('mt-0.5 size-4 shrink-0 text-ink-faint', className)} role="img" aria-label={t(`kind.${kind}`)} />;
}

function StorageUsed() {
  const t = useTranslations('knowledge');
  const size = useFileSize();
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const overview = useQuery(trpc.knowledge.overview.queryOptions({ workspace: slug }));
  if (overview.data === undefined) return null;
  const { usedBytes, mostBytes } = overview.data;
  return (
    <section aria-label={t('storage')} className="grid gap-2 px-1">
      <div className="flex justify-between gap-3 text-xs text-ink-soft">
        <span>{t('storage')}</span>
        <span>{t('storageUsed', { used: size(usedBytes), most: size(mostBytes) })}</span>
      </div>
      <Progress value={mostBytes === 0 ? 0 : usedBytes / mostBytes} label={t('storage')} />
    </section>
  );
}

/** Sites that are being read page by page. */
function RunningCrawls() {
  const t = useTranslations('knowledge');
  const { slug, may } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const isRunning = (status: string) => status === 'queued' || status === 'processing';
  const crawls = useQuery(trpc.knowledge.crawls.queryOptions({ workspace: slug, pageSize: 10 }));
  const readSoFar = crawls.data?.items.reduce((sum, { scraped }) => sum + scraped, 0);
  // What it has read so far appears in the list with it.
  useEffect(() => {
    if (readSoFar !== undefined && readSoFar > 0) void queries.invalidateQueries({ queryKey: trpc.knowledge.list.pathKey() });
  }, [readSoFar, queries, trpc]);
  const cancel = useMutation(trpc.knowledge.cancelCrawl.mutationOptions({ onSuccess: () => crawls.refetch() }));
  return crawls.data?.items
    .filter(({ status }) => isRunning(status))
    .map((crawl) => (
      <Notice
        key={crawl.id}
        title={t('crawling', { site: crawl.seedUrl })}
        action={
          may('knowledge:write') ? (
            <Button size="sm" isBusy={cancel.isPending} onClick={() => cancel.mutate({ workspace: slug, crawlId: crawl.id })}>
              {t('stopCrawl')}
            </Button>
          ) : undefined
        }
      >
        {t('crawlProgress', { read: crawl.scraped, found: crawl.identified, failed: crawl.failed })}
      </Notice>
    ));
}
