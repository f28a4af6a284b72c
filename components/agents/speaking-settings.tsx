'use client';

import { useTranslations } from 'next-intl';
import { type AgentConfig, parseAgentConfig } from '@/server/contracts/agent-config';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { SwitchRow } from '../ui/switch';
import { NumberField } from './number-field';
import type { AgentDraft } from './use-agent-draft';

const defaults = parseAgentConfig({}).parley.speaking;

/** What makes an agent sound like someone; all of it is off until it is wanted. */
export function SpeakingSettings({ draft, disabled }: { readonly draft: AgentDraft; readonly disabled: boolean }) {
  const t = useTranslations('editor');
  const { config } = draft.document;
  const { speaking } = config.parley;
  const { softTimeoutConfig: filler } = config.conversationConfig.turn;
  const edit = (change: (next: AgentConfig['parley']['speaking']) => void) => draft.edit((next) => change(next.parley.speaking));
  const editFiller = (change: (next: typeof filler) => void) => draft.edit((next) => change(next.conversationConfig.turn.softTimeoutConfig));
  return (
    <div className="grid gap-5 border-t pt-6">
      <h3 className="font-serif text-lg font-medium">{t('speakingTitle')}</h3>
      <div className="grid gap-5 sm:grid-cols-2">
        <NumberField
          label={t('fillerAfter')}
          hint={t('fillerAfterHint')}
          unit={t('seconds')}
          min={1}
          max={60}
          value={filler.timeoutSeconds < 0 ? null : filler.timeoutSeconds}
          emptyText={t('never')}
          disabled={disabled}
          onChange={(value) => editFiller((next) => void (next.timeoutSeconds = value ?? -1))}
        />
        {filler.timeoutSeconds < 0 ? null : (
          <Field label={t('fillerText')}>
            {(control) => (
              <Input
                value={filler.message}
                maxLength={200}
                disabled={disabled}
                onChange={(event) => editFiller((next) => void (next.message = event.target.value))}
                {...control}
              />
            )}
          </Field>
        )}
      </div>
      {filler.timeoutSeconds < 0 ? null : (
        <SwitchRow
          label={t('fillerByModel')}
          hint={t('fillerByModelHint')}
          disabled={disabled}
          checked={filler.useLlmGeneratedMessage}
          onCheckedChange={(isOn) => editFiller((next) => void (next.useLlmGeneratedMessage = isOn))}
        />
      )}
      <SwitchRow
        label={t('backchannels')}
        hint={t('backchannelsHint')}
        disabled={disabled}
        checked={speaking.backchannels.enabled}
        onCheckedChange={(isOn) => edit((next) => void (next.backchannels.enabled = isOn))}
      />
      {speaking.backchannels.enabled ? (
        <div className="grid gap-5 sm:grid-cols-2">
          <NumberField
            label={t('backchannelAfter')}
            unit={t('seconds')}
            min={2}
            max={60}
            value={speaking.backchannels.afterSeconds}
            emptyText={String(defaults.backchannels.afterSeconds)}
            disabled={disabled}
            onChange={(value) => edit((next) => void (next.backchannels.afterSeconds = value ?? defaults.backchannels.afterSeconds))}
          />
          <NumberField
            label={t('backchannelGap')}
            unit={t('seconds')}
            min={3}
            max={120}
            value={speaking.backchannels.minGapSeconds}
            emptyText={String(defaults.backchannels.minGapSeconds)}
            disabled={disabled}
            onChange={(value) => edit((next) => void (next.backchannels.minGapSeconds = value ?? defaults.backchannels.minGapSeconds))}
          />
        </div>
      ) : null}
      <SwitchRow
        label={t('matchesPace')}
        hint={t('matchesPaceHint')}
        disabled={disabled}
        checked={speaking.matchesPace}
        onCheckedChange={(isOn) => edit((next) => void (next.matchesPace = isOn))}
      />
      <SwitchRow
        label={t('followsLanguage')}
        hint={t('followsLanguageHint')}
        disabled={disabled}
        checked={speaking.followsLanguage}
        onCheckedChange={(isOn) => edit((next) => void (next.followsLanguage = isOn))}
      />
      <SwitchRow
        label={t('offersMarkup')}
        hint={t('offersMarkupHint')}
        disabled={disabled}
        checked={speaking.offersMarkup}
        onCheckedChange={(isOn) => edit((next) => void (next.offersMarkup = isOn))}
      />
    </div>
  );
}
