'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus, Webhook as WebhookIcon } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { isSame } from '../agents/document-changes';
import { usePastTime } from '../i18n/use-past-time';
import { Failure } from '../layout/failure';
import { flag, formOf, orNull, text } from '../layout/kept-fields';
import { Page } from '../layout/page';
import { RestoredLine } from '../layout/restored-line';
import { useKeptForm } from '../layout/use-kept-form';
import { useWorkspace } from '../layout/workspace-context';
import { type Answers, useTRPC } from '../trpc/client';
import { optimistic } from '../trpc/optimistic';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { Section } from '../ui/card';
import { CodeBlock } from '../ui/code-block';
import { Dialog, DialogContent } from '../ui/dialog';
import { EmptyState } from '../ui/empty-state';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { Notice } from '../ui/notice';
import { Select } from '../ui/select';
import { Skeleton } from '../ui/skeleton';
import { SwitchRow } from '../ui/switch';
import { Table, TableBody, TableHead, TableRow, Td, Th } from '../ui/table';
import { toast } from '../ui/toaster';
import { EventSwitches, usualEvents as usual, type WantedEvents as Wanted, wantsAnything } from './event-switches';

type Webhook = Answers['webhooks']['list'][number];
type AfterCalls = Answers['webhooks']['afterCalls'];

export function WebhooksPage() {
  const t = useTranslations('webhooks');
  const { slug, may } = useWorkspace();
  const trpc = useTRPC();
  const [isCreating, setIsCreating] = useState(false);
  const webhooks = useQuery(trpc.webhooks.list.queryOptions({ workspace: slug }));
  const afterCalls = useQuery(trpc.webhooks.afterCalls.queryOptions({ workspace: slug }));
  const rows = webhooks.data ?? [];
  const create = may('webhooks:write') ? (
    <Button look="primary" onClick={() => setIsCreating(true)}>
      <Plus aria-hidden />
      {t('new')}
    </Button>
  ) : null;
  return (
    <Page title={t('title')} lead={t('lead')} actions={rows.length === 0 ? null : create}>
      {webhooks.isError ? <Failure message={webhooks.error.message} onRetry={() => void webhooks.refetch()} /> : null}
      {webhooks.isPending ? <Skeleton className="h-40" /> : null}
      {webhooks.isSuccess && rows.length === 0 ? (
        <EmptyState picture={<WebhookIcon aria-hidden />} title={t('emptyTitle')} description={t('emptyHelp')} action={create} />
      ) : null}
      {rows.length === 0 ? null : <WebhooksTable webhooks={rows} />}
      {afterCalls.isError ? <Failure message={afterCalls.error.message} onRetry={() => void afterCalls.refetch()} /> : null}
      {rows.length === 0 || afterCalls.data === undefined ? null : (
        <Section title={t('afterTitle')} description={t('afterHelp')} className="border-t pt-7">
          <AfterCalls saved={afterCalls.data} webhooks={rows} />
        </Section>
      )}
      <Dialog open={isCreating} onOpenChange={setIsCreating}>
        <DialogContent title={t('new')} description={t('newHelp')}>
          <NewWebhookForm onDone={() => setIsCreating(false)} />
        </DialogContent>
      </Dialog>
    </Page>
  );
}

/** Whether it is sent anything, in a word. */
export function WebhookState({ webhook }: { readonly webhook: Pick<Webhook, 'isDisabled' | 'isAutoDisabled'> }) {
  const t = useTranslations('webhooks');
  if (webhook.isAutoDisabled) return <Badge tone="danger">{t('states.failed')}</Badge>;
  return webhook.isDisabled ? <Badge>{t('states.off')}</Badge> : <Badge tone="good">{t('states.on')}</Badge>;
}

function WebhooksTable({ webhooks }: { readonly webhooks: readonly Webhook[] }) {
  const t = useTranslations('webhooks');
  const pastTime = usePastTime();
  const { href } = useWorkspace();
  return (
    <Table aria-label={t('title')}>
      <TableHead>
        <tr>
          <Th>{t('name')}</Th>
          <Th>{t('state')}</Th>
          <Th className="hidden lg:table-cell">{t('usedBy')}</Th>
          <Th className="hidden md:table-cell">{t('lastSuccess')}</Th>
          <Th className="hidden md:table-cell">{t('lastFailure')}</Th>
        </tr>
      </TableHead>
      <TableBody>
        {webhooks.map((webhook) => (
          <TableRow key={webhook.id}>
            <Td className="w-full max-w-0 sm:min-w-64 lg:w-auto">
              <Link href={href(`/settings/webhooks/${webhook.id}`)} className="font-medium hover:underline">
                {webhook.name}
              </Link>
              <p className="truncate font-mono text-xs text-ink-faint">{webhook.url}</p>
            </Td>
            <Td>
              <WebhookState webhook={webhook} />
            </Td>
            <Td className="hidden whitespace-nowrap text-ink-soft lg:table-cell">
              {webhook.usage.length === 0 ? t('unused') : webhook.usage.map((use) => t(`usage.${use}`)).join(', ')}
            </Td>
            <Td className="hidden whitespace-nowrap text-ink-soft md:table-cell">
              {webhook.lastSuccessAt === null ? t('never') : pastTime(webhook.lastSuccessAt)}
            </Td>
            <Td className="hidden whitespace-nowrap text-ink-soft md:table-cell">
              {webhook.lastFailureAt === null ? t('never') : pastTime(webhook.lastFailureAt)}
              {webhook.lastFailureCode === null ? null : <span className="ml-1.5 font-mono text-xs">{webhook.lastFailureCode}</span>}
            </Td>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function AfterCalls({ saved, webhooks }: { readonly saved: AfterCalls; readonly webhooks: readonly Webhook[] }) {
  const t = useTranslations('webhooks');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const save = useMutation(
    trpc.webhooks.setAfterCalls.mutationOptions({
      ...optimistic(
        queries,
        trpc.webhooks.afterCalls.queryKey({ workspace: slug }),
        (_before: AfterCalls, { workspace: _workspace, ...setting }: Setting) => setting,
      ),
      onSuccess: () => toast.success(t('saved')),
      onSettled: () => queries.invalidateQueries({ queryKey: trpc.webhooks.pathKey() }),
    }),
  );
  return (
    <>
      {save.isError ? <Notice tone="danger">{save.error.message}</Notice> : null}
      <AfterCallsForm
        key={JSON.stringify(saved)}
        saved={saved}
        webhooks={webhooks}
        onSave={(setting, onSaved) => save.mutate({ workspace: slug, ...setting }, { onSuccess: onSaved })}
      />
    </>
  );
}

interface Setting extends AfterCalls {
  readonly workspace: string;
}

interface AfterCallsFormProps {
  readonly saved: AfterCalls;
  readonly webhooks: readonly Webhook[];
  /** `onSaved` is called once it is; what is refused stays as it was chosen. */
  readonly onSave: (setting: AfterCalls, onSaved: () => void) => void;
}

const readAfterCalls = formOf<AfterCalls>({ webhookId: orNull(text), sendsTranscript: flag, sendsAudio: flag, sendsFailures: flag });

function AfterCallsForm({ saved, webhooks, onSave }: AfterCallsFormProps) {
  const t = useTranslations('webhooks');
  const ui = useTranslations('ui');
  const { may } = useWorkspace();
  const form = useKeptForm({ name: 'webhooks.after-calls', saved, read: readAfterCalls });
  // What was chosen before may have been deleted since.
  const isThere = form.value.webhookId === null || webhooks.some(({ id }) => id === form.value.webhookId);
  const setting = isThere ? form.value : saved;
  const disabled = !may('webhooks:write');
  const isWrong = setting.webhookId !== null && !wantsAnything(setting);
  return (
    <form
      className="grid max-w-xl gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        onSave(setting, form.forget);
      }}
    >
      {disabled || !isThere ? null : <RestoredLine form={form} />}
      <Field label={t('afterWebhook')}>
        {(control) => (
          <Select
            value={setting.webhookId ?? ''}
            disabled={disabled}
            onValueChange={(id) => form.set({ ...(wantsAnything(setting) ? setting : usual), webhookId: id === '' ? null : id })}
            options={[{ value: '', label: t('nobody') }, ...webhooks.map(({ id, name }) => ({ value: id, label: name }))]}
            {...control}
          />
        )}
      </Field>
      {setting.webhookId === null ? null : <EventSwitches wanted={setting} disabled={disabled} onChange={(wanted) => form.set({ ...setting, ...wanted })} />}
      {disabled || isSame(setting, saved) ? null : (
        <Button type="submit" look="primary" className="justify-self-start" disabled={isWrong}>
          {ui('save')}
        </Button>
      )}
    </form>
  );
}

interface NewWebhook {
  readonly name: string;
  readonly url: string;
  readonly isTold: boolean;
  readonly wanted: Wanted;
}

const nothingWritten: NewWebhook = { name: '', url: '', isTold: true, wanted: usual };
const readNew = formOf<NewWebhook>({
  name: text,
  url: text,
  isTold: flag,
  wanted: formOf<Wanted>({ sendsTranscript: flag, sendsAudio: flag, sendsFailures: flag }),
});

function NewWebhookForm({ onDone }: { readonly onDone: () => void }) {
  const t = useTranslations('webhooks');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const form = useKeptForm({ name: 'webhook.new', saved: nothingWritten, read: readNew });
  const { name, url, isTold, wanted } = form.value;
  const tell = useMutation(trpc.webhooks.setAfterCalls.mutationOptions());
  // The secret lives in this component alone and goes with it.
  const create = useMutation(
    trpc.webhooks.create.mutationOptions({
      gcTime: 0,
      onSuccess: async ({ webhookId }) => {
        form.forget();
        if (isTold) await tell.mutateAsync({ workspace: slug, webhookId, ...wanted }).catch(() => undefined); // said below
        await queries.invalidateQueries({ queryKey: trpc.webhooks.pathKey() });
      },
    }),
  );
  if (create.isSuccess) {
    return (
      <div className="grid gap-4">
        <Notice tone="warn" title={t('createdTitle')}>
          {t('createdHelp')}
        </Notice>
        <CodeBlock code={create.data.secret} />
        {tell.isError ? <Notice tone="danger">{tell.error.message}</Notice> : null}
        <Button look="primary" className="justify-self-end" onClick={onDone}>
          {t('done')}
        </Button>
      </div>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({ workspace: slug, name: name.trim(), url: url.trim() });
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      <RestoredLine form={form} />
      <Field label={t('name')}>
        {(control) => <Input value={name} maxLength={200} onChange={(event) => form.edit({ name: event.target.value })} {...control} />}
      </Field>
      <Field label={t('url')} hint={t('urlHelp')} error={create.error?.message}>
        {(control) => (
          <Input type="url" value={url} placeholder="https://" maxLength={2000} onChange={(event) => form.edit({ url: event.target.value })} {...control} />
        )}
      </Field>
      <SwitchRow label={t('tellAfterCalls')} hint={t('tellAfterCallsHelp')} checked={isTold} onCheckedChange={(next) => form.edit({ isTold: next })} />
      {isTold ? <EventSwitches wanted={wanted} onChange={(next) => form.edit({ wanted: next })} /> : null}
      <Button
        type="submit"
        look="primary"
        className="justify-self-end"
        isBusy={create.isPending}
        disabled={name.trim() === '' || url.trim() === '' || (isTold && !wantsAnything(wanted))}
      >
        {t('create')}
      </Button>
    </form>
  );
}
