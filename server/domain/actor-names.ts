import type { WorkspaceScope } from '../auth/scope';

/** Names for the ids kept in `createdBy` columns: members and API keys of this workspace; anything else did it for us. */
export async function actorNames(scope: WorkspaceScope, ids: readonly string[]): Promise<(id: string) => string> {
  const asked = [...new Set(ids)];
  const [members, keys] = await Promise.all([
    scope.db.membership.findMany({ where: { userId: { in: asked } }, include: { user: { select: { name: true, email: true } } } }),
    scope.db.apiKey.findMany({ where: { id: { in: asked } }, select: { id: true, name: true } }),
  ]);
  const names = new Map<string, string>([
    ...members.map((member) => [member.userId, member.user.name ?? member.user.email] as const),
    ...keys.map((key) => [key.id, key.name] as const),
  ]);
  return (id) => names.get(id) ?? 'Parley';
}
