import type { WorkspaceScope } from '../../auth/scope';
import type { WebhookEvent } from './webhook-views';

export interface PayloadRequest {
  readonly type: WebhookEvent;
  readonly conversationId: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** The `data` of an event, in the public API's words. Throws `not_found` when what it tells of is gone. */
export type PayloadMaker = (scope: WorkspaceScope, request: PayloadRequest) => Promise<Readonly<Record<string, unknown>>>;
