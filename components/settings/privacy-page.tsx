'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { FormEvent } from 'react';
import { maskableRoles, maskedKinds } from '@/server/contracts/masking';
import { NumberField } from '../agents/number-field';
import { Failure } from '../layout/failure';
import { flag, formOf, listOf, number, oneOf } from '../layout/kept-fields';
import { Page } from '../layout/page';
import { RestoredLine } from '../layout/restored-line';
import { useKeptForm } from '../layout/use-kept-form';
import { useWorkspace } from '../layout/workspace-context';
import { type Answers, useTRPC } from '../trpc/client';
import { Button } from '../ui/button';
import { Section } from '../ui/card';
import { Notice } from '../ui/notice';
import { Skeleton } from '../ui/skeleton';
import { SwitchRow } from '../ui/switch';
import { toast } from '../ui/toaster';

type Privacy = Answers['workspaces']['privacy'];

/** What holds for the conversations of every agent in the workspace. */
export function PrivacyPage() {
  const t = useTranslations('privacyPage');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const privacy = useQuery(trpc.workspaces.privacy.queryOptions({ workspace: slug }));
  return (
    <Page title={t('title')} lead={t('lead')} width="narrow">
      {privacy.isError ? <Failure message={privacy.error.message} onRetry={() => void privacy.refetch()} /> : null}
      {privacy.isPending ? <Skeleton className="h-96" /> : null}
      {privacy.data === undefined ? null : <PrivacyForm key={JSON.stringify(privacy.data)} saved={privacy.data} />}
    </Page>
  );
}

interface Draft {
  readonly privacy: Privacy;
  readonly appliesToExisting: boolean;
}

const readDraft = formOf<Draft>({
  privacy: formOf<Privacy>({
    keepsNothing: flag,
    forbidsRecording: flag,
    masks: listOf(oneOf(maskedKinds)),
    maskedRoles: listOf(oneOf(maskableRoles)),
    retentionDays: number,
    deletesAudio: flag,
    deletesTranscripts: flag,
  }),
  appliesToExisting: flag,
});

function PrivacyForm({ saved }: { readonly saved: Privacy }) {
  const t = useTranslations('privacyPage');
  const ui = useTranslations('ui');
  const roles = useTranslations('role');
  const { slug, may } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const form = useKeptForm<Draft>({ name: 'privacy', saved: { privacy: saved, appliesToExisting: false }, read: readDraft });
  const { privacy, appliesToExisting } = form.value;
  const disabled = !may('workspace:write');
  const erases = privacy.retentionDays >= 0;
  const erasesNothing = erases && !privacy.deletesAudio && !privacy.deletesTranscripts;
  const preview = useQuery({
    ...trpc.workspaces.previewRetention.queryOptions({ workspace: slug, days: Math.max(0, privacy.retentionDays) }),
    enabled: erases && !disabled,
  });
  const save = useMutation(
    trpc.workspaces.setPrivacy.mutationOptions({
      onSuccess: async (stored) => {
        form.forget();
        queries.setQueryData(trpc.workspaces.privacy.queryKey({ workspace: slug }), stored);
        toast.success(t('saved'));
        await queries.invalidateQueries({ queryKey: trpc.workspaces.previewRetention.pathKey() });
      },
    }),
  );
  const edit = (change: Partial<Privacy>) => form.edit({ privacy: { ...privacy, ...change } });
  const isChanged = JSON.stringify(privacy) !== JSON.stringify(saved) || appliesToExisting;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ workspace: slug, privacy, appliesToExisting: appliesToExisting && erases });
  };
  return (
    <form onSubmit={submit} className="divide-y">
      {disabled ? <Notice className="mb-5">{t('readOnly')}</Notice> : null}
      <div className="pb-4 empty:hidden">
        <RestoredLine form={form} />
      </div>
      <Section title={t('written')} description={t('writtenHelp')}>
        <SwitchRow
          label={t('keepsNothing')}
          hint={t('keepsNothingHint')}
          disabled={disabled}
          checked={privacy.keepsNothing}
          onCheckedChange={(keepsNothing) => edit({ keepsNothing })}
        />
        <SwitchRow
          label={t('forbidsRecording')}
          hint={t('forbidsRecordingHint')}
          disabled={disabled || privacy.keepsNothing}
          checked={privacy.forbidsRecording || privacy.keepsNothing}
          onCheckedChange={(forbidsRecording) => edit({ forbidsRecording })}
        />
      </Section>
      <Section title={t('masks')} description={t('masksHelp')}>
        {maskedKinds.map((kind) => (
          <SwitchRow
            key={kind}
            label={t(`kinds.${kind}`)}
            hint={t('becomes', { mask: `[${kind}]` })}
            disabled={disabled || privacy.keepsNothing}
            checked={privacy.masks.includes(kind)}
            onCheckedChange={(isOn) => edit({ masks: maskedKinds.filter((known) => (known === kind ? isOn : privacy.masks.includes(known))) })}
          />
        ))}
      </Section>
      <Section title={t('readers')} description={t('readersHelp')}>
        {maskableRoles.map((role) => (
          <SwitchRow
            key={role}
            label={t('maskedFor', { role: roles(role) })}
            disabled={disabled || privacy.keepsNothing}
            checked={privacy.maskedRoles.includes(role)}
            onCheckedChange={(isOn) => edit({ maskedRoles: maskableRoles.filter((known) => (known === role ? isOn : privacy.maskedRoles.includes(known))) })}
          />
        ))}
      </Section>
      <Section title={t('retention')} description={t('retentionHelp')}>
        <NumberField
          label={t('eraseAfter')}
          unit={t('days')}
          min={0}
          max={36_500}
          value={erases ? privacy.retentionDays : null}
          emptyText={t('never')}
          disabled={disabled}
          onChange={(value) =>
            edit({
              retentionDays: value ?? -1,
              // A number alone would erase nothing.
              ...(value !== null && !erases ? { deletesAudio: true, deletesTranscripts: true } : {}),
            })
          }
        />
        {erases ? (
          <>
            <SwitchRow label={t('audio')} disabled={disabled} checked={privacy.deletesAudio} onCheckedChange={(deletesAudio) => edit({ deletesAudio })} />
            <SwitchRow
              label={t('transcripts')}
              hint={t('transcriptsHint')}
              disabled={disabled}
              checked={privacy.deletesTranscripts}
              onCheckedChange={(deletesTranscripts) => edit({ deletesTranscripts })}
            />
            <SwitchRow
              label={t('existing')}
              hint={
                preview.data === undefined
                  ? t('existingHint')
                  : t('wouldErase', {
                      transcripts: privacy.deletesTranscripts ? preview.data.transcripts : 0,
                      recordings: privacy.deletesAudio ? preview.data.recordings : 0,
                    })
              }
              disabled={disabled}
              checked={appliesToExisting}
              onCheckedChange={(isOn) => form.edit({ appliesToExisting: isOn })}
            />
          </>
        ) : null}
        {erasesNothing ? <Notice tone="warn">{t('erasesNothing')}</Notice> : null}
      </Section>
      {disabled ? null : (
        <div className="sticky bottom-0 flex flex-wrap items-center gap-3 bg-paper py-4">
          <Button type="submit" look="primary" isBusy={save.isPending} disabled={!isChanged || erasesNothing}>
            {ui('save')}
          </Button>
          {save.isError ? (
            <p role="alert" className="text-sm text-danger">
              {save.error.message}
            </p>
          ) : null}
        </div>
      )}
    </form>
  );
}
