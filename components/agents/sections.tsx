'use client';

import { useTranslations } from 'next-intl';
import { parseAgentConfig } from '@/server/contracts/agent-config';
import { Section } from '../ui/card';
import { Field } from '../ui/field';
import { Slider } from '../ui/slider';
import { SwitchRow } from '../ui/switch';
import { Textarea } from '../ui/textarea';
import { DocumentsField } from './documents-field';
import { FurtherLanguages } from './further-languages';
import { LinesField } from './lines-field';
import { ProviderChain } from './provider-chain';
import type { SectionProps } from './section-props';
import { SpeakingSettings } from './speaking-settings';
import { TextSize } from './text-size';
import { VoicePicker } from './voice-picker';

const defaults = parseAgentConfig({});

export function KnowledgeSection({ draft, disabled }: SectionProps) {
  const t = useTranslations('editor');
  const { knowledgeText } = draft.document.config.parley;
  return (
    <>
      <Section title={t('documentsTitle')} description={t('documentsHelp')}>
        <DocumentsField draft={draft} disabled={disabled} />
      </Section>
      <Section title={t('knowledgeTitle')} description={t('knowledgeHelp')} className="border-t">
        <Field label={t('knowledgeLabel')} aside={<TextSize text={knowledgeText} />}>
          {(control) => (
            <Textarea
              rows={16}
              maxLength={200_000}
              value={knowledgeText}
              disabled={disabled}
              onChange={(event) => draft.edit((config) => void (config.parley.knowledgeText = event.target.value))}
              {...control}
            />
          )}
        </Field>
      </Section>
    </>
  );
}

export function VoiceSection({ draft, disabled }: SectionProps) {
  const t = useTranslations('editor');
  const { config } = draft.document;
  const { tts, agent } = config.conversationConfig;
  const speed = tts.speed.toFixed(2);
  return (
    <Section title={t('tabs.voice')} description={t('voiceHelp')}>
      <VoicePicker
        value={tts.voiceId}
        unset={defaults.conversationConfig.tts.voiceId}
        language={agent.language}
        disabled={disabled}
        onChange={(voiceId) => {
          if (!disabled) draft.edit((next) => void (next.conversationConfig.tts.voiceId = voiceId));
        }}
      />
      <div className="grid max-w-md gap-2">
        <div className="flex justify-between text-sm">
          <span className="font-medium">{t('speed')}</span>
          <span className="text-ink-soft">{t('speedValue', { value: speed })}</span>
        </div>
        <Slider
          aria-label={t('speed')}
          valueText={t('speedValue', { value: speed })}
          min={0.7}
          max={1.2}
          step={0.05}
          value={tts.speed}
          disabled={disabled}
          onValueChange={(value) => draft.edit((next) => void (next.conversationConfig.tts.speed = Math.round(value * 100) / 100))}
        />
      </div>
      <FurtherLanguages draft={draft} disabled={disabled} />
      <ProviderChain
        capability="textToSpeech"
        label={t('ttsChain')}
        value={config.parley.ttsChain}
        disabled={disabled}
        onChange={(chain) => draft.edit((next) => void (next.parley.ttsChain = chain))}
      />
      <SpeakingSettings draft={draft} disabled={disabled} />
    </Section>
  );
}

export function ModelSection({ draft, disabled }: SectionProps) {
  const t = useTranslations('editor');
  const { config } = draft.document;
  const { temperature } = config.conversationConfig.agent.prompt;
  return (
    <Section title={t('tabs.model')} description={t('modelHelp')}>
      <ProviderChain
        capability="languageModel"
        label={t('llmChain')}
        value={config.parley.llmChain}
        disabled={disabled}
        onChange={(chain) => draft.edit((next) => void (next.parley.llmChain = chain))}
      />
      {config.parley.llmChain.length > 1 ? (
        <SwitchRow
          label={t('hedges')}
          hint={t('hedgesHint')}
          disabled={disabled}
          checked={config.parley.fallback.hedges}
          onCheckedChange={(isOn) => draft.edit((next) => void (next.parley.fallback.hedges = isOn))}
        />
      ) : null}
      <div className="grid max-w-md gap-2">
        <div className="flex justify-between text-sm">
          <span className="font-medium">{t('temperature')}</span>
          <span className="text-ink-soft">{temperature.toFixed(1)}</span>
        </div>
        <Slider
          aria-label={t('temperature')}
          min={0}
          max={2}
          step={0.1}
          value={temperature}
          disabled={disabled}
          onValueChange={(value) => draft.edit((next) => void (next.conversationConfig.agent.prompt.temperature = Math.round(value * 10) / 10))}
        />
        <p className="text-xs text-ink-faint">{t('temperatureHint')}</p>
      </div>
    </Section>
  );
}

export function HearingSection({ draft, disabled }: SectionProps) {
  const t = useTranslations('editor');
  const { parley } = draft.document.config;
  return (
    <Section title={t('tabs.hearing')} description={t('hearingHelp')}>
      <ProviderChain
        capability="speechToText"
        label={t('sttChain')}
        value={parley.sttChain}
        disabled={disabled}
        onChange={(chain) => draft.edit((next) => void (next.parley.sttChain = chain))}
      />
      <LinesField
        label={t('hints')}
        hint={t('hintsHint')}
        value={parley.hints}
        disabled={disabled}
        onChange={(lines) => draft.edit((next) => void (next.parley.hints = lines.slice(0, 200).map((line) => line.slice(0, 120))))}
      />
    </Section>
  );
}
