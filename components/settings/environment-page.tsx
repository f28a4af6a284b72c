'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { KeySquare, Plus, Variable as VariableIcon } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { usePastTime } from '../i18n/use-past-time';
import { Failure } from '../layout/failure';
import { Page } from '../layout/page';
import { Refused } from '../layout/refused';
import { useWorkspace } from '../layout/workspace-context';
import { type Answers, useTRPC } from '../trpc/client';
import { useRefusal } from '../trpc/use-refusal';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { Section } from '../ui/card';
import { Dialog, DialogContent } from '../ui/dialog';
import { EmptyState } from '../ui/empty-state';
import { Skeleton } from '../ui/skeleton';
import { Table, TableBody, TableHead, TableRow, Td, Th } from '../ui/table';
import { DeleteConnection } from './delete-connection';

// What is opened by hand is loaded then.
const ConnectionForm = dynamic(() => import('./auth-connection-form').then((module) => module.ConnectionForm), { loading: () => null });
const VariableForm = dynamic(() => import('./variable-form').then((module) => module.VariableForm), { loading: () => null });

type Variable = Answers['environmentVariables']['list']['items'][number];
type Connection = Answers['authConnections']['list'][number];

/** What differs between environments, and how tools prove themselves elsewhere. */
export function EnvironmentPage() {
  const t = useTranslations('environment');
  const { may } = useWorkspace();
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Variables />
      {may('secrets:read') ? <Connections /> : null}
    </Page>
  );
}

function Variables() {
  const t = useTranslations('environment');
  const ui = useTranslations('ui');
  const pastTime = usePastTime();
  const { slug, may } = useWorkspace();
  const trpc = useTRPC();
  const [open, setOpen] = useState<'new' | Variable>();
  const variables = useInfiniteQuery(
    trpc.environmentVariables.list.infiniteQueryOptions({ workspace: slug }, { getNextPageParam: (page) => page.nextCursor ?? undefined }),
  );
  const rows = variables.data?.pages.flatMap((page) => page.items) ?? [];
  const create = may('tools:write') ? (
    <Button look="primary" onClick={() => setOpen('new')}>
      <Plus aria-hidden />
      {t('newVariable')}
    </Button>
  ) : null;
  return (
    <Section title={t('variables')} description={t('variablesHelp')} actions={rows.length === 0 ? null : create}>
      {variables.isError ? <Failure message={variables.error.message} onRetry={() => void variables.refetch()} /> : null}
      {variables.isPending ? <Skeleton className="h-32" /> : null}
      {variables.isSuccess && rows.length === 0 ? (
        <EmptyState picture={<VariableIcon aria-hidden />} title={t('noVariablesTitle')} description={t('noVariablesHelp')} action={create} />
      ) : null}
      {rows.length === 0 ? null : (
        <Table aria-label={t('variables')}>
          <TableHead>
            <tr>
              <Th>{t('label')}</Th>
              <Th>{t('values')}</Th>
              <Th className="hidden sm:table-cell">{t('changed')}</Th>
              <Th>
                <span className="sr-only">{t('actions')}</span>
              </Th>
            </tr>
          </TableHead>
          <TableBody>
            {rows.map((variable) => (
              <TableRow key={variable.id}>
                <Td>
                  <span className="font-mono font-medium break-all">{variable.label}</span>
                  <span className="block text-xs text-ink-faint">{t(`types.${variable.type}`)}</span>
                </Td>
                <Td>
                  <span className="flex flex-wrap gap-1">
                    {Object.keys(variable.values).map((environment) => (
                      <Badge key={environment}>{environment}</Badge>
                    ))}
                  </span>
                </Td>
                <Td className="hidden whitespace-nowrap text-ink-soft sm:table-cell">{pastTime(variable.updatedAt)}</Td>
                <Td className="text-right">
                  {may('tools:write') ? (
                    <Button look="quiet" size="sm" onClick={() => setOpen(variable)}>
                      {t('edit')}
                    </Button>
                  ) : null}
                </Td>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
      {variables.hasNextPage ? (
        <Button className="justify-self-center" isBusy={variables.isFetchingNextPage} onClick={() => void variables.fetchNextPage()}>
          {ui('loadMore')}
        </Button>
      ) : null}
      <Dialog open={open !== undefined} onOpenChange={(isOpen) => (isOpen ? undefined : setOpen(undefined))}>
        {open === undefined ? null : (
          <DialogContent title={open === 'new' ? t('newVariable') : t('editVariable', { label: open.label })}>
            <VariableForm variable={open === 'new' ? undefined : open} onDone={() => setOpen(undefined)} />
          </DialogContent>
        )}
      </Dialog>
    </Section>
  );
}

function Connections() {
  const t = useTranslations('environment');
  const { slug, may } = useWorkspace();
  const trpc = useTRPC();
  const [open, setOpen] = useState<'new' | Connection>();
  const connections = useQuery(trpc.authConnections.list.queryOptions({ workspace: slug }));
  const rows = connections.data ?? [];
  const refusal = useRefusal(trpc.authConnections.delete.mutationKey());
  const create = may('secrets:write') ? (
    <Button look="primary" onClick={() => setOpen('new')}>
      <Plus aria-hidden />
      {t('newConnection')}
    </Button>
  ) : null;
  return (
    <Section title={t('connections')} description={t('connectionsHelp')} className="border-t pt-7" actions={rows.length === 0 ? null : create}>
      {connections.isError ? <Failure message={connections.error.message} onRetry={() => void connections.refetch()} /> : null}
      <Refused why={refusal} />
      {connections.isPending ? <Skeleton className="h-32" /> : null}
      {connections.isSuccess && rows.length === 0 ? (
        <EmptyState picture={<KeySquare aria-hidden />} title={t('noConnectionsTitle')} description={t('noConnectionsHelp')} action={create} />
      ) : null}
      {rows.length === 0 ? null : (
        <Table aria-label={t('connections')}>
          <TableHead>
            <tr>
              <Th>{t('name')}</Th>
              <Th>{t('state')}</Th>
              <Th className="hidden sm:table-cell">{t('usedBy')}</Th>
              <Th>
                <span className="sr-only">{t('actions')}</span>
              </Th>
            </tr>
          </TableHead>
          <TableBody>
            {rows.map((connection) => (
              <TableRow key={connection.id}>
                <Td>
                  <span className="font-medium">{connection.name}</span>
                  <span className="block text-xs text-ink-faint">{t(`kinds.${connection.authType}`)}</span>
                </Td>
                <Td>
                  {connection.status === 'active' ? <Badge tone="good">{t('works')}</Badge> : <Badge tone="danger">{t('refused')}</Badge>}
                  {connection.statusDetail === null ? null : <p className="pt-1 text-xs text-danger">{connection.statusDetail}</p>}
                </Td>
                <Td className="hidden text-ink-soft sm:table-cell">
                  {[...connection.usedBy.tools, ...connection.usedBy.mcpServers].map(({ name }) => name).join(', ') || t('unused')}
                </Td>
                <Td className="text-right whitespace-nowrap">
                  {may('secrets:write') ? (
                    <>
                      <Button look="quiet" size="sm" onClick={() => setOpen(connection)}>
                        {t('edit')}
                      </Button>
                      <DeleteConnection connection={connection} />
                    </>
                  ) : null}
                </Td>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
      <Dialog open={open !== undefined} onOpenChange={(isOpen) => (isOpen ? undefined : setOpen(undefined))}>
        {open === undefined ? null : (
          <DialogContent title={open === 'new' ? t('newConnection') : t('editConnection', { name: open.name })}>
            <ConnectionForm connection={open === 'new' ? undefined : open} onDone={() => setOpen(undefined)} />
          </DialogContent>
        )}
      </Dialog>
    </Section>
  );
}
