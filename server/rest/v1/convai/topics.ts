import { z } from 'zod';
import { listTopics, type TopicView } from '../../../domain/topics/list-topics';
import { unixSecs } from '../../mappers/agent';
import { type Route, route, type Wire } from '../../route';
import { flag, pageQuery, wholeNumber } from '../../wire/query';

const topicsQuery = z.object({
  ...pageQuery,
  sort_by: z.enum(['conversations', 'sentiment', 'success_rate', 'frustration']).optional(),
  sort_direction: z.enum(['asc', 'desc']).optional(),
  from_unix_secs: wholeNumber.optional(),
  to_unix_secs: wholeNumber.optional(),
  include_evaluation_criteria: flag.optional(),
});

/** What agents are asked about. */
export function topicRoutes(): readonly Route[] {
  return [
    route(
      'GET /v1/convai/agents/{agent_id}/topics',
      {
        permission: 'conversations:read',
        query: topicsQuery,
        note: 'Found by a job after conversations end, in those of the last thirty days, with the model for meanings on this machine or, without one, by their words. Nothing judges sentiment: sorting by it sorts by conversations.',
      },
      async ({ scope, params, query }) => {
        const found = await listTopics(scope, {
          agentId: params.agent_id,
          fromUnix: query.from_unix_secs,
          toUnix: query.to_unix_secs,
          sortBy: query.sort_by === 'success_rate' ? 'success_rate' : 'conversations',
          direction: query.sort_direction,
          cursor: query.cursor,
          pageSize: query.page_size,
        });
        return {
          topics: found.items.map((topic) => topicToWire(topic, query.include_evaluation_criteria === true)),
          window_start_unix_secs: unixSecs(found.windowStart),
          window_end_unix_secs: unixSecs(found.windowEnd),
          aggregated_run_count: found.runCount,
          has_more: found.nextCursor !== null,
          next_cursor: found.nextCursor,
        };
      },
    ),
  ];
}

function topicToWire(topic: TopicView, withCriteria: boolean): Wire {
  return {
    topic_id: topic.id,
    label: topic.label,
    description: topic.description,
    conversation_count: topic.conversationCount,
    parent_topic_id: null,
    x_2d: topic.x,
    y_2d: topic.y,
    success_rate: topic.successRate,
    metrics: {
      conversation_count: topic.conversationCount,
      sentiment: null,
      evaluation_criteria: withCriteria
        ? topic.criteria.map(({ criterionId, success, failure, unknown }) => ({
            criteria_id: criterionId,
            success_count: success,
            failure_count: failure,
            unknown_count: unknown,
          }))
        : [],
    },
  };
}
