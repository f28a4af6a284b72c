'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { BackLink } from '../layout/back-link';
import { Failure } from '../layout/failure';
import { flag, formOf, listOf, number, text } from '../layout/kept-fields';
import { RestoredLine } from '../layout/restored-line';
import { useKeptForm } from '../layout/use-kept-form';
import { useWorkspace } from '../layout/workspace-context';
import { type Answers, useTRPC } from '../trpc/client';
import { optimistic, together } from '../trpc/optimistic';
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
type ListedWebhook = Answers['webhooks']['list'][number];

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
  const { set, isPending, error } = useSwitch(webhook.id);
  const isOff = webhook.isDisabled || webhook.isAutoDisabled;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <h1 className="min-w-0 font-serif text-2xl font-medium break-words">{webhook.name}</h1>
      <WebhookState webhook={webhook} />
      {may('webhooks:write') ? (
        <div className="ml-auto flex flex-wrap items-center gap-2">
          {isOff ? null : (
            <Button isBusy={isPending} onClick={() => set(false)}>
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
      {error === undefined ? null : (
        <p role="alert" className="w-full text-sm text-danger">
          {error}
        </p>
      )}
    </div>
  );
}

/** Says plainly when nothing is sent, and why. */
function StateNotice({ webhook }: { readonly webhook: Webhook }) {
  const t = useTranslations('webhooks');
  const { may } = useWorkspace();
  const { set, isPending, error } = useSwitch(webhook.id);
  if (!webhook.isDisabled && !webhook.isAutoDisabled) return null;
  const action = may('webhooks:write') ? (
    <Button size="sm" isBusy={isPending} onClick={() => set(true)}>
      {t('switchOn')}
    </Button>
  ) : null;
  return (
    <>
      {webhook.isAutoDisabled ? (
        <Notice tone="danger" title={t('failedTitle')} action={action}>
          {t('failedHelp', { count: webhook.failureCount })}
        </Notice>
      ) : (
        <Notice tone="warn" title={t('offTitle')} action={action}>
          {t('offHelp')}
        </Notice>
      )}
      {error === undefined ? null : (
        <p role="alert" className="text-sm text-danger">
          {error}
        </p>
      )}
    </>
  );
}

interface NewHeader {
  readonly key: number;
  readonly name: string;
  readonly value: string;
}

interface WebhookDraft {
  readonly name: string;
  readonly url: string;
  readonly isRetried: boolean;
  /** Names of headers that are sent now and shall not be. */
  readonly dropped: readonly string[];
  readonly added: readonly NewHeader[];
}

const readDraft = formOf<WebhookDraft>({
  name: text,
  url: text,
  isRetried: flag,
  dropped: listOf(text),
  added: listOf(formOf<NewHeader>({ key: number, name: text, value: text })),
});

function WebhookForm({ webhook }: { readonly webhook: Webhook }) {
  const t = useTranslations('webhooks');
  const ui = useTranslations('ui');
  const { may } = useWorkspace();
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const form = useKeptForm({
    name: `webhook.${webhook.id}`,
    saved: { name: webhook.name, url: webhook.url, isRetried: webhook.isRetried, dropped: [], added: [] },
    read: readDraft,
    // What a header says is often a token.
    withoutSecrets: (draft) => ({ ...draft, added: draft.added.map((header) => ({ ...header, value: '' })) }),
  });
  const { name, url, isRetried, dropped, added } = form.value;
  const update = useMutation(
    trpc.webhooks.update.mutationOptions({
      onSuccess: async () => {
        form.forget();
        toast.success(t('saved'));
        await queries.invalidateQueries({ queryKey: trpc.webhooks.pathKey() });
      },
    }),
  );
  const disabled = !may('webhooks:write');
  const kept = webhook.headerNames.filter((header) => !dropped.includes(header));
  const named = added.filter((header) => header.name.trim() !== '');
  const change = (key: number, part: Partial<NewHeader>) => form.edit({ added: added.map((header) => (header.key === key ? { ...header, ...part } : header)) });
  return (
    <form
      className="grid max-w-xl gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        const headers = Object.fromEntries([
          ...dropped.map((header) => [header, null] as const),
          ...named.map((header) => [header.name.trim(), header.value] as const),
        ]);
        update.mutate({
          workspace: slug,
          webhookId: webhook.id,
          name: name.trim(),
          url: url.trim(),
          isRetried,
          ...(Object.keys(headers).length === 0 ? {} : { headers }),
        });
      }}
    >
      <RestoredLine form={form} />
      <Field label={t('name')}>
        {(control) => <Input value={name} maxLength={200} disabled={disabled} onChange={(event) => form.edit({ name: event.target.value })} {...control} />}
      </Field>
      <Field label={t('url')} hint={t('urlHelp')}>
        {(control) => (
          <Input type="url" value={url} maxLength={2000} disabled={disabled} onChange={(event) => form.edit({ url: event.target.value })} {...control} />
        )}
      </Field>
      <SwitchRow label={t('retry')} hint={t('retryHelp')} checked={isRetried} disabled={disabled} onCheckedChange={(next) => form.edit({ isRetried: next })} />
      <fieldset className="grid gap-2">
        <legend className="text-sm font-medium">{t('headers')}</legend>
        <p className="text-xs text-ink-faint">{t('headersHelp')}</p>
        {kept.map((header) => (
          <div key={header} className="flex items-center gap-2">
            <span className="min-w-0 flex-1 truncate rounded-md border bg-sunken px-3 py-1.5 font-mono text-xs">{header}: ••••••</span>
            {disabled ? null : (
              <Button look="quiet" size="icon-sm" aria-label={t('dropHeader', { name: header })} onClick={() => form.edit({ dropped: [...dropped, header] })}>
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
              onClick={() => form.edit({ added: added.filter(({ key }) => key !== header.key) })}
            >
              <X aria-hidden />
            </Button>
          </div>
        ))}
        {disabled ? null : (
          <Button
            size="sm"
            className="justify-self-start"
            onClick={() => form.edit({ added: [...added, { key: Math.max(0, ...added.map(({ key }) => key)) + 1, name: '', value: '' }] })}
          >
            <Plus aria-hidden />
            {t('addHeader')}
          </Button>
        )}
      </fieldset>
      {update.isError ? <Notice tone="danger">{update.error.message}</Notice> : null}
      {disabled ? null : (
        <Button type="submit" look="primary" className="justify-self-start" isBusy={update.isPending} disabled={name.trim() === '' || url.trim() === ''}>
          {ui('save')}
        </Button>
      )}
    </form>
  );
}

/** Switches it on and off. */
function useSwitch(webhookId: string) {
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  // Whoever switches it also forgives what failed before.
  const switched = <W extends Pick<Webhook, 'isDisabled' | 'isAutoDisabled'>>(webhook: W, { isDisabled }: { isDisabled?: boolean | undefined }): W => ({
    ...webhook,
    isDisabled: isDisabled === true,
    isAutoDisabled: false,
  });
  const mutation = useMutation(
    trpc.webhooks.update.mutationOptions(
      together(
        optimistic(queries, trpc.webhooks.get.queryKey({ workspace: slug, webhookId }), switched<Webhook>),
        optimistic(queries, trpc.webhooks.list.pathKey(), (list: readonly ListedWebhook[], changes: { isDisabled?: boolean | undefined }) =>
          list.map((webhook) => (webhook.id === webhookId ? switched(webhook, changes) : webhook)),
        ),
      ),
    ),
  );
  return {
    set: (isOn: boolean) => mutation.mutate({ workspace: slug, webhookId, isDisabled: !isOn }),
    isPending: mutation.isPending,
    error: mutation.error?.message,
  };
}
