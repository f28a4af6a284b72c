import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAgent } from '../domain/agents/create-agent';
import { newId } from '../lib/new-id';
import { createTestDatabase } from '../testing/database';
import { makeWorkspace, type TestWorkspace } from '../testing/factories';
import { closeDatabase, type Database, openDatabase } from './client';
import { type ScopedDb, scopedClient } from './scoped';

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;
let ours: TestWorkspace;
let theirs: TestWorkspace;
let scoped: ScopedDb;
let ourAgent: string;
let theirAgent: string;

beforeAll(async () => {
  test = await createTestDatabase();
  db = openDatabase(test.url);
});

afterAll(async () => {
  await closeDatabase(db);
  await test.drop();
});

beforeEach(async () => {
  ours = await makeWorkspace(db);
  theirs = await makeWorkspace(db);
  scoped = scopedClient(db, ours.id);
  ourAgent = (await createAgent(ours.scope, { name: 'ours' })).id;
  theirAgent = (await createAgent(theirs.scope, { name: 'theirs' })).id;
});

const loose = (value: object): never => value as never;

describe('reads', () => {
  it('give nothing of another workspace, whatever the filter says', async () => {
    expect(await scoped.agent.findUnique({ where: { id: theirAgent } })).toBeNull();
    expect(await scoped.agent.findUnique({ where: { workspaceId_id: { workspaceId: theirs.id, id: theirAgent } } })).toBeNull();
    expect(await scoped.agent.findFirst({ where: { workspaceId: theirs.id, id: theirAgent } })).toBeNull();
    expect(await scoped.agent.findMany({ where: { OR: [{ workspaceId: theirs.id }, { id: theirAgent }] } })).toEqual([]);
    expect(await scoped.agent.findMany({ where: { NOT: { workspaceId: ours.id } } })).toEqual([]);
    expect((await scoped.agent.findMany()).map((agent) => agent.id)).toEqual([ourAgent]);
    await expect(scoped.agent.findUniqueOrThrow({ where: { id: theirAgent } })).rejects.toThrow();
  });

  it('count and add up our own rows alone', async () => {
    expect(await scoped.agent.count()).toBe(1);
    expect(await scoped.agent.count({ where: { workspaceId: theirs.id } })).toBe(1);
    expect((await scoped.agent.aggregate({ _count: true, _max: { name: true } }))._max.name).toBe('ours');
    expect((await scoped.agent.groupBy({ by: ['workspaceId'], _count: true })).map((group) => group.workspaceId)).toEqual([ours.id]);
  });

  it('may not go on from a global model, by include, select, filter or order', async () => {
    const attempts = [
      () => scoped.agent.findMany({ include: { workspace: { include: { organisation: { include: { workspaces: true } } } } } }),
      () => scoped.agent.findMany({ select: { workspace: { select: { organisation: true } } } }),
      () => scoped.agent.findMany({ select: { workspace: { select: { _count: true } } } }),
      () => scoped.membership.findMany({ include: { user: { include: { memberships: true } } } }),
      () => scoped.membership.findMany({ where: { user: { memberships: { some: { workspaceId: theirs.id } } } } }),
      () => scoped.membership.findMany({ where: { OR: [{ user: { is: { accounts: { some: {} } } } }] } }),
      () => scoped.membership.findMany({ orderBy: { user: { memberships: { _count: 'asc' } } } }),
      () => scoped.agentVersion.findMany({ include: { agent: { include: { workspace: { include: { organisation: true } } } } } }),
      () => scoped.agent.findMany({ cursor: { id: theirAgent } }),
      () => scoped.workspace.findMany({ include: { memberships: true } }),
      () => scoped.workspace.findMany({ where: { organisation: { workspaces: { some: { id: theirs.id } } } } }),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toThrow(/within a workspace|within one/);
  });

  it('show of a global model its plain columns', async () => {
    const [member] = await scoped.membership.findMany({ include: { user: { select: { email: true } } } });
    expect(member?.user.email).toContain('@');
  });

  it('refuse global models, and give of workspaces our own', async () => {
    await expect(scoped.user.findMany()).rejects.toThrow('does not belong to a workspace');
    await expect(scoped.organisation.findMany()).rejects.toThrow('does not belong to a workspace');
    await expect(scoped.verificationToken.findMany()).rejects.toThrow('does not belong to a workspace');
    expect((await scoped.workspace.findMany()).map((row) => row.id)).toEqual([ours.id]);
    expect((await scoped.workspace.findFirst({ where: { id: theirs.id } }))?.id).toBe(ours.id);
    await expect(scoped.workspace.delete({ where: { id: ours.id } })).rejects.toThrow();
    await expect(scoped.workspace.update({ where: { id: ours.id }, data: { organisationId: 'org_x' } })).rejects.toThrow('keeps its id');
  });
});

describe('writes', () => {
  it('change and delete nothing of another workspace', async () => {
    await expect(scoped.agent.update({ where: { id: theirAgent }, data: { name: 'taken' } })).rejects.toThrow();
    await expect(scoped.agent.delete({ where: { id: theirAgent } })).rejects.toThrow();
    expect(await scoped.agent.updateMany({ where: { id: theirAgent }, data: { name: 'taken' } })).toEqual({ count: 0 });
    expect(await scoped.agent.updateMany({ where: { workspaceId: theirs.id, id: theirAgent }, data: { name: 'taken' } })).toEqual({ count: 0 });
    expect(await scoped.agent.updateManyAndReturn({ where: { id: theirAgent }, data: { name: 'taken' } })).toEqual([]);
    expect(await scoped.agent.deleteMany({ where: { id: theirAgent } })).toEqual({ count: 0 });
    expect((await db.agent.findUnique({ where: { id: theirAgent } }))?.name).toBe('theirs');
  });

  it('put new rows into our workspace, and refuse rows meant for another', async () => {
    const row = { id: newId('agent'), name: 'new', mainBranchId: 'x', createdBy: 'x', workspaceId: ours.id };
    expect((await scoped.agent.create({ data: row })).workspaceId).toBe(ours.id);
    expect((await scoped.agent.create({ data: loose({ id: newId('agent'), name: 'new', mainBranchId: 'x', createdBy: 'x' }) })).workspaceId).toBe(ours.id);
    for (const attempt of [
      () => scoped.agent.create({ data: { ...row, id: newId('agent'), workspaceId: theirs.id } }),
      () =>
        scoped.agent.createMany({
          data: [
            { ...row, id: newId('agent') },
            { ...row, id: newId('agent'), workspaceId: theirs.id },
          ],
        }),
      () => scoped.agent.createManyAndReturn({ data: { ...row, id: newId('agent'), workspaceId: theirs.id } }),
      () => scoped.agent.update({ where: { id: ourAgent }, data: { workspaceId: theirs.id } }),
      () => scoped.agent.updateMany({ data: { workspaceId: { set: theirs.id } as never } }),
    ]) {
      await expect(attempt()).rejects.toThrow('a row stays in its workspace');
    }
    expect(await db.agent.count({ where: { workspaceId: theirs.id } })).toBe(1);
  });

  it('upsert within our workspace: a row of another is neither changed nor doubled', async () => {
    const written = await scoped.agent.upsert({
      where: { id: theirAgent },
      create: { id: theirAgent, workspaceId: ours.id, name: 'taken', mainBranchId: 'x', createdBy: 'x' },
      update: { name: 'taken' },
    });
    expect(written).toBeNull();
    expect(await db.agent.findMany({ where: { id: theirAgent }, select: { name: true, workspaceId: true } })).toEqual([
      { name: 'theirs', workspaceId: theirs.id },
    ]);
  });

  it('through relations are refused, so none can reach out', async () => {
    const theirVersion = await db.agentVersion.findFirstOrThrow({ where: { agentId: theirAgent } });
    for (const data of [
      { versions: { connect: { id: theirVersion.id } } },
      { versions: { update: { where: { id: theirVersion.id }, data: { name: 'taken' } } } },
      { versions: { deleteMany: {} } },
      { versions: { create: { id: newId('agentVersion'), number: 9, name: 'x', config: {}, createdBy: 'x' } } },
      { workspace: { connect: { id: theirs.id } } },
      { workspace: { update: { name: 'taken' } } },
    ]) {
      await expect(scoped.agent.update({ where: { id: ourAgent }, data: loose(data) })).rejects.toThrow('may not follow');
    }
    await expect(scoped.membership.updateMany({ data: loose({ user: { update: { memberships: { deleteMany: {} } } } }) })).rejects.toThrow('may not follow');
    await expect(scoped.workspace.update({ where: { id: ours.id }, data: loose({ agents: { connect: { id: theirAgent } } }) })).rejects.toThrow(
      'may not follow',
    );
    expect((await db.agentVersion.findUnique({ where: { id: theirVersion.id } }))?.workspaceId).toBe(theirs.id);
  });

  it('cannot point a row of ours at a row of theirs: the database itself refuses', async () => {
    const theirVersion = await db.agentVersion.findFirstOrThrow({ where: { agentId: theirAgent } });
    const row = {
      id: newId('conversation'),
      workspaceId: ours.id,
      agentId: ourAgent,
      agentVersionId: theirVersion.id,
      authorizationMethod: 'public',
      language: 'en',
    };
    await expect(scoped.conversation.create({ data: row })).rejects.toThrow();
    await expect(db.conversation.create({ data: row })).rejects.toThrow();
    await expect(
      scoped.agentVersion.create({
        data: {
          id: newId('agentVersion'),
          workspaceId: ours.id,
          agentId: theirAgent,
          branchId: theirVersion.branchId,
          number: 7,
          name: 'x',
          config: {},
          createdBy: 'x',
        },
      }),
    ).rejects.toThrow();
  });
});

describe('$transaction', () => {
  it('keeps to the workspace when given a function', async () => {
    await scoped.$transaction(async (tx) => {
      expect(await tx.agent.findUnique({ where: { id: theirAgent } })).toBeNull();
      expect(await tx.agent.updateMany({ where: { id: theirAgent }, data: { name: 'taken' } })).toEqual({ count: 0 });
      expect(await tx.agent.count()).toBe(1);
    });
    await expect(scoped.$transaction((tx) => tx.user.findMany())).rejects.toThrow('does not belong to a workspace');
    await expect(scoped.$transaction((tx) => tx.$queryRaw`SELECT 1`)).rejects.toThrow('not available within a workspace');
  });

  it('keeps to the workspace when given a list', async () => {
    const [found, changed, count] = await scoped.$transaction([
      scoped.agent.findMany({ where: { id: theirAgent } }),
      scoped.agent.updateMany({ where: { id: theirAgent }, data: { name: 'taken' } }),
      scoped.agent.count(),
    ]);
    expect([found, changed, count]).toEqual([[], { count: 0 }, 1]);
  });

  it('takes everything back when one part fails', async () => {
    const attempt = scoped.$transaction(async (tx) => {
      await tx.agent.update({ where: { id: ourAgent }, data: { name: 'changed' } });
      throw new Error('stop');
    });
    await expect(attempt).rejects.toThrow('stop');
    expect((await scoped.agent.findUnique({ where: { id: ourAgent } }))?.name).toBe('ours');
  });
});

describe('raw queries', () => {
  it('are refused in every form', async () => {
    const where = theirs.id;
    await expect(scoped.$queryRaw`SELECT * FROM "Agent" WHERE "workspaceId" = ${where}`).rejects.toThrow('not available within a workspace');
    await expect(scoped.$queryRawUnsafe('SELECT 1')).rejects.toThrow('not available within a workspace');
    await expect(scoped.$executeRaw`DELETE FROM "Agent"`).rejects.toThrow('not available within a workspace');
    await expect(scoped.$executeRawUnsafe('DELETE FROM "Agent"')).rejects.toThrow('not available within a workspace');
    expect(await db.agent.count({ where: { workspaceId: where } })).toBe(1);
  });
});
