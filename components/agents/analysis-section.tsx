'use client';

import { Plus } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { useWorkspace } from '../layout/workspace-context';
import { Button } from '../ui/button';
import { Section } from '../ui/card';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { Select } from '../ui/select';
import { Textarea } from '../ui/textarea';
import { AfterCallWebhook } from './after-call-webhook';
import { LinesField } from './lines-field';
import { NumberField } from './number-field';
import { RemovableCard } from './removable-card';
import type { SectionProps } from './section-props';

/** As far as it is set here; what else the public API puts there stays. */
interface Criterion {
  readonly id?: string;
  name?: string;
  type?: string;
  conversationGoalPrompt?: string;
  scoringMode?: string;
  maxScore?: number;
  scoreInstructions?: string | null;
}

interface Item {
  type?: string;
  description?: string;
  enum?: readonly string[] | null;
}

const longestGoal = 2_000;
const mostCriteria = 30;
const usualMaxScore = 100;
const itemTypes = ['string', 'boolean', 'integer', 'number'] as const;

/** What conversations are judged by when they end, and what is picked out of them. */
export function AnalysisSection({ draft, disabled, agentId }: SectionProps & { readonly agentId: string }) {
  const t = useTranslations('editor.analysis');
  const { href } = useWorkspace();
  const results = (section: string) => (
    <Link href={href(`/analytics?section=${section}&agent=${agentId}`)} className="text-sm text-accent underline underline-offset-3">
      {t('results')}
    </Link>
  );
  return (
    <>
      <Section title={t('criteria')} description={t('criteriaHelp')} actions={results('success')}>
        <Criteria draft={draft} disabled={disabled} />
      </Section>
      <Section title={t('items')} description={t('itemsHelp')} actions={results('data-collection')} className="border-t">
        <Items draft={draft} disabled={disabled} />
      </Section>
      <Section title={t('afterCall')} description={t('afterCallHelp')} className="border-t">
        <AfterCallWebhook draft={draft} disabled={disabled} />
      </Section>
    </>
  );
}

function Criteria({ draft, disabled }: SectionProps) {
  const t = useTranslations('editor.analysis');
  const criteria = draft.document.config.platformSettings.evaluation.criteria as unknown as readonly Criterion[];
  const edit = (change: (next: Criterion[]) => void) =>
    draft.edit(({ platformSettings: { evaluation } }) => change(evaluation.criteria as unknown as Criterion[]));
  return (
    <>
      {criteria.length === 0 ? <p className="text-sm text-ink-soft">{t('noCriteria')}</p> : null}
      <ul className="grid gap-4">
        {criteria.map((criterion, i) => (
          <CriterionCard
            key={criterion.id ?? i}
            criterion={criterion}
            disabled={disabled}
            onRemove={() => edit((next) => void next.splice(i, 1))}
            onEdit={(changes) => edit((next) => void Object.assign(next[i] ?? {}, changes))}
          />
        ))}
      </ul>
      {disabled || criteria.length >= mostCriteria ? null : (
        <Button
          className="justify-self-start"
          onClick={() =>
            edit((next) => void next.push({ id: `criterion_${crypto.randomUUID().slice(0, 8)}`, name: '', type: 'prompt', conversationGoalPrompt: '' }))
          }
        >
          <Plus aria-hidden />
          {t('addCriterion')}
        </Button>
      )}
    </>
  );
}

interface CriterionCardProps {
  readonly criterion: Criterion;
  readonly disabled: boolean;
  readonly onRemove: () => void;
  readonly onEdit: (changes: Partial<Criterion>) => void;
}

function CriterionCard({ criterion, disabled, onRemove, onEdit }: CriterionCardProps) {
  const t = useTranslations('editor.analysis');
  const { name = '', conversationGoalPrompt: goal = '', scoringMode = 'binary', maxScore = usualMaxScore, scoreInstructions } = criterion;
  const hasPoints = scoringMode === 'numeric_uniform';
  return (
    <RemovableCard name={name === '' ? t('newCriterion') : name} disabled={disabled} onRemove={onRemove}>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t('name')}>
          {(control) => <Input value={name} maxLength={200} disabled={disabled} onChange={(event) => onEdit({ name: event.target.value })} {...control} />}
        </Field>
        <Field label={t('scoring')}>
          {(control) => (
            <Select
              value={hasPoints ? 'numeric_uniform' : 'binary'}
              disabled={disabled}
              onValueChange={(mode) => onEdit({ scoringMode: mode })}
              options={(['binary', 'numeric_uniform'] as const).map((value) => ({ value, label: t(`scorings.${value}`) }))}
              {...control}
            />
          )}
        </Field>
      </div>
      <Field label={t('goal')} hint={t('goalHint')} error={goal.trim() === '' ? t('goalMissing') : undefined}>
        {(control) => (
          <Textarea
            rows={2}
            value={goal}
            maxLength={longestGoal}
            disabled={disabled}
            onChange={(event) => onEdit({ conversationGoalPrompt: event.target.value })}
            {...control}
          />
        )}
      </Field>
      {hasPoints ? (
        <div className="grid gap-4 sm:grid-cols-[10rem_minmax(0,1fr)]">
          <NumberField
            label={t('maxScore')}
            unit={t('points')}
            min={1}
            max={1_000}
            value={maxScore}
            emptyText={String(usualMaxScore)}
            disabled={disabled}
            onChange={(value) => onEdit({ maxScore: value ?? usualMaxScore })}
          />
          <Field label={t('scoreInstructions')}>
            {(control) => (
              <Input
                value={scoreInstructions ?? ''}
                maxLength={longestGoal}
                disabled={disabled}
                onChange={(event) => onEdit({ scoreInstructions: event.target.value === '' ? null : event.target.value })}
                {...control}
              />
            )}
          </Field>
        </div>
      ) : null}
    </RemovableCard>
  );
}

function Items({ draft, disabled }: SectionProps) {
  const t = useTranslations('editor.analysis');
  const items = draft.document.config.platformSettings.dataCollection as Readonly<Record<string, Item>>;
  const edit = (change: (next: Record<string, Item>) => void) =>
    draft.edit(({ platformSettings }) => change(platformSettings.dataCollection as Record<string, Item>));
  const ids = Object.keys(items);
  return (
    <>
      {ids.length === 0 ? <p className="text-sm text-ink-soft">{t('noItems')}</p> : null}
      <ul className="grid gap-4">
        {Object.entries(items).map(([id, item]) => (
          <RemovableCard key={id} name={id} isCode disabled={disabled} onRemove={() => edit((next) => void delete next[id])}>
            <ItemFields item={item} disabled={disabled} onEdit={(changes) => edit((next) => void Object.assign(next[id] ?? {}, changes))} />
          </RemovableCard>
        ))}
      </ul>
      {disabled ? null : <NewItem taken={ids} onAdd={(id) => edit((next) => void (next[id] = { type: 'string', description: '' }))} />}
    </>
  );
}

function ItemFields({ item, disabled, onEdit }: { readonly item: Item; readonly disabled: boolean; readonly onEdit: (changes: Partial<Item>) => void }) {
  const t = useTranslations('editor.analysis');
  const type = itemTypes.find((known) => known === item.type) ?? 'string';
  const { description = '' } = item;
  return (
    <>
      <div className="grid items-start gap-4 sm:grid-cols-[12rem_minmax(0,1fr)]">
        <Field label={t('type')}>
          {(control) => (
            <Select
              value={type}
              disabled={disabled}
              // Only a text has values to choose from.
              onValueChange={(next) => onEdit({ type: next, ...(next === 'string' ? {} : { enum: null }) })}
              options={itemTypes.map((value) => ({ value, label: t(`types.${value}`) }))}
              {...control}
            />
          )}
        </Field>
        <Field label={t('description')} error={description.trim() === '' ? t('descriptionMissing') : undefined}>
          {(control) => (
            <Textarea
              rows={2}
              value={description}
              maxLength={longestGoal}
              disabled={disabled}
              onChange={(event) => onEdit({ description: event.target.value })}
              {...control}
            />
          )}
        </Field>
      </div>
      {type === 'string' ? (
        <LinesField
          label={t('values')}
          hint={t('valuesHint')}
          rows={2}
          value={item.enum ?? []}
          disabled={disabled}
          onChange={(lines) => onEdit({ enum: lines.length === 0 ? null : lines })}
        />
      ) : null}
    </>
  );
}

/** Under its identifier an item goes to webhooks, the API and analytics: it is given once. */
function NewItem({ taken, onAdd }: { readonly taken: readonly string[]; readonly onAdd: (id: string) => void }) {
  const t = useTranslations('editor.analysis');
  const [id, setId] = useState('');
  const isTaken = taken.includes(id.trim());
  const isWrong = id.trim() !== '' && !/^[A-Za-z][\w-]{0,99}$/.test(id.trim());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onAdd(id.trim());
    setId('');
  };
  return (
    <form onSubmit={submit} className="flex flex-wrap items-start gap-2">
      <Field
        label={t('identifier')}
        hint={t('identifierHint')}
        error={isTaken ? t('identifierTaken') : isWrong ? t('identifierWrong') : undefined}
        className="min-w-0 basis-72"
      >
        {(control) => (
          <Input className="font-mono text-sm" value={id} maxLength={100} autoComplete="off" onChange={(event) => setId(event.target.value)} {...control} />
        )}
      </Field>
      <Button type="submit" className="mt-6.5" disabled={id.trim() === '' || isTaken || isWrong}>
        <Plus aria-hidden />
        {t('addItem')}
      </Button>
    </form>
  );
}
