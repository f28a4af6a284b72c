'use client';

import { useTranslations } from 'next-intl';
import { type AgentConfig, endOfTurnNames, parseAgentConfig, voiceActivityNames } from '@/server/contracts/agent-config';
import { Section } from '../ui/card';
import { Combobox } from '../ui/combobox';
import { Field } from '../ui/field';
import { SwitchRow } from '../ui/switch';
import { ChoiceField, type ChoiceFieldProps } from './choice-field';
import { NumberField } from './number-field';
import { TurnPresets } from './turn-presets';
import { TurnSuggestion, type TurnSuggestionProps } from './turn-suggestion';

const defaults = parseAgentConfig({});

const eagernesses = ['patient', 'normal', 'eager'] as const;
const firstMessagePolicies = ['as-agent', 'repair-first', 'adaptive', 'continuity-first', 'protected'] as const;

export function TurnsSection({ draft, disabled, agent: shown }: TurnSuggestionProps) {
  const t = useTranslations('editor');
  const { config } = draft.document;
  const { turn, agent } = config.conversationConfig;
  const { turnTaking } = config.parley;
  const editTurns = (change: (turnTaking: AgentConfig['parley']['turnTaking']) => void) => draft.edit((next) => change(next.parley.turnTaking));
  const never = (value: number) => (value < 0 ? null : value);
  return (
    <Section title={t('tabs.turns')} description={t('turnsHelp')}>
      <TurnSuggestion agent={shown} draft={draft} disabled={disabled} />
      <ChoiceField
        label={t('eagerness')}
        hint={t(`eagernessHints.${turn.turnEagerness}`)}
        value={turn.turnEagerness}
        options={eagernesses.map((value) => ({ value, label: t(`eagernessOptions.${value}`) }))}
        disabled={disabled}
        onChange={(value) => draft.edit((next) => void (next.conversationConfig.turn.turnEagerness = value))}
      />
      <TurnPresets value={turnTaking.overlapPolicy} disabled={disabled} onChange={(value) => editTurns((next) => void (next.overlapPolicy = value))} />
      <DetectorChoice
        label={t('endOfTurn')}
        hint={t(`endOfTurnHints.${turnTaking.endOfTurn}`)}
        value={turnTaking.endOfTurn}
        options={endOfTurnNames.map((value) => ({ value, label: t(`endOfTurnOptions.${value}`) }))}
        disabled={disabled}
        onChange={(value) => editTurns((next) => void (next.endOfTurn = value))}
      />
      <SwitchRow
        label={t('protectFirst')}
        hint={t('protectFirstHint')}
        disabled={disabled}
        checked={agent.disableFirstMessageInterruptions}
        onCheckedChange={(isOn) => draft.edit((next) => void (next.conversationConfig.agent.disableFirstMessageInterruptions = isOn))}
      />
      <details className="rounded-lg border bg-surface" open={hasOwnValues(turnTaking)}>
        <summary className="px-4 py-3 text-sm font-medium">{t('expert')}</summary>
        <div className="grid gap-5 border-t px-4 py-4 sm:grid-cols-2">
          <NumberField
            label={t('minSilence')}
            unit={t('millis')}
            min={100}
            max={3000}
            value={turnTaking.minSilenceMs ?? null}
            emptyText={t('byPreset')}
            disabled={disabled}
            onChange={(value) => editTurns((next) => void (next.minSilenceMs = value))}
          />
          <NumberField
            label={t('maxSilence')}
            unit={t('millis')}
            min={300}
            max={8000}
            value={turnTaking.maxSilenceMs ?? null}
            emptyText={t('byPreset')}
            disabled={disabled}
            onChange={(value) => editTurns((next) => void (next.maxSilenceMs = value))}
          />
          <NumberField
            label={t('interruptionMin')}
            unit={t('millis')}
            min={0}
            max={2000}
            value={turnTaking.interruptionMinMs}
            emptyText={String(defaults.parley.turnTaking.interruptionMinMs)}
            disabled={disabled}
            onChange={(value) => editTurns((next) => void (next.interruptionMinMs = value ?? defaults.parley.turnTaking.interruptionMinMs))}
          />
          <NumberField
            label={t('usualSilence')}
            unit={t('millis')}
            min={150}
            max={5000}
            value={turnTaking.usualSilenceMs ?? null}
            emptyText={t('byPreset')}
            disabled={disabled}
            onChange={(value) => editTurns((next) => void (next.usualSilenceMs = value))}
          />
          <NumberField
            label={t('patientSilence')}
            unit={t('millis')}
            min={200}
            max={8000}
            value={turnTaking.patientSilenceMs ?? null}
            emptyText={t('byPreset')}
            disabled={disabled}
            onChange={(value) => editTurns((next) => void (next.patientSilenceMs = value))}
          />
          <NumberField
            label={t('sustainedSpeech')}
            unit={t('millis')}
            min={200}
            max={10_000}
            value={turnTaking.overlap.sustainedSpeechMs ?? null}
            emptyText={t('byPreset')}
            disabled={disabled}
            onChange={(value) => editTurns((next) => void (next.overlap.sustainedSpeechMs = value))}
          />
          <NumberField
            label={t('maxHold')}
            unit={t('millis')}
            min={100}
            max={2000}
            value={turnTaking.overlap.maxHoldMs ?? null}
            emptyText={t('byPreset')}
            disabled={disabled}
            onChange={(value) => editTurns((next) => void (next.overlap.maxHoldMs = value))}
          />
          <NumberField
            label={t('fewestWords')}
            unit={t('wordsUnit')}
            min={1}
            max={10}
            value={turnTaking.overlap.fewestWords ?? null}
            emptyText={t('byPreset')}
            disabled={disabled}
            onChange={(value) => editTurns((next) => void (next.overlap.fewestWords = value))}
          />
        </div>
        <div className="grid gap-5 border-t px-4 py-4">
          <DetectorChoice
            label={t('voiceActivity')}
            hint={t('voiceActivityHint')}
            value={turnTaking.voiceActivity}
            options={voiceActivityNames.map((value) => ({ value, label: t(`voiceActivityOptions.${value}`) }))}
            disabled={disabled}
            onChange={(value) => editTurns((next) => void (next.voiceActivity = value))}
          />
          <DetectorChoice
            label={t('firstOverlap')}
            hint={t('firstOverlapHint')}
            value={turnTaking.firstMessageOverlapPolicy ?? 'as-agent'}
            options={firstMessagePolicies.map((value) => ({ value, label: t(`firstOverlapOptions.${value}`) }))}
            disabled={disabled}
            onChange={(value) => editTurns((next) => void (next.firstMessageOverlapPolicy = value === 'as-agent' ? null : value))}
          />
          <SwitchRow
            label={t('learnsPauses')}
            hint={t('learnsPausesHint')}
            disabled={disabled}
            checked={turnTaking.learnsPauses}
            onCheckedChange={(isOn) => editTurns((next) => void (next.learnsPauses = isOn))}
          />
          <SwitchRow
            label={t('ignoresEcho')}
            hint={t('ignoresEchoHint')}
            disabled={disabled}
            checked={turnTaking.ignoresEcho}
            onCheckedChange={(isOn) => editTurns((next) => void (next.ignoresEcho = isOn))}
          />
          <SwitchRow
            label={t('ignoresBackground')}
            hint={t('ignoresBackgroundHint')}
            disabled={disabled}
            checked={turnTaking.ignoresBackground}
            onCheckedChange={(isOn) => editTurns((next) => void (next.ignoresBackground = isOn))}
          />
        </div>
      </details>
      <div className="grid gap-5 border-t pt-6 sm:grid-cols-2">
        <h3 className="font-serif text-lg font-medium sm:col-span-2">{t('silenceTitle')}</h3>
        <NumberField
          label={t('turnTimeout')}
          hint={t('turnTimeoutHint')}
          unit={t('seconds')}
          min={1}
          max={60}
          value={never(turn.turnTimeout)}
          emptyText={t('never')}
          disabled={disabled}
          onChange={(value) => draft.edit((next) => void (next.conversationConfig.turn.turnTimeout = value ?? -1))}
        />
        <NumberField
          label={t('silenceEnd')}
          hint={t('silenceEndHint')}
          unit={t('seconds')}
          min={5}
          max={7200}
          value={never(turn.silenceEndCallTimeout)}
          emptyText={t('never')}
          disabled={disabled}
          onChange={(value) => draft.edit((next) => void (next.conversationConfig.turn.silenceEndCallTimeout = value ?? -1))}
        />
      </div>
    </Section>
  );
}

/** Something below the presets was set by hand: it is shown. */
function hasOwnValues({ minSilenceMs, maxSilenceMs, usualSilenceMs, patientSilenceMs, overlap }: AgentConfig['parley']['turnTaking']): boolean {
  return [minSilenceMs, maxSilenceMs, usualSilenceMs, patientSilenceMs, overlap.sustainedSpeechMs, overlap.maxHoldMs, overlap.fewestWords].some(
    (value) => value != null,
  );
}

/** One of several, where they are too many to stand side by side. */
function DetectorChoice<V extends string>({ label, hint, value, options, onChange, disabled }: ChoiceFieldProps<V>) {
  const t = useTranslations('editor');
  return (
    <Field label={label} hint={hint} className="max-w-96">
      {(control) => (
        <Combobox
          value={value}
          placeholder={label}
          searchPlaceholder={label}
          emptyText={t('noChoice')}
          options={options}
          onValueChange={(next) => {
            const chosen = options.find((option) => option.value === next);
            if (!disabled && chosen !== undefined) onChange(chosen.value);
          }}
          {...control}
        />
      )}
    </Field>
  );
}
