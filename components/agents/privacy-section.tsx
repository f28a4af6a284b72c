'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useWorkspace } from '../layout/workspace-context';
import { useTRPC } from '../trpc/client';
import { Section } from '../ui/card';
import { Notice } from '../ui/notice';
import { SwitchRow } from '../ui/switch';
import { NumberField } from './number-field';
import type { SectionProps } from './section-props';

/** What of this agent's conversations is written down, and for how long. The workspace's own rules hold besides. */
export function PrivacySection({ draft, disabled }: SectionProps) {
  const t = useTranslations('editor');
  const { slug, href, may } = useWorkspace();
  const trpc = useTRPC();
  const workspace = useQuery({ ...trpc.workspaces.privacy.queryOptions({ workspace: slug }), enabled: may('workspace:read') });
  const { privacy } = draft.document.config.platformSettings;
  const edit = (change: (next: typeof privacy) => void) => draft.edit((next) => change(next.platformSettings.privacy));
  const keeps = !privacy.zeroRetentionMode;
  const rules = workspace.data;
  const hasRules = rules !== undefined && (rules.keepsNothing || rules.forbidsRecording || rules.retentionDays >= 0 || rules.masks.length > 0);
  return (
    <>
      {hasRules ? (
        <Notice
          action={
            <Link href={href('/settings/privacy')} className="shrink-0 underline underline-offset-2">
              {t('privacy.workspaceLink')}
            </Link>
          }
        >
          {t('privacy.workspaceRules')}
        </Notice>
      ) : null}
      <Section title={t('privacy.written')} description={t('privacy.writtenHelp')}>
        <SwitchRow
          label={t('recordVoice')}
          hint={t('recordVoiceHint')}
          disabled={disabled || !keeps}
          checked={privacy.recordVoice && keeps}
          onCheckedChange={(isOn) => edit((next) => void (next.recordVoice = isOn))}
        />
        <SwitchRow
          label={t('privacy.mask')}
          hint={t('privacy.maskHint')}
          disabled={disabled || !keeps}
          checked={privacy.conversationHistoryRedaction.enabled}
          onCheckedChange={(isOn) => edit((next) => void (next.conversationHistoryRedaction.enabled = isOn))}
        />
        <SwitchRow
          label={t('privacy.nothing')}
          hint={t('privacy.nothingHint')}
          disabled={disabled}
          checked={privacy.zeroRetentionMode}
          onCheckedChange={(isOn) => edit((next) => void (next.zeroRetentionMode = isOn))}
        />
      </Section>
      {keeps ? (
        <Section title={t('privacy.howLong')} description={t('privacy.howLongHelp')} className="border-t">
          <NumberField
            label={t('privacy.eraseAfter')}
            unit={t('privacy.days')}
            min={0}
            max={36_500}
            value={privacy.retentionDays < 0 ? null : privacy.retentionDays}
            emptyText={t('never')}
            disabled={disabled}
            onChange={(value) =>
              edit((next) => {
                // A number alone would erase nothing.
                if (next.retentionDays < 0 && value !== null && !next.deleteAudio && !next.deleteTranscriptAndPii) {
                  next.deleteAudio = true;
                  next.deleteTranscriptAndPii = true;
                }
                next.retentionDays = value ?? -1;
              })
            }
          />
          {privacy.retentionDays < 0 ? null : (
            <>
              <SwitchRow
                label={t('privacy.eraseAudio')}
                disabled={disabled}
                checked={privacy.deleteAudio}
                onCheckedChange={(isOn) => edit((next) => void (next.deleteAudio = isOn))}
              />
              <SwitchRow
                label={t('privacy.eraseTranscript')}
                hint={t('privacy.eraseTranscriptHint')}
                disabled={disabled}
                checked={privacy.deleteTranscriptAndPii}
                onCheckedChange={(isOn) => edit((next) => void (next.deleteTranscriptAndPii = isOn))}
              />
              <SwitchRow
                label={t('privacy.existing')}
                hint={t('privacy.existingHint')}
                disabled={disabled}
                checked={privacy.applyToExistingConversations}
                onCheckedChange={(isOn) => edit((next) => void (next.applyToExistingConversations = isOn))}
              />
              {privacy.deleteAudio || privacy.deleteTranscriptAndPii ? null : <Notice tone="warn">{t('privacy.erasesNothing')}</Notice>}
            </>
          )}
        </Section>
      ) : null}
    </>
  );
}
