import { openSealed, type ScopedTransaction, type SealKeys, sealSecret } from '../../auth/scope';
import { AppError } from '../../lib/app-error';

/** What is sealed of a webhook. */
export interface WebhookSecrets {
  readonly secret: string;
  readonly headers: Readonly<Record<string, string>>;
}

export async function findWebhook(db: ScopedTransaction, webhookId: string) {
  const webhook = await db.webhook.findFirst({ where: { id: webhookId } });
  if (webhook === null) throw new AppError('not_found', 'This webhook was not found.');
  return webhook;
}

export function sealWebhook(keys: SealKeys, webhookId: string, secrets: WebhookSecrets): Uint8Array<ArrayBuffer> {
  return sealSecret(keys, JSON.stringify(secrets), webhookContext(webhookId));
}

export function openWebhook(keys: SealKeys, webhook: { readonly id: string; readonly sealed: Uint8Array }): WebhookSecrets {
  return JSON.parse(openSealed(keys, webhook.sealed, webhookContext(webhook.id)).text) as WebhookSecrets;
}

/** Says which row a sealed value belongs to. */
export const webhookContext = (webhookId: string) => `webhook ${webhookId}`;
