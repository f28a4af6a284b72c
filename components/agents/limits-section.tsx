'use client';

import { useTranslations } from 'next-intl';
import { parseAgentConfig } from '@/server/contracts/agent-config';
import { Section } from '../ui/card';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { SwitchRow } from '../ui/switch';
import { NumberField } from './number-field';
import type { SectionProps } from './section-props';

const defaults = parseAgentConfig({});

/** How long conversations may be, how many there may be at once and a day, and what happens to one too many. */
export function LimitsSection({ draft, disabled }: SectionProps) {
  const t = useTranslations('editor');
  const { conversationConfig, platformSettings } = draft.document.config;
  const { conversation, agent } = conversationConfig;
  const { callLimits, queueingConfig } = platformSettings;
  const usual = defaults.conversationConfig.conversation.maxDurationSeconds;
  return (
    <>
      <Section title={t('limits.length')} description={t('limits.lengthHelp')}>
        <NumberField
          label={t('maxDuration')}
          unit={t('seconds')}
          min={10}
          max={86_400}
          value={conversation.maxDurationSeconds}
          emptyText={String(usual)}
          disabled={disabled}
          onChange={(value) => draft.edit((next) => void (next.conversationConfig.conversation.maxDurationSeconds = value ?? usual))}
        />
        <Field label={t('limits.farewell')} hint={t('limits.farewellHint')}>
          {(control) => (
            <Input
              value={agent.maxConversationDurationMessage}
              maxLength={500}
              disabled={disabled}
              onChange={(event) => draft.edit((next) => void (next.conversationConfig.agent.maxConversationDurationMessage = event.target.value))}
              {...control}
            />
          )}
        </Field>
        <SwitchRow
          label={t('limits.textOnly')}
          hint={t('limits.textOnlyHint')}
          disabled={disabled}
          checked={conversation.textOnly}
          onCheckedChange={(isOn) => draft.edit((next) => void (next.conversationConfig.conversation.textOnly = isOn))}
        />
      </Section>
      <Section title={t('limits.number')} description={t('limits.numberHelp')} className="border-t">
        <div className="grid items-start gap-5 sm:grid-cols-2">
          <NumberField
            label={t('limits.atOnce')}
            unit={t('limits.conversations')}
            min={0}
            max={100_000}
            value={callLimits.agentConcurrencyLimit < 0 ? null : callLimits.agentConcurrencyLimit}
            emptyText={t('limits.unlimited')}
            disabled={disabled}
            onChange={(value) => draft.edit((next) => void (next.platformSettings.callLimits.agentConcurrencyLimit = value ?? -1))}
          />
          <NumberField
            label={t('limits.perDay')}
            hint={t('limits.perDayHint')}
            unit={t('limits.conversations')}
            min={0}
            max={10_000_000}
            value={callLimits.dailyLimit < 0 ? null : callLimits.dailyLimit}
            emptyText={t('limits.unlimited')}
            disabled={disabled}
            onChange={(value) => draft.edit((next) => void (next.platformSettings.callLimits.dailyLimit = value ?? -1))}
          />
        </div>
        <SwitchRow
          label={t('limits.queue')}
          hint={t('limits.queueHint')}
          disabled={disabled}
          checked={queueingConfig.enabled}
          onCheckedChange={(isOn) => draft.edit((next) => void (next.platformSettings.queueingConfig.enabled = isOn))}
        />
        {queueingConfig.enabled ? (
          <NumberField
            label={t('limits.wait')}
            unit={t('seconds')}
            min={1}
            max={1_800}
            value={queueingConfig.waitTimeoutSeconds}
            emptyText="180"
            disabled={disabled}
            onChange={(value) => draft.edit((next) => void (next.platformSettings.queueingConfig.waitTimeoutSeconds = value ?? 180))}
          />
        ) : null}
      </Section>
    </>
  );
}
