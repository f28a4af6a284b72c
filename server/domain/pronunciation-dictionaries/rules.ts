import { z } from 'zod';
import type { PronunciationRule } from '../../voice/speech/pronunciation';

export const mostRules = 10_000;

const common = {
  stringToReplace: z.string().trim().min(1).max(200),
  caseSensitive: z.boolean().optional(),
  wordBoundaries: z.boolean().optional(),
};

/** Rules as they are stored; the engine takes them as they are. */
export const rulesSchema = z
  .array(
    z.discriminatedUnion('type', [
      z.object({ ...common, type: z.literal('alias'), alias: z.string().min(1).max(500) }),
      z.object({ ...common, type: z.literal('phoneme'), phoneme: z.string().min(1).max(500), alphabet: z.enum(['ipa', 'cmu-arpabet']) }),
    ]),
  )
  .max(mostRules)
  .transform((rules) => rules as readonly PronunciationRule[]);
