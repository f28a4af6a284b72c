'use client';

import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { KeyRound, Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { usePastTime } from '../i18n/use-past-time';
import { Failure } from '../layout/failure';
import { formOf, text } from '../layout/kept-fields';
import { Refused } from '../layout/refused';
import { RestoredLine } from '../layout/restored-line';
import { useKeptForm } from '../layout/use-kept-form';
import { useWorkspace } from '../layout/workspace-context';
import { type Answers, useTRPC } from '../trpc/client';
import { optimistic } from '../trpc/optimistic';
import { type Paged, withItems } from '../trpc/pages';
import { Button } from '../ui/button';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { Dialog, DialogContent } from '../ui/dialog';
import { EmptyState } from '../ui/empty-state';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { Skeleton } from '../ui/skeleton';
import { Table, TableBody, TableHead, TableRow, Td, Th } from '../ui/table';

type Secret = Answers['secrets']['list']['items'][number];

/** Values that tools send along. They go in and are never shown again. */
export function Secrets() {
  const t = useTranslations('tools');
  const ui = useTranslations('ui');
  const pastTime = usePastTime();
  const { slug, may } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [open, setOpen] = useState<'new' | Secret>();
  const secrets = useInfiniteQuery(trpc.secrets.list.infiniteQueryOptions({ workspace: slug }, { getNextPageParam: (page) => page.nextCursor ?? undefined }));
  const remove = useMutation(
    trpc.secrets.delete.mutationOptions({
      ...optimistic(queries, trpc.secrets.list.pathKey(), (list: Paged<Answers['secrets']['list']>, { secretId }: { secretId: string }) =>
        withItems(list, (items) => items.filter(({ id }) => id !== secretId)),
      ),
      onSettled: () => queries.invalidateQueries({ queryKey: trpc.secrets.pathKey() }),
    }),
  );
  const mayWrite = may('secrets:write');
  const rows = secrets.data?.pages.flatMap((page) => page.items) ?? [];
  const create = mayWrite ? (
    <Button look="primary" onClick={() => setOpen('new')}>
      <Plus aria-hidden />
      {t('newSecret')}
    </Button>
  ) : null;
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="max-w-prose text-sm text-ink-soft">{t('secretsHelp')}</p>
        {rows.length === 0 ? null : create}
      </div>
      {secrets.isError ? <Failure message={secrets.error.message} onRetry={() => void secrets.refetch()} /> : null}
      <Refused why={remove.error?.message} />
      {secrets.isPending ? <Skeleton className="h-32" /> : null}
      {secrets.isSuccess && rows.length === 0 ? (
        <EmptyState picture={<KeyRound aria-hidden />} title={t('noSecretsTitle')} description={t('noSecretsHelp')} action={create} />
      ) : null}
      {rows.length === 0 ? null : (
        <Table aria-label={t('tabs.secrets')}>
          <TableHead>
            <tr>
              <Th>{t('name')}</Th>
              <Th className="hidden sm:table-cell">{t('usedBy')}</Th>
              <Th className="hidden sm:table-cell">{t('changed')}</Th>
              <Th>
                <span className="sr-only">{t('actions')}</span>
              </Th>
            </tr>
          </TableHead>
          <TableBody>
            {rows.map((secret) => (
              <TableRow key={secret.id}>
                <Td className="font-mono text-sm font-medium">{secret.name}</Td>
                <Td className="hidden text-ink-soft sm:table-cell">{usersOf(secret).join(', ') || t('unusedSecret')}</Td>
                <Td className="hidden whitespace-nowrap text-ink-soft sm:table-cell">{pastTime(secret.updatedAt)}</Td>
                <Td className="text-right whitespace-nowrap">
                  {mayWrite ? (
                    <>
                      <Button look="quiet" size="sm" onClick={() => setOpen(secret)}>
                        {t('newValue')}
                      </Button>
                      <ConfirmDialog
                        trigger={
                          <Button look="danger-quiet" size="sm">
                            {ui('delete')}
                          </Button>
                        }
                        title={t('deleteTitle', { name: secret.name })}
                        description={t('deleteSecretHelp')}
                        confirmLabel={ui('delete')}
                        typeToConfirm={secret.name}
                        onConfirm={async () => {
                          await remove.mutateAsync({
                            workspace: slug,
                            secretId: secret.id,
                          });
                        }}
                      />
                    </>
                  ) : null}
                </Td>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
      {secrets.hasNextPage ? (
        <Button className="justify-self-center" isBusy={secrets.isFetchingNextPage} onClick={() => void secrets.fetchNextPage()}>
          {ui('loadMore')}
        </Button>
      ) : null}
      <Dialog open={open !== undefined} onOpenChange={(isOpen) => (isOpen ? undefined : setOpen(undefined))}>
        {open === undefined ? null : (
          <DialogContent title={open === 'new' ? t('newSecret') : t('newValueFor', { name: open.name })} description={t('neverShown')}>
            <SecretForm secret={open === 'new' ? undefined : open} onDone={() => setOpen(undefined)} />
          </DialogContent>
        )}
      </Dialog>
    </>
  );
}

function usersOf({ usedBy }: Secret): string[] {
  return [...usedBy.tools.items, ...usedBy.agents.items, ...usedBy.mcpServers.items].map(({ name }) => name);
}

interface SecretDraft {
  readonly name: string;
  readonly value: string;
}

const readDraft = formOf<SecretDraft>({ name: text, value: text });

function SecretForm({ secret, onDone }: { readonly secret: Secret | undefined; readonly onDone: () => void }) {
  const t = useTranslations('tools');
  const ui = useTranslations('ui');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const form = useKeptForm<SecretDraft>({
    name: `secret.${secret?.id ?? 'new'}`,
    saved: { name: secret?.name ?? '', value: '' },
    read: readDraft,
    withoutSecrets: (draft) => ({ ...draft, value: '' }),
  });
  const { name, value } = form.value;
  const onSuccess = async () => {
    form.forget();
    await queries.invalidateQueries({ queryKey: trpc.secrets.pathKey() });
    onDone();
  };
  // What was typed lives in this component alone and goes with it.
  const create = useMutation(trpc.secrets.create.mutationOptions({ gcTime: 0, onSuccess }));
  const update = useMutation(trpc.secrets.update.mutationOptions({ gcTime: 0, onSuccess }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (secret === undefined) create.mutate({ workspace: slug, name: name.trim(), value });
    else update.mutate({ workspace: slug, secretId: secret.id, value });
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      <RestoredLine form={form} />
      {secret === undefined ? (
        <Field label={t('name')} error={create.error?.message}>
          {(control) => (
            <Input
              value={name}
              maxLength={200}
              spellCheck={false}
              autoComplete="off"
              onChange={(event) => form.edit({ name: event.target.value })}
              {...control}
            />
          )}
        </Field>
      ) : null}
      <Field label={t('value')} error={update.error?.message}>
        {(control) => (
          <Input type="password" autoComplete="new-password" value={value} onChange={(event) => form.edit({ value: event.target.value })} {...control} />
        )}
      </Field>
      <Button
        type="submit"
        look="primary"
        className="justify-self-end"
        isBusy={create.isPending || update.isPending}
        disabled={name.trim() === '' || value === ''}
      >
        {ui('save')}
      </Button>
    </form>
  );
}
