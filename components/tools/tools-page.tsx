'use client';

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Plus, Search, Wrench } from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import { usePastTime } from '../i18n/use-past-time';
import { Failure } from '../layout/failure';
import { Page } from '../layout/page';
import { useQueryParameters } from '../layout/use-query-parameters';
import { useWorkspace } from '../layout/workspace-context';
import { type Answers, useTRPC } from '../trpc/client';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { Dropdown, DropdownContent, DropdownItem, DropdownTrigger } from '../ui/dropdown';
import { EmptyState } from '../ui/empty-state';
import { Input } from '../ui/input';
import { Skeleton } from '../ui/skeleton';
import { Table, TableBody, TableHead, TableRow, Td, Th } from '../ui/table';
import { Tabs, TabsContent, TabsList, TabsTrigger } from '../ui/tabs';
import { newToolKinds } from './new-tool-kinds';

// What the other tabs hold is for those who open them.
const McpServers = dynamic(() => import('./mcp-servers').then((module) => module.McpServers), { loading: () => <Skeleton className="h-64" /> });
const Secrets = dynamic(() => import('./secrets').then((module) => module.Secrets), { loading: () => <Skeleton className="h-64" /> });

const tabs = ['tools', 'mcp', 'secrets'] as const;

export function ToolsPage() {
  const t = useTranslations('tools');
  const { may } = useWorkspace();
  const [parameters, setParameters] = useQueryParameters();
  const open = tabs.filter((name) => name !== 'secrets' || may('secrets:read'));
  const tab = open.find((name) => name === parameters.get('tab')) ?? 'tools';
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Tabs value={tab} onValueChange={(value) => setParameters({ tab: value === 'tools' ? '' : value, search: '' })}>
        <TabsList aria-label={t('title')}>
          {open.map((name) => (
            <TabsTrigger key={name} value={name}>
              {t(`tabs.${name}`)}
            </TabsTrigger>
          ))}
        </TabsList>
        <TabsContent value={tab} className="grid gap-5 pt-5 outline-none" tabIndex={-1}>
          {tab === 'tools' ? <ToolsList /> : null}
          {tab === 'mcp' ? <McpServers /> : null}
          {tab === 'secrets' ? <Secrets /> : null}
        </TabsContent>
      </Tabs>
    </Page>
  );
}

function ToolsList() {
  const t = useTranslations('tools');
  const ui = useTranslations('ui');
  const { slug, href, may } = useWorkspace();
  const trpc = useTRPC();
  const [parameters, setParameters] = useQueryParameters();
  const search = parameters.get('search') ?? '';
  const tools = useInfiniteQuery({
    ...trpc.tools.list.infiniteQueryOptions(
      { workspace: slug, sortBy: 'name', ...(search === '' ? {} : { search }) },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
    placeholderData: keepPreviousData,
  });
  const rows = tools.data?.pages.flatMap((page) => page.items) ?? [];
  const create = may('tools:write') ? (
    <Dropdown>
      <DropdownTrigger asChild>
        <Button look="primary">
          <Plus aria-hidden />
          {t('new')}
        </Button>
      </DropdownTrigger>
      <DropdownContent align="end">
        {newToolKinds.map((kind) => (
          <DropdownItem key={kind} asChild>
            <Link href={href(`/tools/new?kind=${kind}`)} className="grid! gap-0!">
              <span>{t(`kind.${kind}`)}</span>
              <span className="text-xs text-ink-soft">{t(`kindHelp.${kind}`)}</span>
            </Link>
          </DropdownItem>
        ))}
      </DropdownContent>
    </Dropdown>
  ) : null;
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3">
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
        {rows.length === 0 ? null : create}
      </div>
      {tools.isError ? <Failure message={tools.error.message} onRetry={() => void tools.refetch()} /> : null}
      {tools.isPending ? <Skeleton className="h-48" /> : null}
      {tools.isSuccess && rows.length === 0 ? (
        search === '' ? (
          <EmptyState picture={<Wrench aria-hidden />} title={t('emptyTitle')} description={t('emptyHelp')} action={create} />
        ) : (
          <EmptyState title={ui('noResults')} description={t('nothingMatches')} />
        )
      ) : null}
      {rows.length === 0 ? null : <ToolsTable rows={rows} />}
      {tools.hasNextPage ? (
        <Button className="justify-self-center" isBusy={tools.isFetchingNextPage} onClick={() => void tools.fetchNextPage()}>
          {ui('loadMore')}
        </Button>
      ) : null}
    </>
  );
}

function ToolsTable({ rows }: { readonly rows: Answers['tools']['list']['items'] }) {
  const t = useTranslations('tools');
  const format = useFormatter();
  const pastTime = usePastTime();
  const { href } = useWorkspace();
  return (
    <Table aria-label={t('title')}>
      <TableHead>
        <tr>
          <Th>{t('name')}</Th>
          <Th>{t('kindColumn')}</Th>
          <Th className="hidden md:table-cell">{t('target')}</Th>
          <Th className="hidden text-right sm:table-cell">{t('callCount')}</Th>
          <Th className="hidden lg:table-cell">{t('changed')}</Th>
        </tr>
      </TableHead>
      <TableBody>
        {rows.map((tool) => (
          <TableRow key={tool.id} className="relative">
            <Td className="min-w-40">
              <Link href={href(`/tools/${tool.id}`)} className="font-mono text-sm font-medium after:absolute after:inset-0 hover:text-accent">
                {tool.name}
              </Link>
              <p className="line-clamp-1 text-xs text-ink-soft">{tool.config.description}</p>
            </Td>
            <Td>
              <Badge>{t(`kind.${tool.type}`)}</Badge>
            </Td>
            <Td className="hidden max-w-96 truncate font-mono text-xs text-ink-soft md:table-cell">{targetOf(tool.config)}</Td>
            <Td className="hidden text-right sm:table-cell">{format.number(tool.callCount)}</Td>
            <Td className="hidden whitespace-nowrap text-ink-soft lg:table-cell">{pastTime(tool.updatedAt)}</Td>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function targetOf(config: Answers['tools']['get']['config']): string {
  const { apiSchema } = config as {
    apiSchema?: { method: string; url: string };
  };
  return config.type === 'webhook' && apiSchema !== undefined ? `${apiSchema.method} ${apiSchema.url}` : '';
}
