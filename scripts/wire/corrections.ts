import type { Endpoint, Shape } from '../../server/rest/wire/shape.ts';

/** Two shapes of the library have one name; the list of shapes holds only the one of documents. This is the one of agents. */
const summariesOfAgents: Shape = {
  tag: 'status',
  cases: { success: { object: { data: { type: { ref: 'AgentSummaryResponseModel' } } } }, failure: { ref: 'BatchFailureResponseModel' } },
};

export function correctShapes(shapes: Readonly<Record<string, Shape>>): Record<string, Shape> {
  return { ...shapes, AgentSummariesGetResponseValue: summariesOfAgents };
}

export function correctEndpoints(endpoints: readonly Endpoint[]): readonly Endpoint[] {
  return endpoints.map((endpoint) =>
    endpoint.path === '/v1/convai/agents/summaries' ? { ...endpoint, answer: { map: { ref: 'AgentSummariesGetResponseValue' } } } : endpoint,
  );
}
