import type { Json, WorkspaceScope } from '../../auth/scope';
import { toAppError } from '../../lib/app-error';
import type { Services } from '../services';
import { signatureHeader, signWebhook } from './signature';
import { findWebhook, openWebhook } from './webhook-rows';
import type { DeliveryTry, WebhookEvent } from './webhook-views';

const answerLimitMs = 30_000;
const largestAnswer = 64 * 1024;
/** As much of a request and of an answer is kept for whoever looks for what went wrong. */
const keptRequest = 32_000;
const keptAnswer = 2_000;
/** After so many failures in a row and so long without a success a webhook is switched off. */
const failuresBeforeOff = 10;
const silenceBeforeOffMs = 7 * 86_400_000;

/** Thrown when a delivery failed and is worth another try. */
export class DeliveryFailed extends Error {}

/** Sends one event and notes how that went. Throws `DeliveryFailed` when it should be tried again. */
export async function deliver(
  scope: WorkspaceScope,
  deliveryId: string,
  services: Pick<Services, 'outgoing' | 'payloadOf' | 'sealKeys'>,
  signal: AbortSignal,
): Promise<void> {
  const delivery = await scope.db.webhookDelivery.findFirst({ where: { id: deliveryId, status: 'pending' } });
  if (delivery === null) return;
  const webhook = await findWebhook(scope.db, delivery.webhookId);
  if (webhook.disabledAt !== null || webhook.autoDisabledAt !== null) return finish(scope, deliveryId, { problem: 'The webhook is switched off.' });
  const { secret, headers } = openWebhook(services.sealKeys, webhook);
  const type = delivery.type as WebhookEvent;
  const nowSecs = Math.floor(Date.now() / 1000);
  const data = await services.payloadOf?.(scope, { type, conversationId: delivery.conversationId ?? '', details: delivery.details as Record<string, unknown> });
  const body = JSON.stringify({ type, event_timestamp: Math.floor(delivery.createdAt.getTime() / 1000), data });
  const attempt = await post(
    services,
    webhook.url,
    { ...headers, 'content-type': 'application/json', [signatureHeader]: signWebhook(secret, body, nowSecs) },
    body,
    signal,
  );
  const { statusCode, problem } = attempt;
  await scope.db.webhookDelivery.updateMany({
    where: { id: deliveryId },
    data: {
      attempts: { increment: 1 },
      statusCode,
      problem,
      requestBody: type === 'post_call_audio' ? null : storableText(body, keptRequest),
      tries: [...(delivery.tries as unknown as DeliveryTry[]), attempt] as unknown as Json,
    },
  });
  if (problem === null) {
    await finish(scope, deliveryId, { problem: null });
    await scope.db.webhook.updateMany({ where: { id: webhook.id }, data: { failureCount: 0, lastSuccessAt: new Date() } });
    return;
  }
  await noteFailure(scope, webhook.id, statusCode);
  if (webhook.isRetried) throw new DeliveryFailed(problem);
  await finish(scope, deliveryId, { problem });
}

/** After the last try. */
export async function giveUpDelivery(scope: WorkspaceScope, deliveryId: string, problem: string): Promise<void> {
  await finish(scope, deliveryId, { problem });
}

async function post(
  { outgoing }: Pick<Services, 'outgoing'>,
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  signal: AbortSignal,
): Promise<DeliveryTry> {
  const startedMs = Date.now();
  const at = new Date(startedMs).toISOString();
  try {
    const answer = await outgoing.request({ url, method: 'POST', headers, body, timeoutMs: answerLimitMs, maxBytes: largestAnswer, signal });
    const { status } = answer;
    return {
      at,
      durationMs: Date.now() - startedMs,
      statusCode: status,
      problem: status >= 200 && status < 300 ? null : `The webhook answered ${status}.`,
      answer: storableText(Buffer.from(answer.body).toString('utf8'), keptAnswer),
    };
  } catch (thrown) {
    signal.throwIfAborted();
    return { at, durationMs: Date.now() - startedMs, statusCode: null, problem: toAppError(thrown).publicMessage, answer: null };
  }
}

/** PostgreSQL keeps no NUL in a text. */
function storableText(text: string, mostCharacters: number): string {
  return text.slice(0, mostCharacters).replaceAll('\0', '\uFFFD').toWellFormed();
}

async function finish(scope: WorkspaceScope, deliveryId: string, { problem }: { readonly problem: string | null }): Promise<void> {
  await scope.db.webhookDelivery.updateMany({
    where: { id: deliveryId, status: 'pending' },
    data: { status: problem === null ? 'delivered' : 'failed', problem, finishedAt: new Date() },
  });
}

async function noteFailure(scope: WorkspaceScope, webhookId: string, statusCode: number | null): Promise<void> {
  const now = new Date();
  await scope.db.webhook.updateMany({ where: { id: webhookId }, data: { failureCount: { increment: 1 }, lastFailureAt: now, lastFailureCode: statusCode } });
  const longAgo = new Date(now.getTime() - silenceBeforeOffMs);
  await scope.db.webhook.updateMany({
    where: {
      id: webhookId,
      failureCount: { gte: failuresBeforeOff },
      autoDisabledAt: null,
      OR: [{ lastSuccessAt: { lt: longAgo } }, { lastSuccessAt: null, createdAt: { lt: longAgo } }],
    },
    data: { autoDisabledAt: now },
  });
}
