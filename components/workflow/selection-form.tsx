'use client';

import { useQuery } from '@tanstack/react-query';
import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { NumberField } from '../agents/number-field';
import { useKeptText } from '../layout/use-kept-form';
import { useWorkspace } from '../layout/workspace-context';
import { useTRPC } from '../trpc/client';
import { Button } from '../ui/button';
import { Combobox } from '../ui/combobox';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { Select } from '../ui/select';
import { SwitchRow } from '../ui/switch';
import { Textarea } from '../ui/textarea';
import { useNames } from './use-names';
import type { WorkflowEditing } from './use-workflow-editing';
import {
  changedEdge,
  changedNode,
  comparisons,
  expressionOf,
  orderOf,
  simpleExpression,
  withEdge,
  withMovedEdge,
  withoutEdge,
  withoutNode,
} from './workflow-model';

interface FormProps {
  readonly editing: WorkflowEditing;
  readonly disabled: boolean;
  readonly agentId: string;
}

type Values = Readonly<Record<string, unknown>>;
const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

/** The selected node or edge, to be changed. */
export function SelectionForm(props: FormProps) {
  const t = useTranslations('workflow');
  const { selection, workflow } = props.editing;
  if (selection?.kind === 'node' && workflow.nodes[selection.id] !== undefined) return <NodeForm key={selection.id} {...props} nodeId={selection.id} />;
  if (selection?.kind === 'edge' && workflow.edges[selection.id] !== undefined) return <EdgeForm key={selection.id} {...props} edgeId={selection.id} />;
  return <p className="p-4 text-sm text-ink-soft text-pretty">{t('nothingSelected')}</p>;
}

function NodeForm({ editing, disabled, agentId, nodeId }: FormProps & { readonly nodeId: string }) {
  const t = useTranslations('workflow');
  const { workflow, change, select } = editing;
  const { typeName, nameOfNode, conditionText } = useNames(workflow);
  const node = workflow.nodes[nodeId] as Values & { readonly type: string };
  const set = (values: object, field?: string) => change(changedNode(workflow, nodeId, values), field === undefined ? undefined : `${nodeId}.${field}`);
  const others = Object.keys(workflow.nodes).filter((id) => id !== nodeId && workflow.nodes[id]?.type !== 'start');
  const connected = new Set(orderOf(workflow, nodeId).map((id) => workflow.edges[id]?.target));
  const leads = node.type !== 'end' && node.type !== 'standalone_agent';
  return (
    <section aria-label={nameOfNode(nodeId)} className="grid gap-4 p-4">
      <h3 className="font-serif text-lg font-medium">{typeName(node.type)}</h3>
      <NodeFields node={node} set={set} disabled={disabled} agentId={agentId} />
      {leads ? (
        <div className="grid gap-2 border-t pt-4">
          <p className="text-sm font-medium">{t('goesOn')}</p>
          <ol className="grid gap-1">
            {orderOf(workflow, nodeId).map((edgeId, place, all) => (
              <li key={edgeId} className="flex items-center gap-1 rounded-md border px-2 py-1 text-sm">
                <button type="button" className="min-w-0 flex-1 truncate text-left hover:underline" onClick={() => select({ kind: 'edge', id: edgeId })}>
                  {conditionText(workflow.edges[edgeId]?.['forwardCondition'])} → {nameOfNode(workflow.edges[edgeId]?.target ?? '')}
                </button>
                {disabled ? null : (
                  <>
                    <Button
                      look="quiet"
                      size="icon-sm"
                      aria-label={t('earlier')}
                      disabled={place === 0}
                      onClick={() => change(withMovedEdge(workflow, edgeId, -1))}
                    >
                      <ArrowUp aria-hidden />
                    </Button>
                    <Button
                      look="quiet"
                      size="icon-sm"
                      aria-label={t('later')}
                      disabled={place === all.length - 1}
                      onClick={() => change(withMovedEdge(workflow, edgeId, 1))}
                    >
                      <ArrowDown aria-hidden />
                    </Button>
                  </>
                )}
              </li>
            ))}
          </ol>
          {disabled || others.length === 0 ? null : (
            <Select
              aria-label={t('connect')}
              placeholder={t('connect')}
              value=""
              options={[{ value: '', label: t('connect') }, ...others.filter((id) => !connected.has(id)).map((id) => ({ value: id, label: nameOfNode(id) }))]}
              onValueChange={(target) => {
                if (target === '') return;
                const next = withEdge(workflow, nodeId, target);
                change(next.workflow);
                select({ kind: 'edge', id: next.id });
              }}
            />
          )}
        </div>
      ) : null}
      {disabled || node.type === 'start' ? null : (
        <Button
          look="danger"
          size="sm"
          className="justify-self-start"
          onClick={() => {
            select(null);
            change(withoutNode(workflow, nodeId));
          }}
        >
          <Trash2 aria-hidden />
          {t('removeNode')}
        </Button>
      )}
    </section>
  );
}

interface FieldsProps {
  readonly node: Values & { readonly type: string };
  readonly set: (values: object, field?: string) => void;
  readonly disabled: boolean;
  readonly agentId: string;
}

function NodeFields({ node, set, disabled, agentId }: FieldsProps) {
  const t = useTranslations('workflow');
  const text = (name: string, label: string, { hint, rows }: { readonly hint?: string; readonly rows?: number } = {}) => (
    <Field label={label} {...(hint === undefined ? {} : { hint })}>
      {(control) =>
        rows === undefined ? (
          <Input value={textOf(node[name])} maxLength={500} disabled={disabled} onChange={(event) => set({ [name]: event.target.value }, name)} {...control} />
        ) : (
          <Textarea
            rows={rows}
            value={textOf(node[name])}
            maxLength={20_000}
            disabled={disabled}
            onChange={(event) => set({ [name]: event.target.value }, name)}
            {...control}
          />
        )
      }
    </Field>
  );
  switch (node.type) {
    case 'start':
      return <p className="text-sm text-ink-soft text-pretty">{t('startHelp')}</p>;
    case 'override_agent':
      return (
        <>
          {text('label', t('label'))}
          {text('additionalPrompt', t('prompt'), { hint: t('promptHint'), rows: 6 })}
          <Field label={t('entry')} hint={t('entryHint')}>
            {(control) => (
              <Select
                value={textOf(node['entryBehavior']) || 'auto'}
                disabled={disabled}
                options={(['auto', 'generate_immediately', 'wait_for_user'] as const).map((value) => ({ value, label: t(`entries.${value}`) }))}
                onValueChange={(entryBehavior) => set({ entryBehavior })}
                {...control}
              />
            )}
          </Field>
          <ToolChoice
            label={t('moreTools')}
            value={(node['additionalToolIds'] as string[] | null | undefined) ?? []}
            disabled={disabled}
            onChange={(additionalToolIds) => set({ additionalToolIds })}
          />
        </>
      );
    case 'say': {
      const message = (node['message'] ?? {}) as Values;
      const isPrompt = message['type'] === 'prompt';
      return (
        <>
          {text('label', t('label'))}
          <Field label={t('sayHow')}>
            {(control) => (
              <Select
                value={isPrompt ? 'prompt' : 'literal'}
                disabled={disabled}
                options={(['literal', 'prompt'] as const).map((value) => ({ value, label: t(`sayTypes.${value}`) }))}
                onValueChange={(type) =>
                  set({ message: type === 'prompt' ? { type, prompt: textOf(message['text']) } : { type: 'literal', text: textOf(message['prompt']) } })
                }
                {...control}
              />
            )}
          </Field>
          <Field label={isPrompt ? t('sayPrompt') : t('sayText')}>
            {(control) => (
              <Textarea
                rows={4}
                value={textOf(isPrompt ? message['prompt'] : message['text'])}
                disabled={disabled}
                onChange={(event) => set({ message: { ...message, [isPrompt ? 'prompt' : 'text']: event.target.value } }, 'message')}
                {...control}
              />
            )}
          </Field>
          <SwitchRow
            label={t('waits')}
            checked={node['waitForUserResponse'] === true}
            disabled={disabled}
            onCheckedChange={(waitForUserResponse) => set({ waitForUserResponse })}
          />
        </>
      );
    }
    case 'tool': {
      const tools = (node['tools'] ?? []) as readonly Values[];
      return (
        <ToolChoice
          label={t('runs')}
          value={tools.map((tool) => textOf(tool['toolId']))}
          disabled={disabled}
          onChange={(ids) => set({ tools: ids.map((toolId) => tools.find((tool) => tool['toolId'] === toolId) ?? { toolId }) })}
        />
      );
    }
    case 'update_state':
      return <StateFields node={node} set={set} disabled={disabled} agentId={agentId} />;
    case 'standalone_agent':
      return (
        <>
          <AgentChoice value={textOf(node['agentId'])} ownId={agentId} disabled={disabled} onChange={(id) => set({ agentId: id })} />
          {text('transferMessage', t('transferMessage'), { hint: t('transferMessageHint') })}
          <NumberField
            label={t('delay')}
            unit="ms"
            min={0}
            max={10_000}
            value={typeof node['delayMs'] === 'number' ? node['delayMs'] : 0}
            emptyText="0"
            disabled={disabled}
            onChange={(value) => set({ delayMs: value ?? 0 }, 'delayMs')}
          />
          <SwitchRow
            label={t('firstMessage')}
            checked={node['enableTransferredAgentFirstMessage'] === true}
            disabled={disabled}
            onCheckedChange={(enableTransferredAgentFirstMessage) => set({ enableTransferredAgentFirstMessage })}
          />
        </>
      );
    case 'phone_number': {
      const destination = (node['transferDestination'] ?? {}) as Values;
      const isSip = destination['type'] === 'sip_uri';
      return (
        <>
          <Field label={t('destination')}>
            {(control) => (
              <Select
                value={isSip ? 'sip_uri' : 'phone'}
                disabled={disabled}
                options={(['phone', 'sip_uri'] as const).map((value) => ({ value, label: t(`destinations.${value}`) }))}
                onValueChange={(type) => set({ transferDestination: type === 'sip_uri' ? { type, sipUri: '' } : { type, phoneNumber: '' } })}
                {...control}
              />
            )}
          </Field>
          <Field label={isSip ? t('sipUri') : t('phoneNumber')}>
            {(control) => (
              <Input
                value={textOf(isSip ? destination['sipUri'] : destination['phoneNumber'])}
                placeholder={isSip ? 'sip:desk@example.com' : '+34911234567'}
                disabled={disabled}
                onChange={(event) => set({ transferDestination: { ...destination, [isSip ? 'sipUri' : 'phoneNumber']: event.target.value } }, 'destination')}
                {...control}
              />
            )}
          </Field>
        </>
      );
    }
    case 'end':
      return (
        <Field label={t('outcome')}>
          {(control) => (
            <Select
              value={textOf(node['outcome']) || 'success'}
              disabled={disabled}
              options={(['success', 'failure'] as const).map((value) => ({ value, label: t(`outcomes.${value}`) }))}
              onValueChange={(outcome) => set({ outcome })}
              {...control}
            />
          )}
        </Field>
      );
    default:
      return <p className="text-sm text-ink-soft text-pretty">{t('inJson')}</p>;
  }
}

/** Variables that a node sets to plain values; anything cleverer is kept and changed in JSON. */
function StateFields({ node, set, disabled }: FieldsProps) {
  const t = useTranslations('workflow');
  const updates = (node['updates'] ?? []) as readonly Values[];
  const put = (place: number, update: Values) => set({ updates: updates.with(place, update) }, `updates.${place}`);
  return (
    <div className="grid gap-3">
      {updates.map((update, place) => {
        const literal = (update['expression'] ?? {}) as Values;
        const isPlain = /_literal$/.test(textOf(literal['type']));
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: an update is known by its place
          <div key={place} className="grid gap-2 rounded-md border p-2.5">
            <Field label={t('variable')}>
              {(control) => (
                <Input
                  value={textOf(update['variableName'])}
                  disabled={disabled}
                  onChange={(event) => put(place, { ...update, variableName: event.target.value })}
                  {...control}
                />
              )}
            </Field>
            {isPlain ? (
              <Field label={t('value')}>
                {(control) => (
                  <Input
                    value={String(literal['value'] ?? '')}
                    disabled={disabled}
                    onChange={(event) => put(place, { ...update, expression: { type: 'string_literal', value: event.target.value } })}
                    {...control}
                  />
                )}
              </Field>
            ) : (
              <p className="text-xs text-ink-soft">{t('inJson')}</p>
            )}
            {disabled ? null : (
              <Button look="quiet" size="sm" className="justify-self-start" onClick={() => set({ updates: updates.filter((_, at) => at !== place) })}>
                {t('removeVariable')}
              </Button>
            )}
          </div>
        );
      })}
      {disabled ? null : (
        <Button
          size="sm"
          className="justify-self-start"
          onClick={() => set({ updates: [...updates, { variableName: '', expression: { type: 'string_literal', value: '' } }] })}
        >
          {t('addVariable')}
        </Button>
      )}
    </div>
  );
}

function ToolChoice({
  label,
  value,
  disabled,
  onChange,
}: {
  readonly label: string;
  readonly value: readonly string[];
  readonly disabled: boolean;
  readonly onChange: (ids: string[]) => void;
}) {
  const t = useTranslations('workflow');
  const { slug, may } = useWorkspace();
  const trpc = useTRPC();
  const tools = useQuery({ ...trpc.tools.list.queryOptions({ workspace: slug, sortBy: 'name', pageSize: 100 }), enabled: may('tools:read') });
  const items = tools.data?.items ?? [];
  const nameOf = (id: string) => items.find((tool) => tool.id === id)?.name ?? id;
  return (
    <div className="grid gap-2">
      <p className="text-sm font-medium">{label}</p>
      {value.map((id) => (
        <div key={id} className="flex items-center justify-between gap-2 rounded-md border px-2.5 py-1 text-sm">
          <span className="truncate font-mono text-xs">{nameOf(id)}</span>
          {disabled ? null : (
            <Button
              look="quiet"
              size="icon-sm"
              aria-label={t('removeTool', { name: nameOf(id) })}
              onClick={() => onChange(value.filter((known) => known !== id))}
            >
              <Trash2 aria-hidden />
            </Button>
          )}
        </div>
      ))}
      {disabled ? null : items.length === 0 ? (
        <p className="text-xs text-ink-soft">{t('noTools')}</p>
      ) : (
        <Combobox
          aria-label={t('addTool')}
          value=""
          placeholder={t('addTool')}
          searchPlaceholder={t('addTool')}
          emptyText={t('noTools')}
          options={items.filter(({ id }) => !value.includes(id)).map(({ id, name, type }) => ({ value: id, label: name, detail: type }))}
          onValueChange={(id) => onChange([...value, id])}
        />
      )}
    </div>
  );
}

function AgentChoice({
  value,
  ownId,
  disabled,
  onChange,
}: {
  readonly value: string;
  readonly ownId: string;
  readonly disabled: boolean;
  readonly onChange: (id: string) => void;
}) {
  const t = useTranslations('workflow');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const agents = useQuery(trpc.agents.list.queryOptions({ workspace: slug, pageSize: 100 }));
  return (
    <Field label={t('otherAgent')}>
      {(control) => (
        <Combobox
          value={value}
          placeholder={t('chooseAgent')}
          searchPlaceholder={t('chooseAgent')}
          emptyText={t('noAgent')}
          options={(agents.data?.items ?? []).filter(({ id }) => id !== ownId).map(({ id, name }) => ({ value: id, label: name }))}
          onValueChange={(id) => {
            if (!disabled) onChange(id);
          }}
          {...control}
        />
      )}
    </Field>
  );
}

const conditionTypes = ['unconditional', 'llm', 'expression', 'result'] as const;
type ConditionType = (typeof conditionTypes)[number];
const freshConditions: Readonly<Record<ConditionType, Values>> = {
  unconditional: { type: 'unconditional' },
  llm: { type: 'llm', condition: '' },
  expression: { type: 'expression', expression: expressionOf({ variable: '', operator: 'eq_operator', value: '' }) },
  result: { type: 'result', successful: true },
};

function EdgeForm({ editing, disabled, agentId, edgeId }: FormProps & { readonly edgeId: string }) {
  const t = useTranslations('workflow');
  const { workflow, change, select } = editing;
  const { nameOfNode, nameOfEdge } = useNames(workflow);
  const edge = workflow.edges[edgeId] as Values & { readonly source: string; readonly target: string };
  const back = edge['backwardCondition'] as Values | null | undefined;
  return (
    <section aria-label={nameOfEdge(edgeId)} className="grid gap-4 p-4">
      <h3 className="font-serif text-lg font-medium text-pretty">{nameOfEdge(edgeId)}</h3>
      <ConditionFields
        label={t('takenWhen')}
        keptAs={`agent.${agentId}.edge.${edgeId}`}
        condition={(edge['forwardCondition'] as Values | null | undefined) ?? freshConditions.unconditional}
        disabled={disabled}
        onChange={(forwardCondition, field) =>
          change(changedEdge(workflow, edgeId, { forwardCondition }), field === undefined ? undefined : `${edgeId}.${field}`)
        }
      />
      <SwitchRow
        label={t('leadsBack')}
        hint={t('leadsBackHint', { name: nameOfNode(edge.source) })}
        checked={back != null}
        disabled={disabled}
        onCheckedChange={(isOn) => change(changedEdge(workflow, edgeId, { backwardCondition: isOn ? freshConditions.llm : null }))}
      />
      {back == null ? null : (
        <ConditionFields
          label={t('backWhen')}
          keptAs={`agent.${agentId}.edge.${edgeId}.back`}
          condition={back}
          disabled={disabled}
          onChange={(backwardCondition, field) =>
            change(changedEdge(workflow, edgeId, { backwardCondition }), field === undefined ? undefined : `${edgeId}.back.${field}`)
          }
        />
      )}
      {disabled ? null : (
        <Button
          look="danger"
          size="sm"
          className="justify-self-start"
          onClick={() => {
            select({ kind: 'node', id: edge.source });
            change(withoutEdge(workflow, edgeId));
          }}
        >
          <Trash2 aria-hidden />
          {t('removeEdge')}
        </Button>
      )}
    </section>
  );
}

function ConditionFields({
  label,
  keptAs,
  condition,
  disabled,
  onChange,
}: {
  readonly label: string;
  /** The name under which what cannot be read yet is kept in this browser. */
  readonly keptAs: string;
  readonly condition: Values;
  readonly disabled: boolean;
  readonly onChange: (condition: object, field?: string) => void;
}) {
  const t = useTranslations('workflow');
  const type = conditionTypes.find((known) => known === condition['type']) ?? 'unconditional';
  const simple = simpleExpression(condition['expression']);
  return (
    <div className="grid gap-3">
      <Field label={label}>
        {(control) => (
          <Select
            value={type}
            disabled={disabled}
            options={conditionTypes.map((value) => ({ value, label: t(`conditions.${value}`) }))}
            onValueChange={(next) => onChange(freshConditions[conditionTypes.find((known) => known === next) ?? 'unconditional'])}
            {...control}
          />
        )}
      </Field>
      {type === 'llm' ? (
        <Field label={t('sentence')} hint={t('sentenceHint')}>
          {(control) => (
            <Textarea
              rows={3}
              value={textOf(condition['condition'])}
              disabled={disabled}
              onChange={(event) => onChange({ ...condition, condition: event.target.value }, 'condition')}
              {...control}
            />
          )}
        </Field>
      ) : null}
      {type === 'result' ? (
        <Field label={t('result')}>
          {(control) => (
            <Select
              value={condition['successful'] === true ? 'yes' : 'no'}
              disabled={disabled}
              options={[
                { value: 'yes', label: t('succeeded') },
                { value: 'no', label: t('failed') },
              ]}
              onValueChange={(value) => onChange({ ...condition, successful: value === 'yes' })}
              {...control}
            />
          )}
        </Field>
      ) : null}
      {type === 'expression' && simple !== null ? (
        <div className="grid gap-2">
          <Field label={t('variable')}>
            {(control) => (
              <Input
                value={simple.variable}
                disabled={disabled}
                onChange={(event) => onChange({ ...condition, expression: expressionOf({ ...simple, variable: event.target.value }) }, 'variable')}
                {...control}
              />
            )}
          </Field>
          <Field label={t('compared')}>
            {(control) => (
              <Select
                value={simple.operator}
                disabled={disabled}
                options={comparisons.map((value) => ({ value, label: t(`operators.${value}`) }))}
                onValueChange={(operator) => onChange({ ...condition, expression: expressionOf({ ...simple, operator }) })}
                {...control}
              />
            )}
          </Field>
          <Field label={t('value')}>
            {(control) => (
              <Input
                value={simple.value}
                disabled={disabled}
                onChange={(event) => onChange({ ...condition, expression: expressionOf({ ...simple, value: event.target.value }) }, 'value')}
                {...control}
              />
            )}
          </Field>
        </div>
      ) : null}
      {type === 'expression' && simple === null ? (
        <RawExpression
          expression={condition['expression']}
          keptAs={keptAs}
          disabled={disabled}
          onChange={(expression) => onChange({ ...condition, expression })}
        />
      ) : null}
    </div>
  );
}

/** An expression that no simple sentence says, as it stands in the document. */
function RawExpression({
  expression,
  keptAs,
  disabled,
  onChange,
}: {
  readonly expression: unknown;
  readonly keptAs: string;
  readonly disabled: boolean;
  readonly onChange: (expression: object) => void;
}) {
  const t = useTranslations('workflow');
  const form = useKeptText(keptAs, JSON.stringify(expression, null, 2));
  const { text } = form.value;
  return (
    <Field label={t('rawExpression')} error={objectIn(text) === undefined ? t('noExpression') : undefined}>
      {(control) => (
        <Textarea
          rows={8}
          className="font-mono text-xs"
          value={text}
          disabled={disabled}
          onChange={(event) => {
            form.set({ text: event.target.value });
            const value = objectIn(event.target.value);
            if (value === undefined) return;
            form.forget();
            onChange(value);
          }}
          {...control}
        />
      )}
    </Field>
  );
}

function objectIn(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
