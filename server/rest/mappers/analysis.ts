import type { CollectedItem, ConversationAnalysis, CriterionResult } from '../../domain/evaluations/analysis';
import { toWire } from '../../contracts/wire-case';

type Wire = Record<string, unknown>;

export function analysisToWire(analysis: ConversationAnalysis): Wire {
  const criteria = analysis.criteria.map(criterionToWire);
  const collected = analysis.collected.map(collectedToWire);
  const scored = analysis.criteria.filter(({ score, maxScore }) => score !== null && maxScore !== null);
  return {
    call_successful: analysis.callSuccessful,
    call_success_score: scored.length === 0 ? null : mean(scored.map(({ score, maxScore }) => (100 * (score ?? 0)) / (maxScore ?? 100))),
    transcript_summary: analysis.summary,
    call_summary_title: analysis.title === '' ? null : analysis.title,
    evaluation_criteria_results: Object.fromEntries(analysis.criteria.map(({ criterionId }, i) => [criterionId, criteria[i]])),
    data_collection_results: Object.fromEntries(analysis.collected.map(({ itemId }, i) => [itemId, collected[i]])),
    evaluation_criteria_results_list: criteria,
    data_collection_results_list: collected,
  };
}

function criterionToWire({ criterionId, result, rationale, scoringMode, score, maxScore }: CriterionResult): Wire {
  return { criteria_id: criterionId, result, rationale, scoring_mode: scoringMode, score, max_score: maxScore };
}

function collectedToWire({ itemId, value, rationale, schema }: CollectedItem): Wire {
  const { name, ...jsonSchema } = toWire(schema) as { name?: unknown } & Wire;
  return { data_collection_id: itemId, name: name ?? null, value, rationale, json_schema: jsonSchema };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
