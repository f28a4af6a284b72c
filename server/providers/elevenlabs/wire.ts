import { z } from 'zod';

const alignmentSchema = z.object({ chars: z.array(z.string()), charStartTimesMs: z.array(z.number()), charDurationsMs: z.array(z.number()) });

/** Answers of the speech socket are camelCase, its requests snake_case. */
export const speechMessageSchema = z.object({
  audio: z.string().nullish(),
  isFinal: z.boolean().nullish(),
  alignment: alignmentSchema.nullish(),
  error: z.string().optional(),
  message: z.string().optional(),
  code: z.number().optional(),
});

export const transcriptMessageSchema = z.object({
  message_type: z.string(),
  text: z.string().optional(),
  error: z.string().optional(),
  language_code: z.string().nullish(),
});

export const httpErrorSchema = z.object({
  detail: z.union([z.string(), z.object({ status: z.string().optional(), code: z.string().optional(), message: z.string().optional() })]),
});

export const voicesAnswerSchema = z.object({
  voices: z.array(
    z.object({
      voice_id: z.string(),
      name: z.string().nullish(),
      description: z.string().nullish(),
      labels: z.record(z.string(), z.string().nullish()).nullish(),
      verified_languages: z.array(z.object({ language: z.string() })).nullish(),
    }),
  ),
  has_more: z.boolean().nullish(),
  next_page_token: z.string().nullish(),
});
