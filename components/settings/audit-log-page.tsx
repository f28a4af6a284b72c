'use client';

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { ScrollText } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import Link from 'next/link';
import { useEffect, useState } from 'react';
import { ExportMenu } from '../layout/export-menu';
import { Failure } from '../layout/failure';
import { Page } from '../layout/page';
import { useQueryParameters } from '../layout/use-query-parameters';
import { useWorkspace } from '../layout/workspace-context';
import { useTRPC } from '../trpc/client';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { Select } from '../ui/select';
import { Skeleton } from '../ui/skeleton';
import { Table, TableBody, TableHead, TableRow, Td, Th } from '../ui/table';
import { auditActors, auditFilterOf, auditKinds, changedMembers } from './audit-filter';
import { auditPlace, type AuditTarget } from './audit-place';

export function AuditLogPage() {
  const t = useTranslations('audit');
  const ui = useTranslations('ui');
  const format = useFormatter();
  const { slug, href } = useWorkspace();
  const trpc = useTRPC();
  const [parameters, setParameters] = useQueryParameters();
  const filter = auditFilterOf((name) => parameters.get(name));
  const isFiltered = Object.keys(filter).length > 0;
  const entries = useInfiniteQuery({
    ...trpc.auditLog.list.infiniteQueryOptions({ workspace: slug, ...filter }, { getNextPageParam: (page) => page.nextCursor ?? undefined }),
    placeholderData: keepPreviousData,
  });
  const rows = entries.data?.pages.flatMap((page) => page.items) ?? [];
  const timeOf = ({ createdAt }: (typeof rows)[number]) => (
    <time dateTime={createdAt.toISOString()}>{format.dateTime(createdAt, { dateStyle: 'medium', timeStyle: 'medium' })}</time>
  );
  return (
    <Page title={t('title')} lead={t('lead')} actions={<Export href={href('/settings/audit-log/export')} parameters={parameters} />}>
      <Filters parameters={parameters} onChange={setParameters} />
      {entries.isError ? <Failure message={entries.error.message} onRetry={() => void entries.refetch()} /> : null}
      {entries.isPending ? <Skeleton className="h-72" /> : null}
      {entries.isSuccess && rows.length === 0 ? (
        isFiltered ? (
          <EmptyState title={ui('noResults')} description={t('nothingMatches')} />
        ) : (
          <EmptyState picture={<ScrollText aria-hidden />} title={t('emptyTitle')} description={t('emptyHelp')} />
        )
      ) : null}
      {rows.length === 0 ? null : (
        <Table aria-label={t('title')}>
          <TableHead>
            <tr>
              <Th className="hidden sm:table-cell">{t('when')}</Th>
              <Th className="hidden sm:table-cell">{t('who')}</Th>
              <Th>{t('what')}</Th>
              <Th className="hidden xl:table-cell">{t('target')}</Th>
              <Th className="hidden xl:table-cell">{t('from')}</Th>
              <Th className="hidden md:table-cell">{t('details')}</Th>
            </tr>
          </TableHead>
          <TableBody>
            {rows.map((entry) => (
              <TableRow key={entry.id} className="align-top">
                <Td className="hidden align-top text-ink-soft sm:table-cell md:whitespace-nowrap">{timeOf(entry)}</Td>
                <Td className="hidden align-top sm:table-cell">
                  {entry.actorName}
                  <span className="block text-xs text-ink-faint">{t(`actors.${auditActors.find((known) => known === entry.actorKind) ?? 'other'}`)}</span>
                </Td>
                <Td className="align-top font-mono text-xs">
                  {entry.action}
                  {/* Where there is no room for columns of their own. */}
                  <p className="flex flex-wrap gap-x-2 pt-0.5 font-sans text-ink-soft sm:hidden">
                    <span>{entry.actorName}</span>
                    {timeOf(entry)}
                  </p>
                  <div className="grid gap-0.5 pt-0.5 text-2xs break-all text-ink-soft xl:hidden">
                    <p>
                      <Target entry={entry} />
                    </p>
                    {entry.ip === null ? null : <p>{entry.ip}</p>}
                    <div className="md:hidden">
                      <Changes before={entry.before} after={entry.after} />
                    </div>
                  </div>
                </Td>
                <Td className="hidden align-top font-mono text-xs text-ink-soft xl:table-cell">
                  <Target entry={entry} />
                </Td>
                <Td className="hidden align-top font-mono text-xs text-ink-soft xl:table-cell">{entry.ip ?? ''}</Td>
                <Td className="hidden max-w-96 md:table-cell align-top font-mono text-2xs break-words text-ink-soft">
                  <Changes before={entry.before} after={entry.after} />
                </Td>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
      {entries.hasNextPage ? (
        <Button className="justify-self-center" isBusy={entries.isFetchingNextPage} onClick={() => void entries.fetchNextPage()}>
          {ui('loadMore')}
        </Button>
      ) : null}
    </Page>
  );
}

/** What was changed, as a way to it where it has a page. */
function Target({ entry }: { readonly entry: AuditTarget }) {
  const { href } = useWorkspace();
  const place = auditPlace(entry);
  if (place === undefined) return entry.targetId;
  return (
    <Link href={href(place)} className="underline decoration-edge underline-offset-2 hover:text-accent-ink">
      {entry.targetId}
    </Link>
  );
}

type Parameters = ReturnType<typeof useQueryParameters>[0];

function Filters({ parameters, onChange }: { readonly parameters: Parameters; readonly onChange: ReturnType<typeof useQueryParameters>[1] }) {
  const t = useTranslations('audit');
  const [search, setSearch] = useState(parameters.get('search') ?? '');
  useEffect(() => {
    const timer = setTimeout(() => {
      if (search !== (parameters.get('search') ?? '')) onChange({ search });
    }, 300);
    return () => clearTimeout(timer);
  }, [search, parameters, onChange]);
  const day = (name: 'from' | 'until') => (
    <Field label={t(`${name}Day`)}>
      {(control) => <Input type="date" value={parameters.get(name) ?? ''} onChange={(event) => onChange({ [name]: event.target.value })} {...control} />}
    </Field>
  );
  return (
    <search className="grid grid-cols-2 gap-3 lg:grid-cols-[minmax(12rem,1fr)_13rem_10rem_10rem_10rem]">
      <Field label={t('search')} className="col-span-2 lg:col-span-1">
        {(control) => <Input type="search" value={search} placeholder={t('searchHint')} onChange={(event) => setSearch(event.target.value)} {...control} />}
      </Field>
      <Field label={t('kind')}>
        {(control) => (
          <Select
            value={parameters.get('kind') ?? ''}
            onValueChange={(kind) => onChange({ kind })}
            options={[{ value: '', label: t('all') }, ...auditKinds.map((value) => ({ value, label: t(`kinds.${value}`) }))]}
            {...control}
          />
        )}
      </Field>
      <Field label={t('who')}>
        {(control) => (
          <Select
            value={parameters.get('by') ?? ''}
            onValueChange={(by) => onChange({ by })}
            options={[{ value: '', label: t('anyone') }, ...auditActors.map((value) => ({ value, label: t(`actors.${value}`) }))]}
            {...control}
          />
        )}
      </Field>
      {day('from')}
      {day('until')}
    </search>
  );
}

function Export({ href, parameters }: { readonly href: string; readonly parameters: Parameters }) {
  const t = useTranslations('audit');
  const address = (format: string) => {
    const asked = new URLSearchParams(parameters.toString());
    asked.set('format', format);
    return `${href}?${asked.toString()}`;
  };
  return <ExportMenu label={t('export')} nameOf={(format) => format.toUpperCase()} addressOf={address} />;
}

/** What differs, member by member. */
function Changes({ before, after }: { readonly before: unknown; readonly after: unknown }) {
  const t = useTranslations('audit');
  const members = changedMembers(before, after);
  if (members.length === 0) return null;
  return (
    <dl className="grid gap-0.5">
      {members.map((member) => (
        <div key={member.name} className="flex flex-wrap gap-x-1.5">
          <dt className="text-ink-faint">{member.name}:</dt>
          <dd className="min-w-0 break-all">
            {member.before === undefined ? null : (
              <del className="text-ink-faint decoration-ink-faint/70">
                <span className="sr-only">{t('was')} </span>
                {member.before}
              </del>
            )}{' '}
            {member.after === undefined ? null : <ins className="no-underline">{member.after}</ins>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
