import { randomBytes } from 'node:crypto';
import type { Database } from '../db/client';
import { newId } from '../lib/new-id';

export interface FoundWorkspaceInput {
  readonly ownerId: string;
  readonly name: string;
  readonly slug: string;
}

/**
 * Makes a workspace with its first owner. It stands here because no scope can exist before its workspace does. The organisation is the one
 * of a workspace this person owns already, or a new one. A slug that is taken gets an ending of its own.
 */
export async function foundWorkspace(db: Database, { ownerId, name, slug }: FoundWorkspaceInput): Promise<{ id: string; slug: string; name: string }> {
  return db.$transaction(async (tx) => {
    const owned = await tx.membership.findFirst({
      where: { userId: ownerId, role: 'owner' },
      orderBy: { createdAt: 'asc' },
      select: { workspace: { select: { organisationId: true } } },
    });
    const organisationId = owned?.workspace.organisationId ?? (await tx.organisation.create({ data: { id: newId('organisation'), name } })).id;
    const isTaken = (await tx.workspace.findUnique({ where: { slug }, select: { id: true } })) !== null;
    const free = isTaken ? `${slug}-${randomBytes(3).toString('hex')}` : slug;
    const workspace = await tx.workspace.create({
      data: { id: newId('workspace'), organisationId, slug: free, name },
      select: { id: true, slug: true, name: true },
    });
    await tx.membership.create({ data: { id: newId('membership'), workspaceId: workspace.id, userId: ownerId, role: 'owner' } });
    return workspace;
  });
}
