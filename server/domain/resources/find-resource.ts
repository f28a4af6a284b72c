import type { WorkspaceScope } from '../../auth/scope';
import { AppError } from '../../lib/app-error';

export interface FoundResource {
  readonly name: string | null;
  readonly createdBy: string | null;
}

type Finder = (scope: WorkspaceScope, id: string) => Promise<FoundResource | null>;

/** How each kind of thing that can be shared is found, by its name in the public API. */
const finders: Readonly<Record<string, Finder>> = {
  convai_agents: ({ db }, id) => db.agent.findFirst({ where: { id, deletedAt: null }, select: { name: true, createdBy: true } }),
  convai_tools: ({ db }, id) => db.tool.findUnique({ where: { id }, select: { name: true, createdBy: true } }),
  convai_secrets: async ({ db }, id) => named(await db.secret.findUnique({ where: { id }, select: { name: true } })),
  convai_mcp_servers: async ({ db }, id) => ((await db.mcpServer.findUnique({ where: { id }, select: { id: true } })) === null ? null : nameless),
  workspace_auth_connections: async ({ db }, id) => ((await db.authConnection.findUnique({ where: { id }, select: { id: true } })) === null ? null : nameless),
  pronunciation_dictionary: ({ db }, id) => db.pronunciationDictionary.findUnique({ where: { id }, select: { name: true, createdBy: true } }),
  convai_phone_numbers: async ({ db }, id) => {
    const number = await db.phoneNumber.findUnique({ where: { id }, select: { label: true } });
    return number === null ? null : { name: number.label, createdBy: null };
  },
  convai_batch_calls: ({ db }, id) => db.batchCall.findUnique({ where: { id }, select: { name: true, createdBy: true } }),
  convai_whatsapp_accounts: async ({ db }, id) => {
    const account = await db.whatsAppAccount.findUnique({ where: { id }, select: { phoneNumberName: true } });
    return account === null ? null : { name: account.phoneNumberName, createdBy: null };
  },
};

const nameless: FoundResource = { name: null, createdBy: null };

function named(row: { readonly name: string } | null): FoundResource | null {
  return row === null ? null : { name: row.name, createdBy: null };
}

/** Throws `not_supported` for kinds there are none of here, `not_found` for a thing there is not. */
export async function findResource(scope: WorkspaceScope, type: string, id: string): Promise<FoundResource> {
  const find = Object.hasOwn(finders, type) ? finders[type] : undefined;
  if (find === undefined)
    throw new AppError('not_supported', `Things of the kind ${type.slice(0, 60)} cannot be shared here. There are: ${Object.keys(finders).join(', ')}.`);
  const found = await find(scope, id);
  if (found === null) throw new AppError('not_found', `There is no ${type} ${id}.`);
  return found;
}
