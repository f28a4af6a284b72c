import { parsePhoneNumberFromString } from 'libphonenumber-js';
import type { Json, SealKeys, WorkspaceScope } from '../../auth/scope';
import { AppError } from '../../lib/app-error';
import { newId } from '../../lib/new-id';
import { noteChange } from '../audit-log/note-change';
import { getAgent } from '../agents/get-agent';
import { cutPage, type Page, pageSizeOf, readCursor, rowsAfter } from '../pagination';
import { openJson, sealJson } from '../sealed-json';
import { isTaken } from '../unique';

export const phoneProviders = ['twilio', 'sip_trunk', 'exotel'] as const;
export type PhoneProvider = (typeof phoneProviders)[number];
/** Settings in the public API's words. */
export type CarrierSettings = Readonly<Record<string, unknown>>;

export interface PhoneNumberView {
  readonly id: string;
  readonly provider: PhoneProvider;
  readonly phoneNumber: string;
  readonly label: string;
  readonly supportsInbound: boolean;
  readonly supportsOutbound: boolean;
  readonly agent: { readonly id: string; readonly name: string } | null;
  readonly branchId: string | null;
  readonly environment: string | null;
  /** Without secrets. */
  readonly settings: CarrierSettings;
  readonly createdAt: Date;
}

export interface CreatePhoneNumberInput {
  readonly provider: PhoneProvider;
  readonly phoneNumber: string;
  readonly label: string;
  readonly supportsInbound: boolean;
  readonly supportsOutbound: boolean;
  readonly agentId?: string | undefined;
  readonly settings: CarrierSettings;
  /** Kept sealed, never told again. */
  readonly secrets: CarrierSettings;
  readonly sealKeys: SealKeys;
}

/** Throws `invalid_input` for what is no number, `conflict` for one that is there already, `not_found` for an agent there is not. */
export async function createPhoneNumber(scope: WorkspaceScope, input: CreatePhoneNumberInput): Promise<string> {
  scope.may('agents:write');
  const phoneNumber = checkedNumber(input.phoneNumber, input.provider);
  if (input.agentId !== undefined) await getAgent(scope, { agentId: input.agentId });
  const id = newId('phoneNumber');
  const { provider, label, supportsInbound, supportsOutbound, agentId } = input;
  try {
    await scope.db.$transaction(async (db) => {
      await db.phoneNumber.create({
        data: {
          id,
          workspaceId: scope.workspaceId,
          provider,
          phoneNumber,
          label: label.slice(0, 200),
          supportsInbound,
          supportsOutbound,
          agentId: agentId ?? null,
          config: input.settings as Json,
          secrets: sealJson(input.sealKeys, input.secrets, phoneNumberContext(scope, id)),
        },
      });
      await noteChange(db, scope, { action: 'phone-number.created', targetKind: 'phone-number', targetId: id, after: { provider, label } });
    });
  } catch (thrown) {
    if (isTaken(thrown)) throw new AppError('conflict', 'This number is in the workspace already.');
    throw thrown;
  }
  return id;
}

export interface ListPhoneNumbersInput {
  readonly provider?: string | undefined;
  readonly agentId?: string | undefined;
  readonly branchId?: string | undefined;
  readonly search?: string | undefined;
  readonly supportsOutbound?: boolean | undefined;
  readonly cursor?: string | undefined;
  readonly pageSize?: number | undefined;
  readonly direction?: 'asc' | 'desc' | undefined;
}

export async function listPhoneNumbers(scope: WorkspaceScope, input: ListPhoneNumbersInput = {}): Promise<Page<PhoneNumberView>> {
  scope.may('agents:read');
  const size = pageSizeOf(input.pageSize);
  const direction = input.direction ?? 'desc';
  const contains = { contains: input.search ?? '', mode: 'insensitive' as const };
  const rows = await scope.db.phoneNumber.findMany({
    where: {
      AND: [
        rowsAfter('createdAt', direction, readCursor(input.cursor, 'time'), true),
        input.search === undefined ? {} : { OR: [{ label: contains }, { phoneNumber: contains }] },
      ],
      ...(input.provider === undefined ? {} : { provider: input.provider }),
      ...(input.agentId === undefined ? {} : { agentId: input.agentId }),
      ...(input.branchId === undefined ? {} : { branchId: input.branchId }),
      ...(input.supportsOutbound === undefined ? {} : { supportsOutbound: input.supportsOutbound }),
    },
    orderBy: [{ createdAt: direction }, { id: direction }],
    take: size + 1,
  });
  const nameOf = await agentNames(scope, rows);
  return cutPage(
    rows,
    size,
    (row) => ({ value: row.createdAt.getTime(), id: row.id }),
    (row) => viewOf(row, nameOf),
  );
}

export async function getPhoneNumber(scope: WorkspaceScope, id: string): Promise<PhoneNumberView> {
  scope.may('agents:read');
  const row = await scope.db.phoneNumber.findUnique({ where: { id } });
  if (row === null) throw new AppError('not_found', `Phone number ${id} was not found.`);
  return viewOf(row, await agentNames(scope, [row]));
}

export interface PhoneNumberChanges {
  readonly label?: string | undefined;
  /** Null: no agent. */
  readonly agentId?: string | null | undefined;
  readonly branchId?: string | null | undefined;
  readonly environment?: string | null | undefined;
  /** Replace those members of the settings that they name. */
  readonly settings: CarrierSettings;
  readonly secrets: CarrierSettings;
  readonly sealKeys: SealKeys;
}

export async function changePhoneNumber(scope: WorkspaceScope, id: string, changes: PhoneNumberChanges): Promise<PhoneNumberView> {
  scope.may('agents:write');
  const row = await scope.db.phoneNumber.findUnique({ where: { id } });
  if (row === null) throw new AppError('not_found', `Phone number ${id} was not found.`);
  if (typeof changes.agentId === 'string') await getAgent(scope, { agentId: changes.agentId });
  const secrets = { ...openJson(changes.sealKeys, row.secrets, phoneNumberContext(scope, id)), ...changes.secrets };
  await scope.db.$transaction(async (db) => {
    await db.phoneNumber.update({
      where: { id },
      data: {
        ...(changes.label === undefined ? {} : { label: changes.label.slice(0, 200) }),
        ...(changes.agentId === undefined ? {} : { agentId: changes.agentId }),
        ...(changes.branchId === undefined ? {} : { branchId: changes.branchId }),
        ...(changes.environment === undefined ? {} : { environment: changes.environment }),
        config: { ...(row.config as CarrierSettings), ...changes.settings } as Json,
        secrets: sealJson(changes.sealKeys, secrets, phoneNumberContext(scope, id)),
      },
    });
    await noteChange(db, scope, {
      action: 'phone-number.updated',
      targetKind: 'phone-number',
      targetId: id,
      ...(changes.agentId === undefined ? {} : { before: { agentId: row.agentId }, after: { agentId: changes.agentId } }),
    });
  });
  return getPhoneNumber(scope, id);
}

export async function deletePhoneNumber(scope: WorkspaceScope, id: string): Promise<void> {
  scope.may('agents:write');
  const row = await scope.db.phoneNumber.findUnique({ where: { id } });
  if (row === null) throw new AppError('not_found', `Phone number ${id} was not found.`);
  await scope.db.$transaction(async (db) => {
    await db.phoneNumber.delete({ where: { id } });
    await noteChange(db, scope, {
      action: 'phone-number.deleted',
      targetKind: 'phone-number',
      targetId: id,
      before: { provider: row.provider, label: row.label },
    });
  });
}

/** In the international form; a SIP trunk may also have a name or an extension. */
export function checkedNumber(text: string, provider: PhoneProvider | 'any'): string {
  const given = text.trim();
  const parsed = parsePhoneNumberFromString(given.startsWith('+') ? given : `+${given.replace(/^00/, '')}`);
  if (parsed?.isPossible() === true) return parsed.number;
  if (provider !== 'twilio' && provider !== 'exotel' && /^[\w.+*#-]{1,64}$/.test(given)) return given;
  throw new AppError('invalid_input', 'This is no phone number in the international form, such as +4930123456.', { path: ['phone_number'] });
}

/** Says which row a sealed value belongs to. */
export function phoneNumberContext(scope: WorkspaceScope, id: string): string {
  return `phone-number ${scope.workspaceId} ${id}`;
}

async function agentNames(scope: WorkspaceScope, rows: readonly { readonly agentId: string | null }[]): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(rows.flatMap(({ agentId }) => (agentId === null ? [] : [agentId])))];
  const agents = await scope.db.agent.findMany({ where: { id: { in: ids }, deletedAt: null }, select: { id: true, name: true } });
  return new Map(agents.map(({ id, name }) => [id, name]));
}

function viewOf(
  row: {
    readonly id: string;
    readonly provider: string;
    readonly phoneNumber: string;
    readonly label: string;
    readonly supportsInbound: boolean;
    readonly supportsOutbound: boolean;
    readonly agentId: string | null;
    readonly branchId: string | null;
    readonly environment: string | null;
    readonly config: unknown;
    readonly createdAt: Date;
  },
  nameOf: ReadonlyMap<string, string>,
): PhoneNumberView {
  const { id, phoneNumber, label, supportsInbound, supportsOutbound, branchId, environment, createdAt } = row;
  const agentName = row.agentId === null ? undefined : nameOf.get(row.agentId);
  return {
    id,
    provider: phoneProviders.find((known) => known === row.provider) ?? 'sip_trunk',
    phoneNumber,
    label,
    supportsInbound,
    supportsOutbound,
    // An agent that was deleted answers no call.
    agent: row.agentId === null || agentName === undefined ? null : { id: row.agentId, name: agentName },
    branchId,
    environment,
    settings: row.config as CarrierSettings,
    createdAt,
  };
}
