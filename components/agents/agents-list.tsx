'use client';

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Bot, Plus, Search, X } from 'lucide-react';
import Link from 'next/link';
import { useFormatter, useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { usePastTime } from '../i18n/use-past-time';
import { Failure } from '../layout/failure';
import { Page } from '../layout/page';
import { Refused } from '../layout/refused';
import { useQueryParameters } from '../layout/use-query-parameters';
import { useWorkspace } from '../layout/workspace-context';
import { type Answers, useTRPC } from '../trpc/client';
import { useRefusal } from '../trpc/use-refusal';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { Input } from '../ui/input';
import { Segmented } from '../ui/segmented';
import { Skeleton } from '../ui/skeleton';
import { Table, TableBody, TableHead, TableRow, Td, Th } from '../ui/table';
import { AgentMenu } from './agent-menu';
import { languageName } from './languages';
import { NewAgentDialog } from './new-agent-dialog';

type AgentRow = Answers['agents']['list']['items'][number];

export function AgentsList() {
  const t = useTranslations('agents');
  const ui = useTranslations('ui');
  const { slug, may } = useWorkspace();
  const trpc = useTRPC();
  const [parameters, setParameters] = useQueryParameters();
  const search = parameters.get('search') ?? '';
  const tag = parameters.get('tag') ?? '';
  const isArchive = parameters.get('show') === 'archived';
  const [isCreating, setIsCreating] = useState(parameters.get('new') !== null);
  const agents = useInfiniteQuery({
    ...trpc.agents.list.infiniteQueryOptions(
      { workspace: slug, ...(search === '' ? {} : { search }), ...(tag === '' ? {} : { tags: [tag] }), ...(isArchive ? { archived: true } : {}) },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
    placeholderData: keepPreviousData,
  });
  const rows = agents.data?.pages.flatMap((page) => page.items) ?? [];
  const refusal = useRefusal(trpc.agents.archive.mutationKey(), trpc.agents.delete.mutationKey(), trpc.agents.duplicate.mutationKey());
  const create = may('agents:write') ? (
    <Button look="primary" onClick={() => setIsCreating(true)}>
      <Plus aria-hidden />
      {t('new')}
    </Button>
  ) : null;
  const isFiltered = search !== '' || tag !== '' || isArchive;

  return (
    <Page title={t('title')} lead={t('lead')} actions={create}>
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
        <Segmented
          aria-label={t('show')}
          value={isArchive ? 'archived' : 'active'}
          onValueChange={(value) => setParameters({ show: value === 'archived' ? 'archived' : '' })}
          options={[
            { value: 'active', label: t('active') },
            { value: 'archived', label: t('archived') },
          ]}
        />
        {tag === '' ? null : (
          <Button size="sm" onClick={() => setParameters({ tag: '' })}>
            {t('withTag', { tag })}
            <X aria-hidden />
            <span className="sr-only">{t('anyTag')}</span>
          </Button>
        )}
      </div>
      {agents.isError ? <Failure message={agents.error.message} onRetry={() => void agents.refetch()} /> : null}
      <Refused why={refusal} />
      {agents.isPending ? <Rows /> : null}
      {agents.isSuccess && rows.length === 0 ? (
        isFiltered ? (
          <EmptyState title={ui('noResults')} description={isArchive && search === '' && tag === '' ? t('archiveEmpty') : t('nothingMatches')} />
        ) : (
          <EmptyState picture={<Bot aria-hidden />} title={t('emptyTitle')} description={t('emptyHelp')} action={create} />
        )
      ) : null}
      {rows.length > 0 ? <AgentsTable rows={rows} onTag={(chosen) => setParameters({ tag: chosen })} /> : null}
      {agents.hasNextPage ? (
        <Button className="justify-self-center" isBusy={agents.isFetchingNextPage} onClick={() => void agents.fetchNextPage()}>
          {ui('loadMore')}
        </Button>
      ) : null}
      <NewAgentDialog isOpen={isCreating} onOpenChange={setIsCreating} />
    </Page>
  );
}

function AgentsTable({ rows, onTag }: { readonly rows: readonly AgentRow[]; readonly onTag: (tag: string) => void }) {
  const t = useTranslations('agents');
  const format = useFormatter();
  const locale = useLocale();
  const pastTime = usePastTime();
  const { href, may } = useWorkspace();
  return (
    <Table aria-label={t('title')}>
      <TableHead>
        <tr>
          <Th>{t('name')}</Th>
          <Th className="hidden sm:table-cell">{t('language')}</Th>
          <Th className="hidden text-right lg:table-cell">{t('version')}</Th>
          <Th className="hidden text-right md:table-cell">{t('conversations')}</Th>
          <Th className="hidden sm:table-cell">{t('lastConversation')}</Th>
          <Th className="hidden lg:table-cell">{t('changed')}</Th>
          <Th>
            <span className="sr-only">{t('actions')}</span>
          </Th>
        </tr>
      </TableHead>
      <TableBody>
        {rows.map((agent) => (
          <TableRow key={agent.id} className="relative">
            <Td className="min-w-40 sm:min-w-56">
              <Link href={href(`/agents/${agent.id}`)} className="font-medium after:absolute after:inset-0 hover:text-accent">
                {agent.name}
              </Link>
              {agent.tags.length === 0 ? null : (
                <span className="relative z-10 ml-2 inline-flex flex-wrap gap-1">
                  {agent.tags.map((tag) => (
                    <button key={tag} type="button" onClick={() => onTag(tag)} title={t('onlyTag', { tag })} className="min-h-6 rounded-sm">
                      <Badge className="hover:bg-accent-soft hover:text-accent-ink">{tag}</Badge>
                    </button>
                  ))}
                </span>
              )}
              <p className="pt-0.5 text-xs text-ink-soft sm:hidden">
                {languageName(agent.language, locale)}
                {agent.lastConversationAt === null ? '' : ` · ${pastTime(agent.lastConversationAt)}`}
              </p>
            </Td>
            <Td className="hidden whitespace-nowrap text-ink-soft sm:table-cell">{languageName(agent.language, locale)}</Td>
            <Td className="hidden text-right lg:table-cell">{agent.versionNumber}</Td>
            <Td className="hidden text-right md:table-cell">{format.number(agent.conversationCount)}</Td>
            <Td className="hidden whitespace-nowrap text-ink-soft sm:table-cell">
              {agent.lastConversationAt === null ? t('never') : pastTime(agent.lastConversationAt)}
            </Td>
            <Td className="hidden whitespace-nowrap text-ink-soft lg:table-cell">
              <time dateTime={agent.updatedAt.toISOString()} title={format.dateTime(agent.updatedAt, { dateStyle: 'medium', timeStyle: 'short' })}>
                {pastTime(agent.updatedAt)}
              </time>
            </Td>
            <Td className="relative z-10 w-12">{may('agents:write') ? <AgentMenu agent={agent} /> : null}</Td>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function Rows() {
  return (
    <div className="grid gap-2">
      {['a', 'b', 'c', 'd'].map((row) => (
        <Skeleton key={row} className="h-11" />
      ))}
    </div>
  );
}
