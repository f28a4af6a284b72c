'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ExternalLink } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { usePastTime } from '../i18n/use-past-time';
import { Failure } from '../layout/failure';
import { Page } from '../layout/page';
import { useWorkspace } from '../layout/workspace-context';
import { type Answers, useTRPC } from '../trpc/client';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { Card, Section } from '../ui/card';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { Dialog, DialogContent } from '../ui/dialog';
import { Notice } from '../ui/notice';
import { Skeleton } from '../ui/skeleton';
import { CredentialForm } from './credential-form';
import { LocalSpeechPanel } from './local-speech';
import { ProviderUse, useProvidersUse } from './provider-use';

type Provider = Answers['providers']['list'][number];
type Credential = Answers['credentials']['list'][number];

export function ProvidersPage() {
  const t = useTranslations('providers');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const providers = useQuery(trpc.providers.list.queryOptions({ workspace: slug }));
  const credentials = useQuery(trpc.credentials.list.queryOptions({ workspace: slug }));
  const use = useProvidersUse();
  const failed = providers.isError ? providers : credentials.isError ? credentials : undefined;
  const groups = [
    { name: 'local', members: (providers.data ?? []).filter((provider) => provider.isLocal) },
    { name: 'cloud', members: (providers.data ?? []).filter((provider) => !provider.isLocal) },
  ] as const;
  return (
    <Page title={t('title')} lead={t('lead')}>
      {failed === undefined ? null : <Failure message={failed.error.message} onRetry={() => void failed.refetch()} />}
      {providers.isPending || credentials.isPending ? <Skeleton className="h-72" /> : null}
      {providers.data === undefined || credentials.data === undefined ? null : (
        <div>
          {groups.map((group) =>
            group.members.length === 0 ? null : (
              <Section key={group.name} title={t(group.name)}>
                {group.name === 'local' ? <LocalSpeechPanel /> : null}
                <ul className="grid gap-3 xl:grid-cols-2">
                  {group.members.map((provider) => (
                    <li key={provider.name}>
                      <ProviderCard provider={provider} credential={credentials.data.find((credential) => credential.provider === provider.name)} use={use} />
                    </li>
                  ))}
                </ul>
              </Section>
            ),
          )}
        </div>
      )}
    </Page>
  );
}

function ProviderCard({
  provider,
  credential,
  use,
}: {
  readonly provider: Provider;
  readonly credential: Credential | undefined;
  readonly use: ReturnType<typeof useProvidersUse>;
}) {
  const t = useTranslations('providers');
  const { slug, may } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [isEditing, setIsEditing] = useState(false);
  const refresh = () =>
    Promise.all([queries.invalidateQueries({ queryKey: trpc.credentials.pathKey() }), queries.invalidateQueries({ queryKey: trpc.providers.pathKey() })]);
  const test = useMutation(trpc.credentials.test.mutationOptions({ onSettled: refresh }));
  const remove = useMutation(trpc.credentials.delete.mutationOptions());
  const mayWrite = may('credentials:write');
  const used = use?.of(provider.name);
  const { speechToText, textToSpeech, languageModel } = provider.capabilities;
  const abilities = [
    { name: 'hears', capability: speechToText },
    { name: 'thinks', capability: languageModel },
    { name: 'speaks', capability: textToSpeech },
  ] as const;
  return (
    <Card className="grid h-full content-start gap-3 p-4">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="text-base font-semibold">{provider.label}</h3>
        <Standing provider={provider} />
        {provider.isLocal || provider.website === '' ? null : (
          <a
            href={provider.website}
            target="_blank"
            rel="noreferrer"
            className="ml-auto inline-flex items-center gap-1 text-xs text-ink-soft hover:text-accent"
          >
            {t('website')}
            <ExternalLink className="size-3" aria-hidden />
          </a>
        )}
      </div>
      <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-ink-soft">
        {abilities.map(({ name, capability }) =>
          capability === undefined ? null : (
            <li key={name}>
              {t(name)} <span className="text-ink-faint">{t('models', { count: capability.models.length })}</span>
            </li>
          ),
        )}
      </ul>
      {provider.readiness === null ? null : (
        <div className="grid gap-0.5 text-xs text-ink-soft">
          <p>{provider.readiness.detail}</p>
          {provider.readiness.fix === undefined ? null : <p className="font-mono text-2xs break-words">{t('fix', { fix: provider.readiness.fix })}</p>}
        </div>
      )}
      {used === undefined ? null : <ProviderUse use={used} at={use?.days ?? []} />}
      <TestResult credential={credential} failure={test.error?.message} isPending={test.isPending} />
      {provider.fields.length === 0 || !mayWrite ? null : (
        <div className="flex flex-wrap gap-2">
          <Button size="sm" look={credential === undefined && provider.configured === null ? 'primary' : 'plain'} onClick={() => setIsEditing(true)}>
            {credential === undefined ? t('setUp') : t('edit')}
          </Button>
          {credential === undefined ? null : (
            <>
              <Button size="sm" isBusy={test.isPending} onClick={() => test.mutate({ workspace: slug, credentialId: credential.id })}>
                {t('test')}
              </Button>
              <ConfirmDialog
                trigger={
                  <Button size="sm" look="danger-quiet">
                    {t('remove')}
                  </Button>
                }
                title={t('removeTitle', { provider: provider.label })}
                description={t('removeHelp')}
                confirmLabel={t('remove')}
                typeToConfirm={provider.name}
                onConfirm={async () => {
                  await remove.mutateAsync({ workspace: slug, credentialId: credential.id });
                  await refresh();
                }}
              />
            </>
          )}
        </div>
      )}
      <Dialog open={isEditing} onOpenChange={setIsEditing}>
        <DialogContent title={t('formTitle', { provider: provider.label })} description={t('formHelp')}>
          <CredentialForm
            provider={provider}
            credential={credential}
            onSaved={(saved) => {
              setIsEditing(false);
              void refresh();
              test.mutate({ workspace: slug, credentialId: saved.id });
            }}
          />
        </DialogContent>
      </Dialog>
    </Card>
  );
}

function Standing({ provider }: { readonly provider: Provider }) {
  const t = useTranslations('providers');
  if (provider.isLocal && provider.readiness !== null) {
    return provider.readiness.ok ? <Badge tone="good">{t('ready')}</Badge> : <Badge tone="warn">{t('notReady')}</Badge>;
  }
  if (provider.configured === null) return <Badge>{t('configured.none')}</Badge>;
  return <Badge tone="good">{t(`configured.${provider.configured}`)}</Badge>;
}

function TestResult({
  credential,
  failure,
  isPending,
}: {
  readonly credential: Credential | undefined;
  readonly failure: string | undefined;
  readonly isPending: boolean;
}) {
  const t = useTranslations('providers');
  const pastTime = usePastTime();
  if (isPending) return null;
  if (failure !== undefined) return <Notice tone="danger">{t('testFailed', { detail: failure })}</Notice>;
  const check = credential?.lastCheck ?? null;
  if (check === null) return null;
  return (
    <Notice tone={check.ok ? 'info' : 'danger'}>
      <p>{check.ok ? t('testOk', { detail: check.message }) : t('testFailed', { detail: check.message })}</p>
      <p className="text-xs opacity-80">{t('checked', { when: pastTime(check.at) })}</p>
    </Notice>
  );
}
