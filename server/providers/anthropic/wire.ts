import { z } from 'zod';

export const errorAnswerSchema = z.object({ error: z.object({ type: z.string(), message: z.string().optional() }) });

export const modelsAnswerSchema = z.object({ data: z.array(z.object({ id: z.string() })) });
