import type { SealKeys, WorkspaceScope } from '../../auth/scope';
import { AppError } from '../../lib/app-error';
import { newId } from '../../lib/new-id';
import { noteChange } from '../audit-log/note-change';
import { agentWebhooksOf, workspaceWebhooks } from './post-call-settings';
import { makeWebhookSecret } from './signature';
import { findWebhook, openWebhook, sealWebhook } from './webhook-rows';
import type { WebhookView } from './webhook-views';

const mostWebhooks = 50;
const longestName = 200;

export interface CreateWebhookInput {
  readonly name: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly sealKeys: SealKeys;
}

/** A new webhook; its secret is shown this once. Throws `invalid_input`. */
export async function createWebhook(scope: WorkspaceScope, input: CreateWebhookInput): Promise<{ readonly webhookId: string; readonly secret: string }> {
  scope.may('webhooks:write');
  const name = checkedName(input.name);
  const url = checkedUrl(input.url);
  const id = newId('webhook');
  const secret = makeWebhookSecret();
  await scope.db.$transaction(async (db) => {
    if ((await db.webhook.count()) >= mostWebhooks) throw new AppError('conflict', `A workspace has at most ${mostWebhooks} webhooks.`);
    const sealed = sealWebhook(input.sealKeys, id, { secret, headers: input.headers ?? {} });
    await db.webhook.create({ data: { id, workspaceId: scope.workspaceId, name, url, sealed, createdBy: scope.actor.id } });
    await noteChange(db, scope, { action: 'webhook.created', targetKind: 'webhook', targetId: id, after: { name, host: new URL(url).host } });
  });
  return { webhookId: id, secret };
}

/** The workspace's webhooks, newest first, with where each is used. */
export async function listWebhooks(scope: WorkspaceScope): Promise<readonly WebhookView[]> {
  scope.may('webhooks:read');
  const rows = await scope.db.webhook.findMany({ orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] });
  const [ofWorkspace, ofAgents] = await Promise.all([workspaceWebhooks(scope), webhooksOfAgents(scope)]);
  return rows.map((row) =>
    viewOf(row, [...(ofWorkspace?.webhookId === row.id ? (['workspace'] as const) : []), ...(ofAgents.has(row.id) ? (['agent'] as const) : [])]),
  );
}

/** One webhook with the names of the headers it is sent. Throws `not_found`. */
export async function getWebhook(
  scope: WorkspaceScope,
  input: { readonly webhookId: string; readonly sealKeys: SealKeys },
): Promise<WebhookView & { readonly headerNames: readonly string[]; readonly failureCount: number }> {
  scope.may('webhooks:read');
  const row = await findWebhook(scope.db, input.webhookId);
  const view = (await listWebhooks(scope)).find(({ id }) => id === row.id) ?? viewOf(row, []);
  return { ...view, headerNames: Object.keys(openWebhook(input.sealKeys, row).headers), failureCount: row.failureCount };
}

function viewOf(row: Awaited<ReturnType<typeof findWebhook>>, usage: WebhookView['usage']): WebhookView {
  return {
    id: row.id,
    name: row.name,
    url: row.url,
    isDisabled: row.disabledAt !== null,
    isAutoDisabled: row.autoDisabledAt !== null,
    isRetried: row.isRetried,
    events: row.events,
    createdAt: row.createdAt,
    lastFailureAt: row.lastFailureAt,
    lastFailureCode: row.lastFailureCode,
    lastSuccessAt: row.lastSuccessAt,
    usage,
  };
}

export interface UpdateWebhookInput {
  readonly webhookId: string;
  readonly name?: string | undefined;
  readonly url?: string | undefined;
  readonly isDisabled?: boolean | undefined;
  readonly isRetried?: boolean | undefined;
  /** In place of those it has; null takes one away. */
  readonly headers?: Readonly<Record<string, string | null>> | undefined;
  readonly events?: readonly string[] | undefined;
  readonly sealKeys: SealKeys;
}

/** Renames, switches on or off. Switched on again, a webhook begins anew with its failures. */
export async function updateWebhook(scope: WorkspaceScope, input: UpdateWebhookInput): Promise<void> {
  scope.may('webhooks:write');
  await scope.db.$transaction(async (db) => {
    const webhook = await findWebhook(db, input.webhookId);
    const secrets = openWebhook(input.sealKeys, webhook);
    const headers = Object.entries({ ...secrets.headers, ...input.headers }).filter((entry): entry is [string, string] => entry[1] !== null);
    const disabledAt = input.isDisabled === undefined ? webhook.disabledAt : input.isDisabled ? (webhook.disabledAt ?? new Date()) : null;
    await db.webhook.updateMany({
      where: { id: webhook.id },
      data: {
        name: input.name === undefined ? webhook.name : checkedName(input.name),
        url: input.url === undefined ? webhook.url : checkedUrl(input.url),
        isRetried: input.isRetried ?? webhook.isRetried,
        disabledAt,
        ...(input.isDisabled === false ? { autoDisabledAt: null, failureCount: 0 } : {}),
        ...(input.headers === undefined ? {} : { sealed: sealWebhook(input.sealKeys, webhook.id, { ...secrets, headers: Object.fromEntries(headers) }) }),
        ...(input.events === undefined ? {} : { events: [...input.events] }),
      },
    });
    await noteChange(db, scope, {
      action: 'webhook.updated',
      targetKind: 'webhook',
      targetId: webhook.id,
      before: { name: webhook.name, disabled: webhook.disabledAt !== null, host: new URL(webhook.url).host },
      after: { name: input.name ?? webhook.name, disabled: disabledAt !== null, host: new URL(input.url ?? webhook.url).host },
    });
  });
}

/** Takes a webhook away. Throws `conflict` while settings name it. */
export async function deleteWebhook(scope: WorkspaceScope, webhookId: string): Promise<void> {
  scope.may('webhooks:write');
  await scope.db.$transaction(async (db) => {
    const webhook = await findWebhook(db, webhookId);
    if ((await workspaceWebhooks(scope))?.webhookId === webhook.id)
      throw new AppError('conflict', 'The workspace’s settings name this webhook: change them first.');
    if ((await webhooksOfAgents(scope)).has(webhook.id)) throw new AppError('conflict', 'An agent names this webhook: change it first.');
    await db.webhook.deleteMany({ where: { id: webhook.id } });
    await noteChange(db, scope, { action: 'webhook.deleted', targetKind: 'webhook', targetId: webhook.id, before: { name: webhook.name } });
  });
}

/** Ids of the webhooks that the newest versions of agents name. */
async function webhooksOfAgents(scope: WorkspaceScope): Promise<ReadonlySet<string>> {
  const agents = await scope.db.agent.findMany({ where: { deletedAt: null }, select: { mainBranchId: true, versionNumber: true } });
  const tips = await scope.db.agentVersion.findMany({
    where: { OR: agents.map(({ mainBranchId, versionNumber }) => ({ branchId: mainBranchId, number: versionNumber })) },
    select: { config: true },
  });
  return new Set(tips.flatMap(({ config }) => agentWebhooksOf(config)?.webhookId ?? []));
}

function checkedName(name: string): string {
  const trimmed = name.trim();
  if (trimmed === '' || trimmed.length > longestName)
    throw new AppError('invalid_input', `A webhook's name has 1 to ${longestName} characters.`, { path: ['settings', 'name'] });
  return trimmed;
}

function checkedUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol) || text.length > 2000) {
    throw new AppError('invalid_input', 'A webhook needs an http or https address.', { path: ['settings', 'webhook_url'] });
  }
  return url.href;
}
