import { createHash } from 'node:crypto';
import type { SealKeys, WorkspaceScope } from '../../auth/scope';
import { makeWebhookSecret } from './signature';
import { sealWebhook } from './webhook-rows';

/** A webhook that a caller brings with its agent; the same address with the same secret is the same webhook, with a log of its deliveries. */
export async function keepBroughtWebhook(
  scope: WorkspaceScope,
  { url, secret, sealKeys }: { readonly url: string; readonly secret?: string | undefined; readonly sealKeys: SealKeys },
): Promise<string> {
  const id = `wh_${createHash('sha256')
    .update(JSON.stringify([scope.workspaceId, url, secret ?? null]))
    .digest('hex')
    .slice(0, 26)}`;
  const sealed = sealWebhook(sealKeys, id, { secret: secret ?? makeWebhookSecret(), headers: {} });
  const name = `Brought by callers: ${new URL(url).host}`.slice(0, 200);
  await scope.db.webhook.createMany({ data: [{ id, workspaceId: scope.workspaceId, name, url, sealed, createdBy: scope.actor.id }], skipDuplicates: true });
  return id;
}
