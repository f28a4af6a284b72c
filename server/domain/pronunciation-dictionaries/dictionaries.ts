import type { Json, WorkspaceScope } from '../../auth/scope';
import { AppError } from '../../lib/app-error';
import { newId } from '../../lib/new-id';
import type { PronunciationRule } from '../../voice/speech/pronunciation';
import { noteChange } from '../audit-log/note-change';
import { cutPage, type Page, pageSizeOf, readCursor, rowsAfter } from '../pagination';
import { rulesSchema } from './rules';

export interface DictionaryView {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly archivedAt: Date | null;
  readonly latestVersionId: string;
  readonly ruleCount: number;
}

/** Names a dictionary, or one version of it. */
export interface DictionaryLocator {
  readonly dictionaryId: string;
  readonly versionId?: string | undefined;
}

export interface CreateDictionaryInput {
  readonly name: string;
  readonly description?: string | undefined;
  readonly rules: readonly PronunciationRule[];
}

export async function createDictionary(scope: WorkspaceScope, input: CreateDictionaryInput): Promise<DictionaryView> {
  scope.may('agents:write');
  const name = input.name.trim();
  if (name === '' || name.length > 200) throw new AppError('invalid_input', 'A dictionary has a name of 1 to 200 characters.', { path: ['name'] });
  const rules = rulesSchema.parse(input.rules);
  const id = newId('pronunciationDictionary');
  const { workspaceId, actor } = scope;
  const row = await scope.db.$transaction(async (db) => {
    const dictionary = await db.pronunciationDictionary.create({
      data: { id, workspaceId, name, description: input.description ?? null, createdBy: actor.id },
    });
    const versionId = newId('pronunciationVersion');
    await db.pronunciationVersion.create({
      data: { id: versionId, workspaceId, dictionaryId: id, number: 1, rules: rules as unknown as Json, ruleCount: rules.length },
    });
    await noteChange(db, scope, { action: 'pronunciation-dictionary.created', targetKind: 'pronunciation-dictionary', targetId: id, after: { name } });
    return { ...dictionary, versions: [{ id: versionId, ruleCount: rules.length }] };
  });
  return viewOf(row);
}

const withLatest = { versions: { orderBy: { number: 'desc' }, take: 1, select: { id: true, ruleCount: true } } } as const;

export async function listDictionaries(
  scope: WorkspaceScope,
  input: {
    readonly cursor?: string | undefined;
    readonly pageSize?: number | undefined;
    readonly includeArchived?: boolean | undefined;
    readonly direction?: 'asc' | 'desc' | undefined;
  },
): Promise<Page<DictionaryView>> {
  scope.may('agents:read');
  const size = pageSizeOf(input.pageSize);
  const direction = input.direction ?? 'desc';
  const rows = await scope.db.pronunciationDictionary.findMany({
    where: { ...rowsAfter('createdAt', direction, readCursor(input.cursor, 'time'), true), ...(input.includeArchived === true ? {} : { archivedAt: null }) },
    orderBy: [{ createdAt: direction }, { id: direction }],
    take: size + 1,
    include: withLatest,
  });
  return cutPage(rows, size, (row) => ({ value: row.createdAt.getTime(), id: row.id }), viewOf);
}

/** With the rules of its newest version. Throws `not_found`. */
export async function getDictionary(scope: WorkspaceScope, id: string): Promise<DictionaryView & { readonly rules: readonly PronunciationRule[] }> {
  scope.may('agents:read');
  const row = await scope.db.pronunciationDictionary.findUnique({ where: { id }, include: withLatest });
  if (row === null) throw new AppError('not_found', `Pronunciation dictionary ${id} was not found.`);
  return { ...viewOf(row), rules: await rulesOfDictionaries(scope, [{ dictionaryId: id }]) };
}

/** Rules of several dictionaries, those named first first. Throws `not_found` for one there is not. */
export async function rulesOfDictionaries(scope: WorkspaceScope, locators: readonly DictionaryLocator[]): Promise<readonly PronunciationRule[]> {
  const found = await Promise.all(
    locators.map(({ dictionaryId, versionId }) =>
      scope.db.pronunciationVersion.findFirst({
        where: { dictionaryId, ...(versionId === undefined ? {} : { id: versionId }) },
        orderBy: { number: 'desc' },
        select: { rules: true },
      }),
    ),
  );
  return found.flatMap((version, i) => {
    if (version === null) throw new AppError('not_found', `Pronunciation dictionary ${locators[i]?.dictionaryId} was not found.`);
    return rulesSchema.parse(version.rules);
  });
}

function viewOf(row: {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly archivedAt: Date | null;
  readonly versions: readonly { readonly id: string; readonly ruleCount: number }[];
}): DictionaryView {
  const { id, name, description, createdBy, createdAt, archivedAt, versions } = row;
  return { id, name, description, createdBy, createdAt, archivedAt, latestVersionId: versions[0]?.id ?? '', ruleCount: versions[0]?.ruleCount ?? 0 };
}
