'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { BackLink } from '../layout/back-link';
import { Failure } from '../layout/failure';
import { useWorkspace } from '../layout/workspace-context';
import { type Answers, useTRPC } from '../trpc/client';
import { Button } from '../ui/button';
import { Section } from '../ui/card';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { Notice } from '../ui/notice';
import { Skeleton } from '../ui/skeleton';
import { SwitchRow } from '../ui/switch';
import { toast } from '../ui/toaster';
import { WebhookDeliveries } from './webhook-deliveries';
import { WebhookState } from './webhooks-page';

type Webhook = Answers['webhooks']['get'];

export function WebhookPage({ webhookId }: { readonly webhookId: string }) {
  const t = useTranslations('webhooks');
  const { slug, href } = useWorkspace();
  const trpc = useTRPC();
  const webhook = useQuery(trpc.webhooks.get.queryOptions({ workspace: slug, webhookId }));
  return (
    <div className="mx-auto grid w-full max-w-[90rem] grid-cols-1 gap-6 px-4 py-6 sm:px-8 sm:py-8">
      <header className="grid gap-2">
        <BackLink href={href('/settings/webhooks')}>{t('title')}</BackLink>
        {webhook.data === undefined ? <h1 className="sr-only">{t('title')}</h1> : <Heading webhook={webhook.data} />}
      </header>
      {webhook.isError ? <Failure message={webhook.error.message} onRetry={() => void webhook.refetch()} /> : null}
      {webhook.isPending ? <Skeleton className="h-96" /> : null}
      {webhook.data === undefined ? null : (
        <>
          <StateNotice webhook={webhook.data} />
          <Section title={t('log')} description={t('logHelp')}>
            <WebhookDeliveries webhookId={webhookId} />
          </Section>
          <Section title={t('settings')} className="border-t pt-7">
            <WebhookForm key={`${webhook.data.name} ${webhook.data.url} ${webhook.data.headerNames.join()}`} webhook={webhook.data} />
          </Section>
        </>
      )}
    </div>
  );
}

function Heading({ webhook }: { readonly webhook: Webhook }) {
  const t = useTranslations('webhooks');
  const ui = useTranslations('ui');
  const { slug, may, href } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const remove = useMutation(trpc.webhooks.delete.mutationOptions());
  const { update, isPending } = useUpdate(webhook.id);
  const isOff = webhook.isDisabled || webhook.isAutoDisabled;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <h1 className="min-w-0 font-serif text-2xl font-medium break-words">{webhook.name}</h1>
      <WebhookState webhook={webhook} />
      {may('webhooks:write') ? (
        <div className="ml-auto flex flex-wrap items-center gap-2">
          {isOff ? null : (
            <Button isBusy={isPending} onClick={() => update({ isDisabled: true })}>
              {t('switchOff')}
            </Button>
          )}
          <ConfirmDialog
            trigger={<Button look="danger-quiet">{ui('delete')}</Button>}
            title={t('deleteTitle', { name: webhook.name })}
            description={t('deleteHelp')}
            confirmLabel={ui('delete')}
            typeToConfirm={webhook.name}
            onConfirm={async () => {
              await remove.mutateAsync({ workspace: slug, webhookId: webhook.id });
              await queries.invalidateQueries({ queryKey: trpc.webhooks.list.pathKey() });
              router.push(href('/settings/webhooks'));
            }}
          />
        </div>
      ) : null}
      <p className="w-full font-mono text-xs break-all text-ink-soft">{webhook.url}</p>
    </div>
  );
}

/** Says plainly when nothing is sent, and why. */
function StateNotice({ webhook }: { readonly webhook: Webhook }) {
  const t = useTranslations('webhooks');
  const { may } = useWorkspace();
  const { update, isPending } = useUpdate(webhook.id);
  if (!webhook.isDisabled && !webhook.isAutoDisabled) return null;
  const action = may('webhooks:write') ? (
    <Button size="sm" isBusy={isPending} onClick={() => update({ isDisabled: false })}>
      {t('switchOn')}
    </Button>
  ) : null;
  return webhook.isAutoDisabled ? (
    <Notice tone="danger" title={t('failedTitle')} action={action}>
      {t('failedHelp', { count: webhook.failureCount })}
    </Notice>
  ) : (
    <Notice tone="warn" title={t('offTitle')} action={action}>
      {t('offHelp')}
    </Notice>
  );
}

interface NewHeader {
  readonly key: number;
  readonly name: string;
  readonly value: string;
}

function WebhookForm({ webhook }: { readonly webhook: Webhook }) {
  const t = useTranslations('webhooks');
  const ui = useTranslations('ui');
  const { may } = useWorkspace();
  const [name, setName] = useState(webhook.name);
  const [url, setUrl] = useState(webhook.url);
  const [isRetried, setIsRetried] = useState(webhook.isRetried);
  const [dropped, setDropped] = useState<readonly string[]>([]);
  const [added, setAdded] = useState<readonly NewHeader[]>([]);
  const { update, isPending, error } = useUpdate(webhook.id);
  const disabled = !may('webhooks:write');
  const kept = webhook.headerNames.filter((header) => !dropped.includes(header));
  const named = added.filter((header) => header.name.trim() !== '');
  const change = (key: number, part: Partial<NewHeader>) => setAdded(added.map((header) => (header.key === key ? { ...header, ...part } : header)));
  return (
    <form
      className="grid max-w-xl gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        const headers = Object.fromEntries([
          ...dropped.map((header) => [header, null] as const),
          ...named.map((header) => [header.name.trim(), header.value] as const),
        ]);
        update({ name: name.trim(), url: url.trim(), isRetried, ...(Object.keys(headers).length === 0 ? {} : { headers }) });
      }}
    >
      <Field label={t('name')}>
        {(control) => <Input value={name} maxLength={200} disabled={disabled} onChange={(event) => setName(event.target.value)} {...control} />}
      </Field>
      <Field label={t('url')} hint={t('urlHelp')}>
        {(control) => <Input type="url" value={url} maxLength={2000} disabled={disabled} onChange={(event) => setUrl(event.target.value)} {...control} />}
      </Field>
      <SwitchRow label={t('retry')} hint={t('retryHelp')} checked={isRetried} disabled={disabled} onCheckedChange={setIsRetried} />
      <fieldset className="grid gap-2">
        <legend className="text-sm font-medium">{t('headers')}</legend>
        <p className="text-xs text-ink-faint">{t('headersHelp')}</p>
        {kept.map((header) => (
          <div key={header} className="flex items-center gap-2">
            <span className="min-w-0 flex-1 truncate rounded-md border bg-sunken px-3 py-1.5 font-mono text-xs">{header}: ••••••</span>
            {disabled ? null : (
              <Button look="quiet" size="icon-sm" aria-label={t('dropHeader', { name: header })} onClick={() => setDropped([...dropped, header])}>
                <X aria-hidden />
              </Button>
            )}
          </div>
        ))}
        {added.map((header) => (
          <div key={header.key} className="flex items-center gap-2">
            <Input
              className="font-mono"
              aria-label={t('headerName')}
              placeholder="x-team"
              value={header.name}
              maxLength={200}
              onChange={(event) => change(header.key, { name: event.target.value })}
            />
            <Input
              aria-label={t('headerValue')}
              value={header.value}
              maxLength={4000}
              onChange={(event) => change(header.key, { value: event.target.value })}
            />
            <Button
              look="quiet"
              size="icon-sm"
              aria-label={t('dropHeader', { name: header.name })}
              onClick={() => setAdded(added.filter(({ key }) => key !== header.key))}
            >
              <X aria-hidden />
            </Button>
          </div>
        ))}
        {disabled ? null : (
          <Button
            size="sm"
            className="justify-self-start"
            onClick={() => setAdded([...added, { key: Math.max(0, ...added.map(({ key }) => key)) + 1, name: '', value: '' }])}
          >
            <Plus aria-hidden />
            {t('addHeader')}
          </Button>
        )}
      </fieldset>
      {error === undefined ? null : <Notice tone="danger">{error}</Notice>}
      {disabled ? null : (
        <Button type="submit" look="primary" className="justify-self-start" isBusy={isPending} disabled={name.trim() === '' || url.trim() === ''}>
          {ui('save')}
        </Button>
      )}
    </form>
  );
}

interface WebhookChanges {
  readonly name?: string;
  readonly url?: string;
  readonly isDisabled?: boolean;
  readonly isRetried?: boolean;
  readonly headers?: Record<string, string | null>;
}

function useUpdate(webhookId: string) {
  const t = useTranslations('webhooks');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const mutation = useMutation(
    trpc.webhooks.update.mutationOptions({
      onSuccess: async () => {
        toast.success(t('saved'));
        await queries.invalidateQueries({ queryKey: trpc.webhooks.pathKey() });
      },
      onError: (error) => toast.error(error.message),
    }),
  );
  return {
    update: (changes: WebhookChanges) => mutation.mutate({ workspace: slug, webhookId, ...changes }),
    isPending: mutation.isPending,
    error: mutation.error?.message,
  };
}
