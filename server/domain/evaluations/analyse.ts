import type { AgentConfig, DynamicVariables } from '../../contracts/agent-config';
import type { TranscriptItem } from '../../contracts/conversation';
import { type CollectedItem, type ConversationAnalysis, type CriterionResult, overallVerdict, type Verdict } from './analysis';
import { type Criterion, criteriaOf, dataCollectionOf, type WantedItem } from './criteria';
import type { Judge } from './judge';

export interface AnalyseInput {
  readonly config: AgentConfig;
  readonly transcript: readonly TranscriptItem[];
  readonly variables: DynamicVariables;
  readonly language: string;
  /** How it went by the way it ended, for agents without criteria. */
  readonly howItEnded: Verdict;
  /** Criteria besides the agent's own. */
  readonly extraCriteria?: readonly Criterion[];
  readonly judge: Judge;
  readonly signal: AbortSignal;
}

/** Judges a conversation by the agent's criteria, picks the wanted data out of it and sums it up. */
export async function analyse(input: AnalyseInput): Promise<ConversationAnalysis> {
  const { config, transcript, language, judge, signal, extraCriteria = [] } = input;
  const criteria: CriterionResult[] = [];
  for (const criterion of [...criteriaOf(config), ...extraCriteria]) criteria.push(await judgeCriterion(judge, criterion, transcript, signal));
  const collected: CollectedItem[] = [];
  for (const item of dataCollectionOf(config)) collected.push(await collectItem(input, item));
  const { summary, title } = await judge.summarise(transcript, language, signal);
  return { callSuccessful: overallVerdict(criteria, input.howItEnded), summary, title, criteria, collected, judgedBy: judge.model };
}

export async function judgeCriterion(judge: Judge, criterion: Criterion, transcript: readonly TranscriptItem[], signal: AbortSignal): Promise<CriterionResult> {
  const { scoringMode } = criterion;
  const isScored = scoringMode === 'numeric_uniform';
  const { result, rationale, score } = await judge.judge(
    {
      goal: criterion.conversationGoalPrompt,
      transcript,
      ...(isScored ? { maxScore: criterion.maxScore, ...(criterion.scoreInstructions ? { scoreInstructions: criterion.scoreInstructions } : {}) } : {}),
    },
    signal,
  );
  return {
    criterionId: criterion.id,
    name: criterion.name,
    result,
    rationale,
    scoringMode,
    score: isScored ? (score ?? null) : null,
    maxScore: isScored ? criterion.maxScore : null,
  };
}

async function collectItem({ judge, transcript, variables, signal }: AnalyseInput, item: WantedItem): Promise<CollectedItem> {
  const { id: itemId, ...schema } = item;
  if (item.constantValue !== null && item.constantValue !== undefined && item.constantValue !== '') {
    return { itemId, value: item.constantValue, rationale: 'The agent’s settings give this value.', schema };
  }
  if (item.dynamicVariable) {
    return { itemId, value: variables[item.dynamicVariable] ?? null, rationale: `The value of the variable ${item.dynamicVariable}.`, schema };
  }
  const found = await judge.collect(
    { name: item.name ?? itemId, type: item.type, description: item.description, ...(item.enum ? { options: item.enum } : {}) },
    transcript,
    signal,
  );
  return { itemId, ...found, schema };
}
