import { z } from 'zod';

const wordSchema = z.object({ word: z.string(), punctuated_word: z.string().optional(), start: z.number(), end: z.number() });

export const resultsSchema = z.object({
  type: z.literal('Results'),
  start: z.number(),
  duration: z.number(),
  is_final: z.boolean(),
  from_finalize: z.boolean().optional(),
  channel: z.object({
    alternatives: z.array(
      z.object({ transcript: z.string(), confidence: z.number().optional(), languages: z.array(z.string()).optional(), words: z.array(wordSchema).optional() }),
    ),
  }),
});

export const errorMessageSchema = z.object({
  type: z.literal('Error'),
  description: z.string().optional(),
  message: z.string().optional(),
  variant: z.string().optional(),
});

/** Messages without text for us: metadata, speech events, and what may come later. */
export const otherMessageSchema = z.object({ type: z.string() });

export const serverMessageSchema = z.union([resultsSchema, errorMessageSchema, otherMessageSchema]);

export const httpErrorSchema = z.object({
  err_code: z.string().optional(),
  err_msg: z.string().optional(),
  category: z.string().optional(),
  message: z.string().optional(),
});

export const projectsAnswerSchema = z.object({ projects: z.array(z.object({ project_id: z.string(), name: z.string().optional() })) });

export const finalize = JSON.stringify({ type: 'Finalize' });
export const keepAlive = JSON.stringify({ type: 'KeepAlive' });
export const closeStream = JSON.stringify({ type: 'CloseStream' });
