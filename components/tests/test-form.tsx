'use client';

import { Plus, X } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { LinesField } from '../agents/lines-field';
import { NumberField } from '../agents/number-field';
import { Button } from '../ui/button';
import { Section } from '../ui/card';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { Select } from '../ui/select';
import { SwitchRow } from '../ui/switch';
import { Textarea } from '../ui/textarea';
import type { ChatItem, TestDocument, TestType } from './test-document';

// Only some kinds of tests have these.
const MatchersField = dynamic(() => import('./matchers-field').then((module) => module.MatchersField));
const MocksField = dynamic(() => import('./mocks-field').then((module) => module.MocksField));
const ToolField = dynamic(() => import('./tool-field').then((module) => module.ToolField));

export interface TestFormProps {
  readonly type: TestType;
  readonly name: string;
  readonly document: TestDocument;
  readonly disabled: boolean;
  readonly onChange: (test: { readonly name: string; readonly document: TestDocument }) => void;
}

export function TestForm({ type, name, document, disabled, onChange }: TestFormProps) {
  const t = useTranslations('tests');
  const set = (changes: TestDocument) => onChange({ name, document: { ...document, ...changes } });
  return (
    <>
      <Section title={t('about')} description={t(`kindHelp.${type}`)} className="pb-3">
        <Field label={t('name')}>
          {(control) => (
            <Input value={name} maxLength={300} disabled={disabled} onChange={(event) => onChange({ name: event.target.value, document })} {...control} />
          )}
        </Field>
      </Section>
      {type === 'simulation' ? <Scenario document={document} disabled={disabled} set={set} /> : null}
      <Section title={t('history')} description={type === 'simulation' ? t('historyBefore') : t('historyHelp')} className="border-t">
        <HistoryField
          items={document.chat_history ?? []}
          endsWithUser={type !== 'simulation'}
          disabled={disabled}
          onChange={(items) => set({ chat_history: items })}
        />
        <VariablesField value={document.dynamic_variables ?? {}} disabled={disabled} onChange={(variables) => set({ dynamic_variables: variables })} />
      </Section>
      {type === 'llm' ? <ReplyCondition document={document} disabled={disabled} set={set} /> : null}
      {type === 'tool' ? <CallCondition document={document} disabled={disabled} set={set} /> : null}
    </>
  );
}

interface PartProps {
  readonly document: TestDocument;
  readonly disabled: boolean;
  readonly set: (changes: TestDocument) => void;
}

function ReplyCondition({ document, disabled, set }: PartProps) {
  const t = useTranslations('tests');
  const examples = (kind: 'success' | 'failure') => (lines: string[]) =>
    set({ [`${kind}_examples`]: lines.slice(0, 5).map((response) => ({ response, type: kind })) });
  return (
    <Section title={t('reply')} description={t('replyHelp')} className="border-t">
      <ConditionField value={document.success_condition ?? ''} disabled={disabled} onChange={(text) => set({ success_condition: text })} />
      <LinesField
        label={t('goodExamples')}
        hint={t('examplesHint')}
        rows={3}
        value={(document.success_examples ?? []).map(({ response }) => response)}
        disabled={disabled}
        onChange={examples('success')}
      />
      <LinesField
        label={t('badExamples')}
        hint={t('examplesHint')}
        rows={3}
        value={(document.failure_examples ?? []).map(({ response }) => response)}
        disabled={disabled}
        onChange={examples('failure')}
      />
    </Section>
  );
}

function CallCondition({ document, disabled, set }: PartProps) {
  const t = useTranslations('tests');
  const wanted = document.tool_call_parameters ?? {};
  const setWanted = (changes: NonNullable<TestDocument['tool_call_parameters']>) => set({ tool_call_parameters: { ...wanted, ...changes } });
  const isAbsent = wanted.verify_absence === true;
  return (
    <Section title={t('call')} description={t('callHelp')} className="border-t">
      <ToolField
        label={t('tool')}
        value={wanted.referenced_tool?.id ?? ''}
        disabled={disabled}
        onChange={(id, kind) => setWanted({ referenced_tool: { id, type: kind } })}
      />
      <SwitchRow
        label={t('absence')}
        hint={t('absenceHint')}
        checked={isAbsent}
        disabled={disabled}
        onCheckedChange={(isOn) => setWanted({ verify_absence: isOn })}
      />
      {isAbsent ? null : (
        <>
          <SwitchRow
            label={t('anyCall')}
            hint={t('anyCallHint')}
            checked={document.check_any_tool_matches !== false}
            disabled={disabled}
            onCheckedChange={(isOn) => set({ check_any_tool_matches: isOn })}
          />
          <MatchersField label={t('parameters')} matchers={wanted.parameters ?? []} disabled={disabled} onChange={(parameters) => setWanted({ parameters })} />
        </>
      )}
    </Section>
  );
}

function Scenario({ document, disabled, set }: PartProps) {
  const t = useTranslations('tests');
  // The public API has one condition and a list of them: here they are one list.
  const conditions = [...(document.success_conditions ?? []), ...(document.success_condition ? [document.success_condition] : [])];
  return (
    <>
      <Section title={t('scenario')} description={t('scenarioHelp')} className="border-t">
        <Field label={t('scenarioLabel')} hint={t('scenarioHint')}>
          {(control) => (
            <Textarea
              rows={6}
              value={document.simulation_scenario ?? ''}
              disabled={disabled}
              onChange={(event) => set({ simulation_scenario: event.target.value })}
              {...control}
            />
          )}
        </Field>
        <NumberField
          label={t('maxTurns')}
          unit={t('turns')}
          min={1}
          max={50}
          value={document.simulation_max_turns ?? null}
          emptyText="5"
          disabled={disabled}
          onChange={(turns) => set({ simulation_max_turns: turns })}
        />
        <LinesField
          label={t('conditions')}
          hint={t('conditionsHint')}
          rows={4}
          value={conditions}
          disabled={disabled}
          onChange={(lines) => set({ success_conditions: lines.slice(0, 30), success_condition: null })}
        />
      </Section>
      <Section title={t('mocks')} description={t('mocksHelp')} className="border-t">
        <MocksField document={document} disabled={disabled} onChange={set} />
      </Section>
    </>
  );
}

function ConditionField({ value, disabled, onChange }: { readonly value: string; readonly disabled: boolean; readonly onChange: (text: string) => void }) {
  const t = useTranslations('tests');
  return (
    <Field label={t('condition')} hint={t('conditionHint')}>
      {(control) => <Textarea rows={3} maxLength={5000} value={value} disabled={disabled} onChange={(event) => onChange(event.target.value)} {...control} />}
    </Field>
  );
}

interface HistoryFieldProps {
  readonly items: readonly ChatItem[];
  readonly endsWithUser: boolean;
  readonly disabled: boolean;
  readonly onChange: (items: readonly ChatItem[]) => void;
}

/** What was said before, turn by turn. */
function HistoryField({ items, endsWithUser, disabled, onChange }: HistoryFieldProps) {
  const t = useTranslations('tests');
  const change = (index: number, changes: Partial<ChatItem>) => onChange(items.map((item, at) => (at === index ? { ...item, ...changes } : item)));
  const add = () => onChange([...items, { role: items.at(-1)?.role === 'user' ? 'agent' : 'user', message: '', time_in_call_secs: 0 }]);
  return (
    <div className="grid gap-2">
      {items.length === 0 ? <p className="text-sm text-ink-faint">{endsWithUser ? t('noHistoryReply') : t('noHistory')}</p> : null}
      <ol className="grid gap-2">
        {items.map((item, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: turns have no name but their place
          <li key={index} className="flex flex-wrap items-start gap-2 sm:flex-nowrap">
            <Select
              value={item.role}
              aria-label={t('whoSpeaks', { number: index + 1 })}
              className="w-28"
              disabled={disabled}
              options={(['user', 'agent'] as const).map((role) => ({ value: role, label: t(`roles.${role}`) }))}
              onValueChange={(role) => change(index, { role: role === 'agent' ? 'agent' : 'user' })}
            />
            <Textarea
              rows={1}
              className="min-h-8.5 basis-60"
              aria-label={t('words', { number: index + 1 })}
              value={item.message ?? ''}
              disabled={disabled}
              onChange={(event) => change(index, { message: event.target.value })}
            />
            {disabled ? null : (
              <Button
                look="quiet"
                size="icon"
                aria-label={t('removeTurn', { number: index + 1 })}
                onClick={() => onChange(items.filter((_, at) => at !== index))}
              >
                <X aria-hidden />
              </Button>
            )}
          </li>
        ))}
      </ol>
      {disabled ? null : (
        <Button size="sm" className="justify-self-start" onClick={add}>
          <Plus aria-hidden />
          {t('addTurn')}
        </Button>
      )}
    </div>
  );
}

interface VariablesFieldProps {
  readonly value: Readonly<Record<string, unknown>>;
  readonly disabled: boolean;
  readonly onChange: (value: Readonly<Record<string, unknown>>) => void;
}

/** One `name = value` on each line. */
function VariablesField({ value, disabled, onChange }: VariablesFieldProps) {
  const t = useTranslations('tests');
  return (
    <LinesField
      label={t('variables')}
      hint={t('variablesHint')}
      rows={2}
      value={Object.entries(value).map(([name, text]) => `${name} = ${String(text)}`)}
      disabled={disabled}
      onChange={(lines) =>
        onChange(
          Object.fromEntries(
            lines.flatMap((line) => {
              const [, name, text] = /^([^=]+?)\s*=\s*(.*)$/.exec(line) ?? [];
              return name === undefined ? [] : [[name, text ?? '']];
            }),
          ),
        )
      }
    />
  );
}
