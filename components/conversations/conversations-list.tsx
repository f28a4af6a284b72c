'use client';

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { AudioLines } from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { ConversationListFilter } from '@/server/contracts/conversation';
import { ExportMenu } from '../layout/export-menu';
import { Failure } from '../layout/failure';
import { Page } from '../layout/page';
import { useQueryParameters } from '../layout/use-query-parameters';
import { useWorkspace } from '../layout/workspace-context';
import { useLiveConversations } from '../live/use-live-conversations';
import { useTRPC } from '../trpc/client';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { Skeleton } from '../ui/skeleton';
import { ColumnPicker } from './column-picker';
import { readColumns } from './conversation-columns';
import { filterNames, listPageSize, readFilterValues, toListFilter } from './conversation-filter';
import { ConversationFilters } from './conversation-filters';
import { ListViews } from './list-views';
import { ConversationsTable } from './conversations-table';
import { useListKeys } from './use-list-keys';

// Taking several away is for those who have chosen some.
const Selection = dynamic(() => import('./conversation-selection').then((module) => module.Selection), { loading: () => null });

export function ConversationsList() {
  const t = useTranslations('conversations');
  const ui = useTranslations('ui');
  const { slug, href, may } = useWorkspace();
  const trpc = useTRPC();
  const [parameters, setParameters] = useQueryParameters();
  const values = readFilterValues((name) => parameters.get(name));
  const isFiltered = filterNames.some((name) => values[name] !== '');
  const filter = toListFilter(values, Date.now());
  const conversations = useInfiniteQuery({
    ...trpc.conversations.list.infiniteQueryOptions(
      { workspace: slug, filter, pageSize: listPageSize },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
    placeholderData: keepPreviousData,
  });
  useLiveConversations();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const rows = conversations.data?.pages.flatMap((page) => page.items) ?? [];
  const columns = readColumns(parameters.get('columns'));
  const toggle = (ids: readonly string[], isSelected: boolean) =>
    setSelected(new Set(isSelected ? [...selected, ...ids] : [...selected].filter((id) => !ids.includes(id))));
  const listRef = useListKeys({ toggle: (id) => toggle([id], !selected.has(id)) });
  // What is not shown any more is not deleted with the rest.
  const chosen = rows.filter(({ id }) => selected.has(id)).map(({ id }) => id);
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        <>
          <ListViews parameters={parameters} onChange={setParameters} />
          <ColumnPicker columns={columns} onChange={(next) => setParameters({ columns: next })} />
          <Export href={href('/conversations/export')} filter={filter} />
        </>
      }
    >
      <ConversationFilters values={values} isFiltered={isFiltered} onChange={setParameters} />
      {chosen.length === 0 ? null : <Selection ids={chosen} onDone={() => setSelected(new Set())} />}
      {conversations.isError ? <Failure message={conversations.error.message} onRetry={() => void conversations.refetch()} /> : null}
      {conversations.isPending ? <Skeleton className="h-80" /> : null}
      {conversations.isSuccess && rows.length === 0 ? (
        isFiltered ? (
          <EmptyState title={ui('noResults')} description={t('nothingMatches')} />
        ) : (
          <EmptyState
            picture={<AudioLines aria-hidden />}
            title={t('emptyTitle')}
            description={t('emptyHelp')}
            action={
              <Button asChild look="primary">
                <Link href={href('/agents')}>{t('emptyAction')}</Link>
              </Button>
            }
          />
        )
      ) : null}
      {rows.length > 0 ? (
        <div ref={listRef} className="grid grid-cols-1 gap-2">
          <ConversationsTable rows={rows} columns={columns} selection={may('conversations:write') ? { selected, toggle } : undefined} />
          <p className="hidden text-xs text-ink-faint md:block">{t('keysHelp')}</p>
        </div>
      ) : null}
      {conversations.hasNextPage ? (
        <Button className="justify-self-center" isBusy={conversations.isFetchingNextPage} onClick={() => void conversations.fetchNextPage()}>
          {ui('loadMore')}
        </Button>
      ) : null}
    </Page>
  );
}

function Export({ href, filter }: { readonly href: string; readonly filter: ConversationListFilter }) {
  const t = useTranslations('conversations');
  return (
    <ExportMenu
      label={t('export')}
      help={t('exportHelp')}
      nameOf={(format) => t(`exportFormats.${format}`)}
      addressOf={(format) => `${href}?${new URLSearchParams({ format, filter: JSON.stringify(filter) }).toString()}`}
    />
  );
}
