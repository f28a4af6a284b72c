'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { PlugZap, Plus } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { Failure } from '../layout/failure';
import { formOf, oneOf, text } from '../layout/kept-fields';
import { RestoredLine } from '../layout/restored-line';
import { useKeptForm } from '../layout/use-kept-form';
import { useWorkspace } from '../layout/workspace-context';
import { useTRPC } from '../trpc/client';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { Dialog, DialogContent } from '../ui/dialog';
import { EmptyState } from '../ui/empty-state';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { Select } from '../ui/select';
import { Skeleton } from '../ui/skeleton';
import { Table, TableBody, TableHead, TableRow, Td, Th } from '../ui/table';

export function McpServers() {
  const t = useTranslations('tools');
  const { slug, href, may } = useWorkspace();
  const trpc = useTRPC();
  const [isCreating, setIsCreating] = useState(false);
  const servers = useQuery(trpc.mcpServers.list.queryOptions({ workspace: slug }));
  const create = may('tools:write') ? (
    <Button look="primary" onClick={() => setIsCreating(true)}>
      <Plus aria-hidden />
      {t('newServer')}
    </Button>
  ) : null;
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="max-w-prose text-sm text-ink-soft">{t('serversHelp')}</p>
        {servers.data === undefined || servers.data.length === 0 ? null : create}
      </div>
      {servers.isError ? <Failure message={servers.error.message} onRetry={() => void servers.refetch()} /> : null}
      {servers.isPending ? <Skeleton className="h-32" /> : null}
      {servers.data?.length === 0 ? (
        <EmptyState picture={<PlugZap aria-hidden />} title={t('noServersTitle')} description={t('noServersHelp')} action={create} />
      ) : null}
      {servers.data === undefined || servers.data.length === 0 ? null : (
        <Table aria-label={t('tabs.mcp')}>
          <TableHead>
            <tr>
              <Th>{t('name')}</Th>
              <Th className="hidden md:table-cell">{t('url')}</Th>
              <Th>{t('policy')}</Th>
              <Th className="hidden sm:table-cell">{t('usedBy')}</Th>
            </tr>
          </TableHead>
          <TableBody>
            {servers.data.map(({ id, name, config, usedBy }) => (
              <TableRow key={id} className="relative">
                <Td className="font-medium">
                  <Link href={href(`/tools/mcp/${id}`)} className="after:absolute after:inset-0 hover:text-accent">
                    {name}
                  </Link>
                </Td>
                <Td className="hidden max-w-96 truncate font-mono text-xs text-ink-soft md:table-cell">
                  {typeof config.url === 'string' ? config.url : t('secret')}
                </Td>
                <Td>
                  <Badge>{t(`policies.${config.approvalPolicy}`)}</Badge>
                </Td>
                <Td className="hidden text-ink-soft sm:table-cell">{usedBy.map((agent) => agent.name).join(', ') || t('unusedSecret')}</Td>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
      <Dialog open={isCreating} onOpenChange={setIsCreating}>
        <DialogContent title={t('newServer')} description={t('newServerHelp')}>
          <NewServerForm />
        </DialogContent>
      </Dialog>
    </>
  );
}

const transports = ['STREAMABLE_HTTP', 'SSE'] as const;

interface NewServer {
  readonly name: string;
  readonly url: string;
  readonly transport: (typeof transports)[number];
  /** Of a secret that is stored; empty without one. */
  readonly secretId: string;
}

const nothingWritten: NewServer = { name: '', url: '', transport: 'STREAMABLE_HTTP', secretId: '' };
const readDraft = formOf<NewServer>({ name: text, url: text, transport: oneOf(transports), secretId: text });

function NewServerForm() {
  const t = useTranslations('tools');
  const { slug, href, may } = useWorkspace();
  const router = useRouter();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const form = useKeptForm({ name: 'mcp-server.new', saved: nothingWritten, read: readDraft });
  const { name, url, transport, secretId } = form.value;
  const secrets = useQuery({
    ...trpc.secrets.list.queryOptions({ workspace: slug, pageSize: 100 }),
    enabled: may('secrets:read'),
  });
  const create = useMutation(
    trpc.mcpServers.create.mutationOptions({
      onSuccess: async (server) => {
        form.forget();
        await queries.invalidateQueries({
          queryKey: trpc.mcpServers.pathKey(),
        });
        router.push(href(`/tools/mcp/${server.id}`));
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({
      workspace: slug,
      config: {
        name: name.trim(),
        url: url.trim(),
        transport,
        ...(secretId === '' ? {} : { secretToken: { secretId } }),
      },
    });
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      <RestoredLine form={form} />
      <Field label={t('serverName')}>
        {(control) => <Input value={name} maxLength={200} onChange={(event) => form.edit({ name: event.target.value })} {...control} />}
      </Field>
      <Field label={t('url')} error={create.error?.message}>
        {(control) => (
          <Input
            inputMode="url"
            spellCheck={false}
            className="font-mono"
            placeholder="https://mcp.example.com/mcp"
            value={url}
            onChange={(event) => form.edit({ url: event.target.value })}
            {...control}
          />
        )}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t('transport')}>
          {(control) => (
            <Select
              value={transport}
              onValueChange={(value) => form.edit({ transport: value as NewServer['transport'] })}
              options={transports.map((value) => ({
                value,
                label: value === 'SSE' ? 'SSE' : 'Streamable HTTP',
              }))}
              {...control}
            />
          )}
        </Field>
        <Field label={t('token')}>
          {(control) => (
            <Select
              value={secretId}
              onValueChange={(value) => form.edit({ secretId: value })}
              options={[
                { value: '', label: t('noToken') },
                ...(secrets.data?.items ?? []).map((secret) => ({
                  value: secret.id,
                  label: secret.name,
                })),
              ]}
              {...control}
            />
          )}
        </Field>
      </div>
      <Button type="submit" look="primary" className="justify-self-end" isBusy={create.isPending} disabled={name.trim() === '' || url.trim() === ''}>
        {t('addServer')}
      </Button>
    </form>
  );
}
