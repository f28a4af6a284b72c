import { z } from 'zod';

/** What the user's server is sent: the model's own inputs, the sound as base64 PCM16. */
export interface EndOfTurnQuestion {
  readonly audio: string;
  readonly sampling_rate: 16_000;
  readonly turns: readonly { readonly role: 'user' | 'assistant'; readonly content: string }[];
}

export const endOfTurnAnswerSchema = z.object({ probability: z.number().min(0).max(1) });
