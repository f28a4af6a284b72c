import { absentJson } from '../../auth/scope';
import { type ConversationListFilter, type CountedCondition, endReasons, type ValueCondition } from '../../contracts/conversation';
import { AppError } from '../../lib/app-error';
import { unheard } from '../analytics/measures';
import { literally } from '../like';
import { terminationSentence } from './rules';

/** Topics are looked up before (`domain/topics/stored-topics.ts`): a conversation does not know its own. */
export type ConversationFilter = { readonly [K in Exclude<keyof ConversationListFilter, 'topicIds'>]?: ConversationListFilter[K] | undefined };

const mostWords = 10;

/** The rows that a filter lets through, as the database asks for them. `search` finds conversations that hold every word of it. */
export function whereOf(filter: ConversationFilter) {
  return {
    deletedAt: null,
    ...only({
      agentId: filter.agentId,
      agentVersionId: filter.versionId,
      callSuccessful: filter.callSuccessful,
      source: filter.source,
      userId: filter.userId,
      isTextOnly: filter.textOnly,
    }),
    ...among('visitedAgentIds', filter.visitedAgentIds),
    ...among('workflowNodeIds', filter.workflowNodeIds),
    ...among('toolNames', filter.toolNames),
    ...among('toolNamesSuccessful', filter.toolNamesSuccessful),
    ...among('toolNamesErrored', filter.toolNamesErrored),
    ...(filter.tagIds === undefined ? {} : { tags: { some: { tagId: { in: [...filter.tagIds] } } } }),
    ...(filter.ids === undefined ? {} : { id: { in: [...filter.ids] } }),
    ...(filter.branchIds === undefined ? {} : { branchId: { in: [...filter.branchIds] } }),
    ...(filter.languages === undefined ? {} : { language: { in: [...filter.languages] } }),
    ...(filter.endReasons === undefined ? {} : { endReason: { in: reasonsNamed(filter.endReasons) } }),
    status: only({ equals: filter.status, notIn: filter.excludeStatuses === undefined ? undefined : [...filter.excludeStatuses] }),
    startedAt: only({ gte: momentOf(filter.startedAfterUnix), lt: momentOf(secondAfter(filter.startedBeforeUnix)) }),
    durationMs: only({ gte: msOf(filter.durationMinSecs), lte: msOf(filter.durationMaxSecs) }),
    ...(filter.latencyMinMs === undefined ? {} : { slowestResponseMs: { gte: filter.latencyMinMs } }),
    ...(filter.interruptionsMin === undefined ? {} : { interruptionCount: { gte: filter.interruptionsMin } }),
    ...(filter.counted === undefined ? {} : { measures: { is: { OR: cellsOf(filter.counted).map((cell) => ({ cells: { array_contains: [cell] } })) } } }),
    AND: [
      ...wordsOf(filter.search).map((word) => ({ searchText: { contains: literally(word), mode: 'insensitive' as const } })),
      ...(filter.ratingMin === undefined ? [] : [{ feedback: { path: ['rating'], gte: filter.ratingMin } }]),
      ...(filter.ratingMax === undefined ? [] : [{ feedback: { path: ['rating'], lte: filter.ratingMax } }]),
      ...(filter.hasToolErrors === undefined ? [] : [{ toolNamesErrored: { isEmpty: !filter.hasToolErrors } }]),
      ...(filter.hasTools === undefined ? [] : [{ toolNames: { isEmpty: !filter.hasTools } }]),
      ...(filter.feedback === undefined ? [] : [{ feedback: { path: [`${filter.feedback}s`], gt: 0 } }]),
      ...(filter.hasComment === undefined ? [] : [is(filter.hasComment, { feedback: { path: ['comment'], equals: absentJson } })]),
      ...(filter.evaluations ?? []).map(({ criterionId, result }) => ({
        analysis: { path: ['criteria'], array_contains: [{ criterionId, result }] },
      })),
      ...(filter.guardrailTypes === undefined ? [] : [{ OR: filter.guardrailTypes.map((guardrailType) => triggered({ guardrailType })) }]),
      ...(filter.guardrailNames === undefined ? [] : [{ OR: filter.guardrailNames.map((guardrailName) => triggered({ guardrailName })) }]),
      ...(filter.collected ?? []).map((condition) => conditionOn((test) => ({ collectedValues: { path: [condition.name], ...test } }), condition)),
      ...(filter.variables ?? []).map((condition) =>
        conditionOn((test) => ({ initiationData: { path: ['dynamic_variables', condition.name], ...test } }), condition),
      ),
    ],
  };
}

/** Parts of cells as analytics writes them, `[measure, key, bucket, …]`; one of them is enough. The order of parts says nothing to the database. */
function cellsOf({ measure, keys }: CountedCondition): (string | number)[][] {
  const [name, marks] = measure === 'unheard-usage' ? (['usage', [unheard]] as const) : ([measure, []] as const);
  return keys === undefined ? [[name, ...marks]] : keys.map((key) => [name, key, ...marks]);
}

/** An item of the transcript has such a guardrail. */
const triggered = (guardrail: Readonly<Record<string, string>>) => ({ transcript: { array_contains: [{ triggeredGuardrails: [guardrail] }] } });

export function wordsOf(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, mostWords);
}

function only<T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

function among<const Name extends string>(column: Name, values: readonly string[] | undefined): { [K in Name]?: { hasSome: string[] } } {
  return (values === undefined ? {} : { [column]: { hasSome: [...values] } }) as { [K in Name]?: { hasSome: string[] } };
}

function is<W extends object>(isPresent: boolean, absent: W): W | { NOT: W } {
  return isPresent ? { NOT: absent } : absent;
}

/** Reasons by our word for them, or by the sentence that the public API shows. */
function reasonsNamed(names: readonly string[]): string[] {
  const asked = new Set(names.map((name) => name.toLowerCase()));
  return endReasons.filter((reason) => asked.has(reason) || asked.has(terminationSentence(reason, null).toLowerCase()));
}

type JsonTest =
  | { readonly equals: string | number | boolean | typeof absentJson }
  | { readonly gt: number }
  | { readonly gte: number }
  | { readonly lt: number }
  | { readonly lte: number };

function conditionOn<W extends object>(column: (test: JsonTest) => W, { name, operator, value }: ValueCondition): object {
  switch (operator) {
    case 'eq':
      return value === '' ? column({ equals: absentJson }) : isOneOf(column, [value]);
    case 'neq':
      return value === '' ? { NOT: column({ equals: absentJson }) } : { OR: [column({ equals: absentJson }), { NOT: isOneOf(column, [value]) }] };
    case 'in':
      return isOneOf(column, value.split('|'));
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte': {
      const bound = Number(value);
      if (value.trim() === '' || !Number.isFinite(bound)) throw new AppError('invalid_input', `${name}:${operator} needs a number.`);
      return column({ [operator]: bound } as unknown as JsonTest);
    }
  }
}

/** Values come as text; the stored one may be a number or a truth. */
function isOneOf<W extends object>(column: (test: JsonTest) => W, values: readonly string[]): { OR: W[] } {
  return { OR: values.flatMap((value) => readings(value).map((equals) => column({ equals }))) };
}

function readings(value: string): readonly (string | number | boolean)[] {
  const number = Number(value);
  return [value, ...(value.trim() !== '' && Number.isFinite(number) ? [number] : []), ...(value === 'true' || value === 'false' ? [value === 'true'] : [])];
}

function momentOf(unixSecs: number | undefined): Date | undefined {
  return unixSecs === undefined ? undefined : new Date(unixSecs * 1000);
}

/** A bound in whole seconds takes its whole second in. */
function secondAfter(unixSecs: number | undefined): number | undefined {
  return unixSecs === undefined ? undefined : Math.floor(unixSecs) + 1;
}

function msOf(secs: number | undefined): number | undefined {
  return secs === undefined ? undefined : secs * 1000;
}
