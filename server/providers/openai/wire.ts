import { z } from 'zod';

export const errorAnswerSchema = z.object({
  error: z.object({ message: z.string().optional(), type: z.string().nullish(), code: z.string().nullish(), param: z.string().nullish() }),
});

export const modelsAnswerSchema = z.object({ data: z.array(z.object({ id: z.string() })) });
