import type { Json, SealKeys, WorkspaceScope } from '../../auth/scope';
import { AppError } from '../../lib/app-error';
import { newId } from '../../lib/new-id';
import { actorNames } from '../actor-names';
import { noteChange } from '../audit-log/note-change';
import { cutPage, type Page, pageSizeOf, readCursor, rowsAfter } from '../pagination';
import { openJson, sealJson } from '../sealed-json';
import { commitEngineAgent, createEngineAgent, retireEngineAgent } from './engine-agent';

/** In the public API's words. */
export type EngineConfig = Readonly<Record<string, unknown>>;

export interface SpeechEngineView {
  readonly id: string;
  readonly name: string;
  readonly tags: readonly string[];
  readonly voiceId: string;
  /** Sections of the document but headers. */
  readonly config: EngineConfig;
  /** Sent when the customer's socket is dialled. */
  readonly headers: EngineConfig;
  readonly createdByName: string;
  readonly isCreator: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface SpeechEngineInput {
  readonly name?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly config: EngineConfig;
  readonly headers?: EngineConfig | undefined;
}

export async function createSpeechEngine(scope: WorkspaceScope, sealKeys: SealKeys, input: SpeechEngineInput): Promise<SpeechEngineView> {
  scope.may('agents:write');
  const id = newId('speechEngine');
  const name = input.name?.trim().slice(0, 200) || 'Speech Engine';
  await scope.db.$transaction(async (db) => {
    await db.speechEngine.create({
      data: {
        id,
        workspaceId: scope.workspaceId,
        name,
        tags: [...(input.tags ?? [])],
        config: input.config as Json,
        voiceId: voiceOf(input.config),
        headers: sealJson(sealKeys, input.headers ?? {}, speechEngineContext(scope, id)),
        createdBy: scope.actor.id,
        signingKeyId: signingKeyOf(scope),
      },
    });
    await createEngineAgent(db, scope, { id, name, config: input.config });
    await noteChange(db, scope, { action: 'speech-engine.created', targetKind: 'speech-engine', targetId: id, after: { name } });
  });
  return getSpeechEngine(scope, sealKeys, id);
}

export async function listSpeechEngines(
  scope: WorkspaceScope,
  sealKeys: SealKeys,
  input: { readonly search?: string | undefined; readonly cursor?: string | undefined; readonly pageSize?: number | undefined },
): Promise<Page<SpeechEngineView>> {
  scope.may('agents:read');
  const size = pageSizeOf(input.pageSize);
  const rows = await scope.db.speechEngine.findMany({
    where: {
      ...rowsAfter('createdAt', 'desc', readCursor(input.cursor, 'time'), true),
      ...(input.search === undefined ? {} : { name: { contains: input.search, mode: 'insensitive' } }),
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: size + 1,
  });
  const nameOf = await actorNames(
    scope,
    rows.map(({ createdBy }) => createdBy),
  );
  return cutPage(
    rows,
    size,
    (row) => ({ value: row.createdAt.getTime(), id: row.id }),
    (row) => viewOf(scope, sealKeys, row, nameOf),
  );
}

export async function getSpeechEngine(scope: WorkspaceScope, sealKeys: SealKeys, id: string): Promise<SpeechEngineView> {
  scope.may('agents:read');
  const row = await scope.db.speechEngine.findUnique({ where: { id } });
  if (row === null) throw new AppError('not_found', `Speech engine ${id} was not found.`);
  return viewOf(scope, sealKeys, row, await actorNames(scope, [row.createdBy]));
}

/** Sections that are named are merged into those that were. */
export async function changeSpeechEngine(scope: WorkspaceScope, sealKeys: SealKeys, id: string, changes: SpeechEngineInput): Promise<SpeechEngineView> {
  scope.may('agents:write');
  const before = await getSpeechEngine(scope, sealKeys, id);
  const config = Object.entries(changes.config).reduce<EngineConfig>(
    (all, [name, section]) => ({ ...all, [name]: mergedSection(all[name], section) }),
    before.config,
  );
  await scope.db.$transaction(async (db) => {
    await db.speechEngine.update({
      where: { id },
      data: {
        ...(changes.name === undefined ? {} : { name: changes.name.trim().slice(0, 200) }),
        ...(changes.tags === undefined ? {} : { tags: [...changes.tags] }),
        config: config as Json,
        voiceId: voiceOf(config),
        ...(changes.headers === undefined ? {} : { headers: sealJson(sealKeys, changes.headers, speechEngineContext(scope, id)) }),
        // Whoever changes it with another key goes on with that one.
        ...(scope.actor.kind === 'api-key' ? { signingKeyId: scope.actor.id } : {}),
      },
    });
    await commitEngineAgent(db, scope, { id, name: changes.name?.trim().slice(0, 200) ?? before.name, config });
    await noteChange(db, scope, {
      action: 'speech-engine.updated',
      targetKind: 'speech-engine',
      targetId: id,
      after: { sections: Object.keys(changes.config) },
    });
  });
  return getSpeechEngine(scope, sealKeys, id);
}

export async function deleteSpeechEngine(scope: WorkspaceScope, sealKeys: SealKeys, id: string): Promise<void> {
  scope.may('agents:write');
  const engine = await getSpeechEngine(scope, sealKeys, id);
  await scope.db.$transaction(async (db) => {
    await db.speechEngine.delete({ where: { id } });
    await retireEngineAgent(db, id);
    await noteChange(db, scope, { action: 'speech-engine.deleted', targetKind: 'speech-engine', targetId: id, before: { name: engine.name } });
  });
}

function signingKeyOf({ actor }: WorkspaceScope): string | null {
  return actor.kind === 'api-key' ? actor.id : null;
}

function mergedSection(before: unknown, change: unknown): unknown {
  const isObject = (value: unknown): value is EngineConfig => typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject(before) && isObject(change) ? { ...before, ...change } : change;
}

function voiceOf(config: EngineConfig): string {
  const voiceId = (config['tts'] as { voice_id?: unknown } | undefined)?.voice_id;
  return typeof voiceId === 'string' ? voiceId.slice(0, 300) : '';
}

/** Says which row a sealed value belongs to. */
export function speechEngineContext(scope: WorkspaceScope, id: string): string {
  return `speech-engine ${scope.workspaceId} ${id}`;
}

function viewOf(
  scope: WorkspaceScope,
  sealKeys: SealKeys,
  row: {
    readonly id: string;
    readonly name: string;
    readonly tags: readonly string[];
    readonly voiceId: string;
    readonly config: unknown;
    readonly headers: Uint8Array | null;
    readonly createdBy: string;
    readonly createdAt: Date;
    readonly updatedAt: Date;
  },
  nameOf: (id: string) => string,
): SpeechEngineView {
  const { id, name, tags, voiceId, createdAt, updatedAt } = row;
  return {
    id,
    name,
    tags,
    voiceId,
    config: row.config as EngineConfig,
    headers: openJson(sealKeys, row.headers, speechEngineContext(scope, id)),
    createdByName: nameOf(row.createdBy),
    isCreator: row.createdBy === scope.actor.id,
    createdAt,
    updatedAt,
  };
}
