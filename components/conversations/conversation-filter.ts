import { callOutcomes, type ConversationListFilter, conversationStatuses, countedMeasures, mostCountedKeys } from '@/server/contracts/conversation';

/** Rows that the list asks for at a time. */
export const listPageSize = 50;

/** The filters as they stand in the address. */
export const filterNames = [
  'search',
  'agent',
  'branch',
  'status',
  'outcome',
  'time',
  'from',
  'to',
  'length',
  'language',
  'channel',
  'source',
  'tool',
  'tools',
  'latency',
  'interruptions',
  'ending',
  'user',
  'criterion',
  'collected',
  'feedback',
  'counted',
  'topic',
  'tag',
  'after',
  'before',
] as const;
export type FilterName = (typeof filterNames)[number];
export type FilterValues = Readonly<Record<FilterName, string>>;

export const times = ['day', 'week', 'month', 'range'] as const;
export const lengths = ['short', 'medium', 'long'] as const;

export const channels = ['voice', 'text'] as const;
export const toolOutcomes = ['any', 'failed', 'fine'] as const;
const feedbacks = ['like', 'dislike'] as const;
/** Slower than so many ms, offered to choose from; an address may name any. */
export const latencies = ['500', '1000', '2000', '4000'] as const;

const hourSeconds = 3600;
const spans = { day: 24 * hourSeconds, week: 7 * 24 * hourSeconds, month: 30 * 24 * hourSeconds } as const;

export function readFilterValues(get: (name: string) => string | null | undefined): FilterValues {
  return Object.fromEntries(filterNames.map((name) => [name, get(name) ?? ''])) as unknown as FilterValues;
}

/** What to ask the server for. Values that mean nothing are left out, as an address may have been typed by hand. `now` in ms. */
export function toListFilter(values: FilterValues, now: number): ConversationListFilter {
  const status = conversationStatuses.find((known) => known === values.status);
  const callSuccessful = callOutcomes.find((known) => known === values.outcome);
  return {
    ...(values.search.trim() === '' ? {} : { search: values.search.trim().slice(0, 200) }),
    ...(values.agent === '' ? {} : { agentId: values.agent.slice(0, 100) }),
    ...(status === undefined ? {} : { status }),
    ...(callSuccessful === undefined ? {} : { callSuccessful }),
    ...(values.source === '' ? {} : { source: values.source.slice(0, 40) }),
    ...(values.branch === '' ? {} : { branchIds: [values.branch.slice(0, 100)] }),
    ...(values.language === '' ? {} : { languages: [values.language.slice(0, 20)] }),
    ...(values.channel === 'text' || values.channel === 'voice' ? { textOnly: values.channel === 'text' } : {}),
    ...(values.tool === '' ? {} : { toolNames: [values.tool.slice(0, 200)] }),
    ...(values.tools === 'any' ? { hasTools: true } : {}),
    ...(values.tools === 'failed' || values.tools === 'fine' ? { hasToolErrors: values.tools === 'failed' } : {}),
    ...numberFilter('latencyMinMs', values.latency),
    ...numberFilter('interruptionsMin', values.interruptions),
    ...(values.ending === '' ? {} : { endReasons: [values.ending.slice(0, 40)] }),
    ...criterionFilter(values.criterion),
    ...collectedFilter(values.collected),
    ...feedbackFilter(values.feedback),
    ...countedFilter(values.counted),
    ...(values.tag === '' ? {} : { tagIds: [values.tag.slice(0, 100)] }),
    ...(values.topic === '' ? {} : { topicIds: [values.topic.slice(0, 100)] }),
    ...(values.user === '' ? {} : { userId: values.user.slice(0, 200) }),
    ...timeFilter(values, now),
    ...momentFilter(values),
    ...lengthFilter(values.length),
  };
}

function timeFilter({ time, from, to }: FilterValues, now: number): ConversationListFilter {
  if (time === 'day' || time === 'week' || time === 'month') {
    // Whole hours, so that the same question stays the same question while the page is open.
    return { startedAfterUnix: Math.floor(now / 1000 / hourSeconds) * hourSeconds - spans[time] };
  }
  if (time !== 'range') return {};
  const after = startOfDay(from);
  const before = startOfDay(to);
  return {
    ...(after === undefined ? {} : { startedAfterUnix: after }),
    // Up to the end of the last day.
    ...(before === undefined ? {} : { startedBeforeUnix: before + 24 * hourSeconds - 1 }),
  };
}

/** Moments narrower than a day, in unix seconds. */
function momentFilter({ after, before }: FilterValues): ConversationListFilter {
  const isMoment = (text: string) => /^\d{9,11}$/.test(text);
  return { ...(isMoment(after) ? { startedAfterUnix: Number(after) } : {}), ...(isMoment(before) ? { startedBeforeUnix: Number(before) } : {}) };
}

/** `id:verdict`; ids may hold colons. */
function criterionFilter(text: string): ConversationListFilter {
  const at = text.lastIndexOf(':');
  const result = callOutcomes.find((known) => known === text.slice(at + 1));
  return at < 1 || result === undefined ? {} : { evaluations: [{ criterionId: text.slice(0, at).slice(0, 200), result }] };
}

/** `name`, or `name=value`; values may hold anything. */
function collectedFilter(text: string): ConversationListFilter {
  if (text === '') return {};
  const at = text.indexOf('=');
  const name = (at < 0 ? text : text.slice(0, at)).slice(0, 200);
  return { collected: [at < 0 ? { name, operator: 'neq', value: '' } : { name, operator: 'eq', value: text.slice(at + 1).slice(0, 500) }] };
}

function feedbackFilter(text: string): ConversationListFilter {
  const feedback = feedbacks.find((known) => known === text);
  return feedback === undefined ? {} : { feedback };
}

/** Between several keys in an address. */
export const keySeparator = '\u001e';

/** `measure`, or `measure:key` with as many keys as one likes; they may hold colons. */
export function countedFilter(text: string): Pick<ConversationListFilter, 'counted'> {
  const [name = '', ...rest] = text.split(':');
  const measure = countedMeasures.find((known) => known === name);
  if (measure === undefined) return {};
  if (rest.length === 0) return { counted: { measure } };
  const keys = rest.join(':').split(keySeparator).slice(0, mostCountedKeys);
  return { counted: { measure, keys: keys.map((key) => key.slice(0, 700)) } };
}

function lengthFilter(length: string): ConversationListFilter {
  switch (length) {
    case 'short':
      return { durationMaxSecs: 30 };
    case 'medium':
      return { durationMinSecs: 30, durationMaxSecs: 180 };
    case 'long':
      return { durationMinSecs: 180 };
    default:
      return {};
  }
}

function numberFilter<const Name extends 'latencyMinMs' | 'interruptionsMin'>(name: Name, text: string): { [K in Name]?: number } {
  return (/^\d{1,7}$/.test(text) ? { [name]: Number(text) } : {}) as { [K in Name]?: number };
}

/** Midnight of a day in the viewer's zone, in seconds. */
function startOfDay(day: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined;
  const time = new Date(`${day}T00:00:00`).getTime();
  return Number.isNaN(time) ? undefined : time / 1000;
}
