export const auditKinds = [
  'agent',
  'branch',
  'merge-proposal',
  'conversation',
  'member',
  'invitation',
  'group',
  'service-account',
  'api-key',
  'credential',
  'tool',
  'mcp-server',
  'knowledge',
  'secret',
  'environment-variable',
  'auth-connection',
  'webhook',
  'phone-number',
  'batch-call',
  'workspace',
] as const;
export const auditActors = ['member', 'api-key', 'conversation', 'system'] as const;

const dayMs = 86_400_000;

/** What the address of the page asks for; what is not understood is left out. Days are the viewer's own, or the server's in an export. */
export function auditFilterOf(parameter: (name: string) => string | null) {
  const kind = auditKinds.find((known) => known === parameter('kind'));
  const actorKind = auditActors.find((known) => known === parameter('by'));
  const search = (parameter('search') ?? '').trim().slice(0, 200);
  const from = dayOf(parameter('from'));
  const until = dayOf(parameter('until'));
  return {
    ...(kind === undefined ? {} : { action: `${kind}.` }),
    ...(actorKind === undefined ? {} : { actorKind }),
    ...(search === '' ? {} : { search }),
    ...(from === undefined ? {} : { from }),
    // The whole of the last day.
    ...(until === undefined ? {} : { until: new Date(until.getTime() + dayMs) }),
  };
}

function dayOf(text: string | null): Date | undefined {
  if (text === null || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const day = new Date(`${text}T00:00:00`);
  return Number.isNaN(day.getTime()) ? undefined : day;
}

export interface ChangedMember {
  readonly name: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** What differs between the two, member by member, as text. */
export function changedMembers(before: unknown, after: unknown): readonly ChangedMember[] {
  const [was, is] = [membersOf(before), membersOf(after)];
  return [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .map((name) => ({ name, before: textOf(was[name]), after: textOf(is[name]) }))
    .filter((member) => member.before !== member.after);
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
