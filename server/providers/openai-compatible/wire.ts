import { z } from 'zod';

/** Servers of this kind differ in what they list; an id is all they share. */
export const modelsAnswerSchema = z.object({ data: z.array(z.object({ id: z.string() })) });
