import { AppError } from '../lib/app-error';
import type { Database } from './client';
import { isOwned, type OwnedModel, relations } from './tenancy';

/**
 * A client that can see one workspace: every read, write and count of a workspace-owned model is narrowed to it, inside `$transaction` too.
 * Of the global models it reaches the workspace's own row and, through `include`, the plain columns beside an owned row (a member's name).
 * What could lead out is refused: raw queries, cursors, writes through relations, and relations that go on from a global model.
 */
export function scopedClient(db: Database, workspaceId: string) {
  return db.$extends({
    name: 'one workspace',
    query: {
      async $allOperations({ model, operation, args, query }) {
        if (model === undefined) throw refused(`${operation} is not available within a workspace`);
        return query(narrowed(model, operation, (args ?? {}) as Args, workspaceId));
      },
    },
  });
}

export type ScopedDb = ReturnType<typeof scopedClient>;
/** What `$transaction(async (db) => …)` hands in; a `ScopedDb` can stand in for it. */
export type ScopedTransaction = Parameters<Parameters<ScopedDb['$transaction']>[0]>[0];

type Args = Readonly<Record<string, unknown>>;

const reads = ['findUnique', 'findUniqueOrThrow', 'findFirst', 'findFirstOrThrow', 'findMany', 'count', 'aggregate', 'groupBy'];
const updates = ['update', 'updateMany', 'updateManyAndReturn'];
const deletes = ['delete', 'deleteMany'];
const creates = ['create', 'createMany', 'createManyAndReturn'];

function narrowed(model: string, operation: string, args: Args, workspaceId: string): Args {
  if (model === 'Workspace') return ownRow(operation, args, workspaceId);
  if (!isOwned(model)) throw refused(`${model} does not belong to a workspace`);
  checkReading(model, args);
  if (reads.includes(operation) || deletes.includes(operation)) return { ...args, where: within(args['where'], workspaceId) };
  if (updates.includes(operation)) {
    return { ...args, where: within(args['where'], workspaceId), data: checkedData(model, args['data'], workspaceId) };
  }
  if (creates.includes(operation)) return { ...args, data: placed(model, args['data'], workspaceId) };
  if (operation === 'upsert') {
    return {
      ...args,
      where: within(args['where'], workspaceId),
      create: placed(model, args['create'], workspaceId),
      update: checkedData(model, args['update'], workspaceId),
    };
  }
  throw refused(`${operation} is not available within a workspace`);
}

/** A workspace may look at its own row and change its plain columns. */
function ownRow(operation: string, args: Args, workspaceId: string): Args {
  if (!['findUnique', 'findUniqueOrThrow', 'findFirst', 'findFirstOrThrow', 'findMany', 'count', 'update'].includes(operation)) {
    throw refused(`${operation} of a workspace is not available within one`);
  }
  refuseRelations('Workspace', args['include'], 'include');
  refuseRelations('Workspace', args['select'], 'select');
  refuseRelationFilters('Workspace', args['where']);
  refuseRelationFilters('Workspace', args['orderBy']);
  if (args['cursor'] !== undefined) throw refused('cursors are not available within a workspace');
  const data = args['data'] as Args | undefined;
  if (data !== undefined) {
    refuseRelations('Workspace', data, 'data');
    if ('id' in data || 'organisationId' in data) throw refused('a workspace keeps its id and its organisation');
  }
  return { ...args, where: { ...(args['where'] as Args | undefined), id: workspaceId } };
}

/** Our workspace wins over whatever the caller asked for, and is combined with the rest by AND: the top level of a `where` always is. */
function within(where: unknown, workspaceId: string): Args {
  return { ...(where as Args | undefined), workspaceId };
}

function placed(model: OwnedModel, data: unknown, workspaceId: string): unknown {
  if (Array.isArray(data)) return data.map((row) => placed(model, row, workspaceId));
  return { ...(checkedData(model, data, workspaceId) as Args), workspaceId };
}

function checkedData(model: OwnedModel, data: unknown, workspaceId: string): unknown {
  const row = (data ?? {}) as Args;
  refuseRelations(model, row, 'data');
  if ('workspaceId' in row && row['workspaceId'] !== workspaceId) throw refused('a row stays in its workspace');
  return row;
}

/**
 * Relations between owned models use `(workspaceId, id)`, so following one stays within the workspace. Following one into a global model is
 * harmless for its plain columns only.
 */
function checkReading(model: OwnedModel, args: Args): void {
  if (args['cursor'] !== undefined) throw refused('cursors are not available within a workspace');
  checkSelection(model, args['include']);
  checkSelection(model, args['select']);
  checkFilter(model, args['where']);
  checkFilter(model, args['orderBy']);
}

function checkSelection(model: OwnedModel, selection: unknown): void {
  if (!isRecord(selection)) return;
  for (const [name, chosen] of Object.entries(selection)) {
    if (name === '_count') {
      checkCounts(model, chosen);
      continue;
    }
    const target = relations[model][name];
    if (target === undefined || !isRecord(chosen)) continue;
    if (isOwned(target)) {
      checkReading(target, chosen);
    } else {
      refuseRelations(target, chosen['include'], 'include');
      refuseRelations(target, chosen['select'], 'select');
      refuseRelationFilters(target, chosen['where']);
    }
  }
}

function checkCounts(model: OwnedModel, chosen: unknown): void {
  const counted = isRecord(chosen) && isRecord(chosen['select']) ? chosen['select'] : {};
  for (const [name, how] of Object.entries(counted)) {
    const target = relations[model][name];
    if (target !== undefined && isOwned(target) && isRecord(how)) checkFilter(target, how['where']);
  }
}

function checkFilter(model: OwnedModel, filter: unknown): void {
  for (const part of conditions(filter)) {
    for (const [name, value] of Object.entries(part)) {
      const target = relations[model][name];
      if (target === undefined) continue;
      for (const inner of relationConditions(value)) {
        if (isOwned(target)) checkFilter(target, inner);
        else refuseRelationFilters(target, inner);
      }
    }
  }
}

function refuseRelationFilters(model: keyof typeof relations, filter: unknown): void {
  for (const part of conditions(filter)) refuseRelations(model, part, 'where');
}

function refuseRelations(model: keyof typeof relations, value: unknown, place: string): void {
  if (!isRecord(value)) return;
  for (const [name, chosen] of Object.entries(value)) {
    if (chosen === undefined || chosen === false) continue;
    if (name === '_count' || name in relations[model]) throw refused(`${place} of ${model} may not follow ${name} within a workspace`);
  }
}

/** A filter and everything joined to it by AND, OR, NOT. */
function conditions(filter: unknown): readonly Args[] {
  if (Array.isArray(filter)) return filter.flatMap(conditions);
  if (!isRecord(filter)) return [];
  return [filter, ...['AND', 'OR', 'NOT'].flatMap((joint) => conditions(filter[joint]))];
}

function relationConditions(value: unknown): readonly unknown[] {
  if (!isRecord(value)) return [];
  const wrapped = ['is', 'isNot', 'some', 'every', 'none'].filter((word) => word in value);
  return wrapped.length === 0 ? [value] : wrapped.map((word) => value[word]);
}

function isRecord(value: unknown): value is Args {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function refused(why: string): AppError {
  return new AppError('internal', why);
}
