import { z } from 'zod';
import type { WorkspaceScope } from '../../../auth/scope';
import { type ConversationListFilter, conversationStatuses, type ValueCondition, valueOperators } from '../../../contracts/conversation';
import type { ConversationFilter } from '../../../domain/conversations/conversation-filter';
import { conversationsAbout } from '../../../domain/topics/stored-topics';
import { AppError } from '../../../lib/app-error';
import { flag, manyOf, wholeNumber } from '../../wire/query';

const id = z.string().max(100);
const name = z.string().max(200);
const names = manyOf(name).optional();

/** The members of a query that narrow a list of conversations. */
export const conversationFilterQuery = {
  agent_id: id.optional(),
  branch_id: id.optional(),
  version_id: id.optional(),
  visited_agent_ids: names,
  visited_agent_branch_ids: names,
  triggered_procedure_ids: names,
  call_successful: z.enum(['success', 'failure', 'unknown', 'error']).optional(),
  call_start_before_unix: wholeNumber.optional(),
  call_start_after_unix: wholeNumber.optional(),
  call_duration_min_secs: wholeNumber.optional(),
  call_duration_max_secs: wholeNumber.optional(),
  rating_min: wholeNumber.optional(),
  rating_max: wholeNumber.optional(),
  has_feedback_comment: flag.optional(),
  user_id: name.optional(),
  evaluation_params: names,
  data_collection_params: manyOf(z.string().max(1000)).optional(),
  dynamic_variable_params: manyOf(z.string().max(1000)).optional(),
  tool_names: names,
  tool_names_successful: names,
  tool_names_errored: names,
  include_invalid_tool_calls: flag.optional(),
  main_languages: names,
  conversation_initiation_source: z.string().max(40).optional(),
  text_only: flag.optional(),
  conversation_product_type: z.string().max(40).optional(),
  parent_conversation_id: id.optional(),
  topic_ids: names,
  exclude_statuses: manyOf(z.enum(conversationStatuses)).optional(),
  tag_ids: names,
  workflow_node_entered_id: name.optional(),
  termination_reasons: names,
  guardrail_types: names,
  custom_guardrail_names: names,
};

type FilterQuery = z.infer<z.ZodObject<typeof conversationFilterQuery>>;

export async function filterOf(scope: WorkspaceScope, query: FilterQuery): Promise<ConversationFilter> {
  const ids = asksForWhatNeverIs(query) ? [] : query.topic_ids === undefined ? undefined : await conversationsAbout(scope, query.topic_ids);
  const branches = [...(query.branch_id === undefined ? [] : [query.branch_id]), ...(query.visited_agent_branch_ids ?? [])];
  return {
    agentId: query.agent_id,
    branchIds: branches.length === 0 ? undefined : branches,
    versionId: query.version_id,
    visitedAgentIds: query.visited_agent_ids,
    callSuccessful: query.call_successful === 'error' ? undefined : query.call_successful,
    status: query.call_successful === 'error' ? 'failed' : undefined,
    startedAfterUnix: query.call_start_after_unix,
    startedBeforeUnix: query.call_start_before_unix,
    durationMinSecs: query.call_duration_min_secs,
    durationMaxSecs: query.call_duration_max_secs,
    ratingMin: query.rating_min,
    ratingMax: query.rating_max,
    hasComment: query.has_feedback_comment,
    userId: query.user_id,
    evaluations: query.evaluation_params?.map(readEvaluation),
    collected: query.data_collection_params?.map(readCondition),
    variables: query.dynamic_variable_params?.map(readCondition),
    toolNames: query.tool_names,
    toolNamesSuccessful: query.tool_names_successful,
    toolNamesErrored: query.tool_names_errored,
    languages: query.main_languages,
    source: query.conversation_initiation_source,
    textOnly: query.text_only,
    excludeStatuses: query.exclude_statuses,
    tagIds: query.tag_ids,
    workflowNodeIds: query.workflow_node_entered_id === undefined ? undefined : [query.workflow_node_entered_id],
    endReasons: query.termination_reasons,
    guardrailTypes: query.guardrail_types,
    guardrailNames: query.custom_guardrail_names,
    ...(ids === undefined ? {} : { ids }),
  } satisfies { [K in keyof ConversationListFilter]?: ConversationListFilter[K] | undefined };
}

/** Procedures and conversations inside others leave no trace in a record here, so none has any. */
function asksForWhatNeverIs(query: FilterQuery): boolean {
  const { triggered_procedure_ids, parent_conversation_id, conversation_product_type } = query;
  const never = [triggered_procedure_ids, parent_conversation_id];
  return never.some((member) => member !== undefined) || (conversation_product_type !== undefined && conversation_product_type !== 'agents');
}

/** `criterion:result`. */
function readEvaluation(text: string): { criterionId: string; result: string } {
  const at = text.lastIndexOf(':');
  if (at < 1) throw new AppError('invalid_input', `${text} is not of the form criterion:result.`, { path: ['evaluation_params'] });
  return { criterionId: text.slice(0, at), result: text.slice(at + 1) };
}

/** `name:operator:value`. */
function readCondition(text: string): ValueCondition {
  const [name = '', asked = '', ...rest] = text.split(':');
  const operator = valueOperators.find((known) => known === asked);
  if (name === '' || operator === undefined) throw new AppError('invalid_input', `${text} is not of the form name:operator:value.`);
  return { name, operator, value: rest.join(':') };
}
