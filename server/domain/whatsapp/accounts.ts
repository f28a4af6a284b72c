import type { Json, WorkspaceScope } from '../../auth/scope';
import { AppError } from '../../lib/app-error';
import { getAgent } from '../agents/get-agent';
import { noteChange } from '../audit-log/note-change';

export interface WhatsAppAccountView {
  readonly id: string;
  readonly businessAccountId: string;
  readonly businessAccountName: string;
  readonly phoneNumberName: string;
  readonly phoneNumber: string;
  readonly accountType: string;
  readonly agentId: string | null;
  readonly agentName: string | null;
  readonly settings: Readonly<Record<string, unknown>>;
}

export async function listWhatsAppAccounts(
  scope: WorkspaceScope,
  input: { readonly agentId?: string | undefined } = {},
): Promise<readonly WhatsAppAccountView[]> {
  scope.may('agents:read');
  const rows = await scope.db.whatsAppAccount.findMany({
    where: input.agentId === undefined ? {} : { agentId: input.agentId },
    orderBy: { createdAt: 'asc' },
    take: 500,
  });
  const agents = await scope.db.agent.findMany({ where: { id: { in: rows.flatMap(({ agentId }) => agentId ?? []) } }, select: { id: true, name: true } });
  return rows.map((row) => ({
    ...row,
    agentName: agents.find(({ id }) => id === row.agentId)?.name ?? null,
    settings: row.settings as WhatsAppAccountView['settings'],
  }));
}

export async function getWhatsAppAccount(scope: WorkspaceScope, id: string): Promise<WhatsAppAccountView> {
  const found = (await listWhatsAppAccounts(scope)).find((account) => account.id === id);
  if (found === undefined) throw new AppError('not_found', `WhatsApp account ${id} was not found.`);
  return found;
}

export async function changeWhatsAppAccount(
  scope: WorkspaceScope,
  id: string,
  changes: { readonly agentId?: string | null | undefined; readonly settings: Readonly<Record<string, unknown>> },
): Promise<void> {
  scope.may('agents:write');
  const account = await getWhatsAppAccount(scope, id);
  if (typeof changes.agentId === 'string') await getAgent(scope, { agentId: changes.agentId });
  await scope.db.$transaction(async (db) => {
    await db.whatsAppAccount.update({
      where: { id },
      data: { ...(changes.agentId === undefined ? {} : { agentId: changes.agentId }), settings: { ...account.settings, ...changes.settings } as Json },
    });
    await noteChange(db, scope, { action: 'whatsapp-account.updated', targetKind: 'whatsapp-account', targetId: id });
  });
}

export async function deleteWhatsAppAccount(scope: WorkspaceScope, id: string): Promise<void> {
  scope.may('agents:write');
  await getWhatsAppAccount(scope, id);
  await scope.db.$transaction(async (db) => {
    await db.whatsAppAccount.delete({ where: { id } });
    await noteChange(db, scope, { action: 'whatsapp-account.deleted', targetKind: 'whatsapp-account', targetId: id });
  });
}

/** What sending by WhatsApp would need. */
export const noWhatsApp = 'This installation has no WhatsApp connection: a WhatsApp Business account has to be connected first.';
