export interface WebhookView {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly isDisabled: boolean;
  readonly isAutoDisabled: boolean;
  readonly isRetried: boolean;
  readonly events: readonly string[];
  readonly createdAt: Date;
  readonly lastFailureAt: Date | null;
  readonly lastFailureCode: number | null;
  readonly lastSuccessAt: Date | null;
  /** Where it is named: the workspace's settings, agents. */
  readonly usage: readonly ('workspace' | 'agent')[];
}

export interface DeliveryView {
  readonly id: string;
  readonly webhookId: string;
  readonly type: WebhookEvent;
  readonly conversationId: string | null;
  readonly status: 'pending' | 'delivered' | 'failed';
  readonly attempts: number;
  readonly statusCode: number | null;
  readonly problem: string | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

/** One try at a delivery. */
export interface DeliveryTry {
  /** ISO 8601. */
  readonly at: string;
  readonly durationMs: number;
  readonly statusCode: number | null;
  readonly problem: string | null;
  /** The beginning of what was answered. */
  readonly answer: string | null;
}

/** A delivery with what was sent and what came back. */
export interface DeliveryDetails extends DeliveryView {
  readonly url: string;
  /** As it was sent last, cut at a length; null: nothing was sent yet, it was sound, or it was erased. */
  readonly requestBody: string | null;
  readonly tries: readonly DeliveryTry[];
}

export type WebhookEvent = 'post_call_transcription' | 'post_call_audio' | 'call_initiation_failure' | 'speech_to_text_transcription';
