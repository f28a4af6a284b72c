import { z } from 'zod';
import type { AgentConfig } from '../../contracts/agent-config';

const criterionSchema = z.looseObject({
  id: z.string().min(1).max(200),
  name: z.string().default(''),
  conversationGoalPrompt: z.string().max(2000).default(''),
  scoringMode: z.enum(['binary', 'numeric_uniform']).catch('binary').default('binary'),
  maxScore: z.number().positive().default(100),
  scoreInstructions: z.string().nullish(),
  llm: z.string().nullish(),
});
export type Criterion = z.output<typeof criterionSchema>;

/** The agent's criteria that can be judged; what has no id or goal is left out. */
export function criteriaOf(config: AgentConfig): readonly Criterion[] {
  return readCriteria(config.platformSettings.evaluation.criteria);
}

export function readCriteria(given: readonly unknown[]): readonly Criterion[] {
  return given.flatMap((entry) => {
    const parsed = criterionSchema.safeParse(entry);
    return parsed.success && parsed.data.conversationGoalPrompt.trim() !== '' ? [parsed.data] : [];
  });
}

const wantedSchema = z.looseObject({
  type: z.enum(['string', 'boolean', 'integer', 'number']).catch('string'),
  description: z.string().default(''),
  enum: z.array(z.string()).nullish(),
  name: z.string().nullish(),
  constantValue: z.union([z.string(), z.number(), z.boolean()]).nullish(),
  dynamicVariable: z.string().nullish(),
});
export type WantedItem = z.output<typeof wantedSchema> & { readonly id: string };

/** What the agent is to pick out of its conversations. */
export function dataCollectionOf(config: AgentConfig): readonly WantedItem[] {
  return Object.entries(config.platformSettings.dataCollection).flatMap(([id, entry]) => {
    const parsed = wantedSchema.safeParse(entry);
    return parsed.success ? [{ ...parsed.data, id }] : [];
  });
}
