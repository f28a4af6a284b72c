import { z } from 'zod';

export const errorAnswerSchema = z.object({
  error: z.object({
    code: z.number().optional(),
    message: z.string().optional(),
    status: z.string().optional(),
    details: z.array(z.object({ reason: z.string().optional(), retryDelay: z.string().optional() })).optional(),
  }),
});

export const modelsAnswerSchema = z.object({ models: z.array(z.object({ name: z.string() })) });
