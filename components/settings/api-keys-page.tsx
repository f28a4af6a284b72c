'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { KeyRound, Plus } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { usePastTime } from '../i18n/use-past-time';
import { Failure } from '../layout/failure';
import { formOf, text } from '../layout/kept-fields';
import { Page } from '../layout/page';
import { Refused } from '../layout/refused';
import { RestoredLine } from '../layout/restored-line';
import { useKeptForm } from '../layout/use-kept-form';
import { useWorkspace } from '../layout/workspace-context';
import { type Answers, useTRPC } from '../trpc/client';
import { optimistic } from '../trpc/optimistic';
import { ServiceAccounts } from './service-accounts';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { CodeBlock } from '../ui/code-block';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { Dialog, DialogContent } from '../ui/dialog';
import { EmptyState } from '../ui/empty-state';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { Notice } from '../ui/notice';
import { Skeleton } from '../ui/skeleton';
import { Table, TableBody, TableHead, TableRow, Td, Th } from '../ui/table';

type ApiKeys = Answers['apiKeys']['list'];

export function ApiKeysPage() {
  const t = useTranslations('apiKeys');
  const format = useFormatter();
  const pastTime = usePastTime();
  const { slug, may } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [isCreating, setIsCreating] = useState(false);
  const keys = useQuery(trpc.apiKeys.list.queryOptions({ workspace: slug }));
  const revoke = useMutation(
    trpc.apiKeys.revoke.mutationOptions({
      ...optimistic(queries, trpc.apiKeys.list.pathKey(), (list: ApiKeys, { apiKeyId }: { apiKeyId: string }) =>
        list.map((key) => (key.id === apiKeyId ? { ...key, revokedAt: new Date() } : key)),
      ),
      onSettled: () => queries.invalidateQueries({ queryKey: trpc.apiKeys.pathKey() }),
    }),
  );
  const create = may('api-keys:write') ? (
    <Button look="primary" onClick={() => setIsCreating(true)}>
      <Plus aria-hidden />
      {t('new')}
    </Button>
  ) : null;
  return (
    <Page title={t('title')} lead={t('lead')} actions={create}>
      {keys.isError ? <Failure message={keys.error.message} onRetry={() => void keys.refetch()} /> : null}
      <Refused why={revoke.error?.message} />
      {keys.isPending ? <Skeleton className="h-40" /> : null}
      {keys.data?.length === 0 ? <EmptyState picture={<KeyRound aria-hidden />} title={t('emptyTitle')} description={t('emptyHelp')} action={create} /> : null}
      {keys.data === undefined || keys.data.length === 0 ? null : (
        <Table aria-label={t('title')}>
          <TableHead>
            <tr>
              <Th>{t('name')}</Th>
              <Th>{t('key')}</Th>
              <Th className="hidden md:table-cell">{t('created')}</Th>
              <Th className="hidden sm:table-cell">{t('lastUsed')}</Th>
              <Th>
                <span className="sr-only">{t('actions')}</span>
              </Th>
            </tr>
          </TableHead>
          <TableBody>
            {keys.data.map((key) => (
              <TableRow key={key.id} className={key.revokedAt === null ? undefined : 'text-ink-faint'}>
                <Td className="font-medium">
                  {key.name}
                  <p className="text-xs font-normal text-ink-soft sm:hidden">
                    {t('lastUsed')}: {key.lastUsedAt === null ? t('never') : pastTime(key.lastUsedAt)}
                  </p>
                </Td>
                <Td className="font-mono text-xs">{key.prefix}…</Td>
                <Td className="hidden whitespace-nowrap text-ink-soft md:table-cell">
                  {t('createdBy', { when: format.dateTime(key.createdAt, { dateStyle: 'medium' }), name: key.createdByName })}
                </Td>
                <Td className="hidden whitespace-nowrap text-ink-soft sm:table-cell">{key.lastUsedAt === null ? t('never') : pastTime(key.lastUsedAt)}</Td>
                <Td className="text-right">
                  {key.revokedAt !== null ? (
                    <Badge>{t('revoked')}</Badge>
                  ) : may('api-keys:write') ? (
                    <ConfirmDialog
                      trigger={
                        <Button look="danger-quiet" size="sm">
                          {t('revoke')}
                        </Button>
                      }
                      title={t('revokeTitle', { name: key.name })}
                      description={t('revokeHelp')}
                      confirmLabel={t('revoke')}
                      typeToConfirm={key.name}
                      onConfirm={async () => {
                        await revoke.mutateAsync({ workspace: slug, apiKeyId: key.id });
                      }}
                    />
                  ) : null}
                </Td>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
      <ServiceAccounts />
      <NewKeyDialog isOpen={isCreating} onOpenChange={setIsCreating} />
    </Page>
  );
}

function NewKeyDialog({ isOpen, onOpenChange }: { readonly isOpen: boolean; readonly onOpenChange: (isOpen: boolean) => void }) {
  const t = useTranslations('apiKeys');
  return (
    <Dialog open={isOpen} onOpenChange={onOpenChange}>
      <DialogContent title={t('new')} description={t('newHelp')}>
        <NewKeyForm onDone={() => onOpenChange(false)} />
      </DialogContent>
    </Dialog>
  );
}

const nothingWritten = { name: '' };
const readDraft = formOf<typeof nothingWritten>({ name: text });

function NewKeyForm({ onDone }: { readonly onDone: () => void }) {
  const t = useTranslations('apiKeys');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const form = useKeptForm({ name: 'api-key.new', saved: nothingWritten, read: readDraft });
  const { name } = form.value;
  // The key lives in this component alone and goes with it.
  const create = useMutation(
    trpc.apiKeys.create.mutationOptions({
      gcTime: 0,
      onSuccess() {
        form.forget();
        return queries.invalidateQueries({ queryKey: trpc.apiKeys.pathKey() });
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({ workspace: slug, name: name.trim() });
  };
  if (create.isSuccess) {
    return (
      <div className="grid gap-4">
        <Notice tone="warn" title={t('createdTitle')}>
          {t('createdHelp')}
        </Notice>
        <CodeBlock code={create.data.key} />
        <Button look="primary" className="justify-self-end" onClick={onDone}>
          {t('done')}
        </Button>
      </div>
    );
  }
  return (
    <form onSubmit={submit} className="grid gap-4">
      <RestoredLine form={form} />
      <Field label={t('name')} error={create.error?.message}>
        {(control) => <Input value={name} maxLength={100} onChange={(event) => form.edit({ name: event.target.value })} {...control} />}
      </Field>
      <Button type="submit" look="primary" className="justify-self-end" isBusy={create.isPending} disabled={name.trim() === ''}>
        {t('create')}
      </Button>
    </form>
  );
}
