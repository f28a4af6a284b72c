'use client';

import { Plus } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { type AgentConfig, type GuardedContent, guardedContents, type GuardrailAction } from '@/server/contracts/agent-config';
import { Button } from '../ui/button';
import { Section } from '../ui/card';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { Select } from '../ui/select';
import { Switch, SwitchRow } from '../ui/switch';
import { Textarea } from '../ui/textarea';
import { ChoiceField } from './choice-field';
import { RemovableCard } from './removable-card';
import type { SectionProps } from './section-props';

type Guardrails = AgentConfig['platformSettings']['guardrails'];
type Mode = Guardrails['content']['executionMode'];
type Threshold = Guardrails['content']['config'][GuardedContent]['threshold'];

const modes = ['streaming', 'blocking'] as const satisfies readonly Mode[];
/** How sure it has to be; the words of the public API stand for the same. */
const certainties = [0.3, 0.5, 0.7, 0.9] as const;
const named = { low: 0.3, medium: 0.5, high: 0.7 } as const;
const mostRules = 50;
const longestFeedback = 2_000;

/** What must not be said, to the agent and by it, and what follows when it is. */
export function GuardrailsSection({ draft, disabled }: SectionProps) {
  const t = useTranslations('editor.guardrails');
  const { guardrails } = draft.document.config.platformSettings;
  const { focus, promptInjection, content, custom } = guardrails;
  const rules = custom.config.configs;
  const edit = (change: (next: Guardrails) => void) => draft.edit((next) => change(next.platformSettings.guardrails));
  const isContentGuarded = guardedContents.some((kind) => content.config[kind].isEnabled);
  return (
    <>
      <Section title={t('title')} description={t('help')}>
        <SwitchRow
          label={t('focus')}
          hint={t('focusHint')}
          disabled={disabled}
          checked={focus.isEnabled}
          onCheckedChange={(isOn) => edit((next) => void (next.focus.isEnabled = isOn))}
        />
        <SwitchRow
          label={t('injection')}
          hint={t('injectionHint')}
          disabled={disabled}
          checked={promptInjection.isEnabled}
          onCheckedChange={(isOn) => edit((next) => void (next.promptInjection.isEnabled = isOn))}
        />
      </Section>
      <Section title={t('content')} description={t('contentHelp')} className="border-t">
        <ul className="grid gap-px overflow-hidden rounded-lg border bg-line">
          {guardedContents.map((kind) => {
            const { isEnabled, threshold } = content.config[kind];
            const name = t(`kinds.${kind}`);
            return (
              <li key={kind} className="flex min-h-14 flex-wrap items-center justify-between gap-x-4 gap-y-2 bg-surface px-4 py-2.5">
                <span className="flex min-w-0 items-center gap-3">
                  <Switch
                    aria-label={name}
                    checked={isEnabled}
                    disabled={disabled}
                    onCheckedChange={(isOn) => edit((next) => void (next.content.config[kind].isEnabled = isOn))}
                  />
                  <span className="text-sm">{name}</span>
                </span>
                {isEnabled ? (
                  <Certainty
                    name={name}
                    value={threshold}
                    disabled={disabled}
                    onChange={(value) => edit((next) => void (next.content.config[kind].threshold = value))}
                  />
                ) : null}
              </li>
            );
          })}
        </ul>
        {isContentGuarded ? (
          <WhenBroken
            mode={content.executionMode}
            action={content.triggerAction ?? null}
            disabled={disabled}
            onMode={(mode) => edit((next) => void (next.content.executionMode = mode))}
            onAction={(action) => edit((next) => void (next.content.triggerAction = action))}
          />
        ) : null}
      </Section>
      <Section title={t('custom')} description={t('customHelp')} className="border-t">
        {rules.length === 0 ? <p className="text-sm text-ink-soft">{t('noCustom')}</p> : null}
        <ul className="grid gap-4">
          {rules.map((rule, i) => {
            const change = (changes: Partial<typeof rule>) => edit((next) => void Object.assign(next.custom.config.configs[i] ?? {}, changes));
            const name = rule.name === '' ? t('newRule') : rule.name;
            return (
              // Rules have no id, and their names are being written.
              <RemovableCard
                key={i}
                name={name}
                disabled={disabled}
                onRemove={() => edit((next) => void next.custom.config.configs.splice(i, 1))}
                aside={
                  <Switch
                    aria-label={t('ruleOn', { name })}
                    checked={rule.isEnabled}
                    disabled={disabled}
                    onCheckedChange={(isEnabled) => change({ isEnabled })}
                  />
                }
              >
                <Field label={t('ruleName')}>
                  {(control) => (
                    <Input value={rule.name} maxLength={500} disabled={disabled} onChange={(event) => change({ name: event.target.value })} {...control} />
                  )}
                </Field>
                <Field label={t('rule')} hint={t('ruleHint')} error={rule.prompt.trim() === '' ? t('ruleMissing') : undefined}>
                  {(control) => (
                    <Textarea
                      rows={2}
                      value={rule.prompt}
                      maxLength={10_000}
                      disabled={disabled}
                      onChange={(event) => change({ prompt: event.target.value })}
                      {...control}
                    />
                  )}
                </Field>
                <WhenBroken
                  mode={rule.executionMode}
                  action={rule.triggerAction ?? null}
                  disabled={disabled}
                  onMode={(executionMode) => change({ executionMode })}
                  onAction={(triggerAction) => change({ triggerAction })}
                />
              </RemovableCard>
            );
          })}
        </ul>
        {disabled || rules.length >= mostRules ? null : (
          <Button
            className="justify-self-start"
            onClick={() =>
              edit(
                (next) => void next.custom.config.configs.push({ isEnabled: true, name: '', prompt: '', executionMode: 'streaming', historyMessageCount: 0 }),
              )
            }
          >
            <Plus aria-hidden />
            {t('addRule')}
          </Button>
        )}
      </Section>
    </>
  );
}

interface CertaintyProps {
  readonly name: string;
  readonly value: Threshold;
  readonly disabled: boolean;
  readonly onChange: (value: number) => void;
}

function Certainty({ name, value, disabled, onChange }: CertaintyProps) {
  const t = useTranslations('editor.guardrails');
  const format = useFormatter();
  const certainty = typeof value === 'number' ? value : named[value];
  const offered = [...new Set([...certainties, certainty])].toSorted((a, b) => a - b);
  return (
    <Select
      aria-label={t('certaintyOf', { name })}
      className="w-52"
      value={String(certainty)}
      disabled={disabled}
      onValueChange={(next) => onChange(Number(next))}
      options={offered.map((each) => ({ value: String(each), label: t('certainty', { share: format.number(each, { style: 'percent' }) }) }))}
    />
  );
}

interface WhenBrokenProps {
  readonly mode: Mode;
  /** Absent: the call ends. */
  readonly action: GuardrailAction | null;
  readonly disabled: boolean;
  readonly onMode: (mode: Mode) => void;
  readonly onAction: (action: GuardrailAction) => void;
}

/** When an answer is judged, and what follows. */
function WhenBroken({ mode, action, disabled, onMode, onAction }: WhenBrokenProps) {
  const t = useTranslations('editor.guardrails');
  const kind = action?.type ?? 'end_call';
  return (
    <div className="grid gap-4">
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <ChoiceField
          label={t('mode')}
          hint={t(`modeHints.${mode}`)}
          value={mode}
          options={modes.map((value) => ({ value, label: t(`modes.${value}`) }))}
          disabled={disabled}
          onChange={onMode}
        />
        <ChoiceField
          label={t('action')}
          hint={t(`actionHints.${kind}`)}
          value={kind}
          options={(['end_call', 'retry'] as const).map((value) => ({ value, label: t(`actions.${value}`) }))}
          disabled={disabled}
          onChange={(type) => onAction(type === 'retry' ? { type, feedback: '' } : { type })}
        />
      </div>
      {action?.type === 'retry' ? (
        <Field label={t('feedback')} hint={t('feedbackHint')}>
          {(control) => (
            <Input
              value={action.feedback ?? ''}
              maxLength={longestFeedback}
              disabled={disabled}
              onChange={(event) => onAction({ ...action, feedback: event.target.value })}
              {...control}
            />
          )}
        </Field>
      ) : null}
    </div>
  );
}
