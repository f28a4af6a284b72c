/** What a test's form works on: the public API's words, as the server keeps them. Members that are not named here stay as they are. */
export const testTypes = ['llm', 'tool', 'simulation'] as const;
export type TestType = (typeof testTypes)[number];

export interface ChatItem {
  readonly role: 'user' | 'agent';
  readonly message?: string | null;
  readonly time_in_call_secs?: number;
}

export const matcherTypes = ['exact', 'regex', 'llm', 'anything'] as const;
export type MatcherType = (typeof matcherTypes)[number];

export type Matcher =
  | { readonly type: 'exact'; readonly expected_value: string }
  | { readonly type: 'regex'; readonly pattern: string }
  | { readonly type: 'llm'; readonly description: string }
  | { readonly type: 'anything' };

export interface ParameterMatcher {
  readonly path: string;
  readonly eval: Matcher;
}

export interface ToolMock {
  readonly parameter_conditions?: readonly ParameterMatcher[] | null;
  readonly mock_result: string;
  readonly is_error?: boolean | null;
}

export interface Example {
  readonly response: string;
  readonly type: 'success' | 'failure';
}

export interface TestDocument {
  readonly [member: string]: unknown;
  readonly chat_history?: readonly ChatItem[] | null;
  readonly dynamic_variables?: Readonly<Record<string, unknown>> | null;
  readonly success_condition?: string | null;
  readonly success_examples?: readonly Example[] | null;
  readonly failure_examples?: readonly Example[] | null;
  readonly check_any_tool_matches?: boolean | null;
  readonly tool_call_parameters?: {
    readonly parameters?: readonly ParameterMatcher[] | null;
    readonly referenced_tool?: { readonly id: string; readonly type: string } | null;
    readonly verify_absence?: boolean | null;
  } | null;
  readonly simulation_scenario?: string | null;
  readonly simulation_max_turns?: number | null;
  readonly success_conditions?: readonly string[] | null;
  readonly tool_mock_config?: {
    readonly mocking_strategy?: MockingStrategy | null;
    readonly fallback_strategy?: FallbackStrategy | null;
    readonly mocked_tool_ids?: readonly string[] | null;
  } | null;
  readonly tool_mock_overrides?: Readonly<Record<string, readonly ToolMock[]>> | null;
  readonly from_conversation_metadata?: { readonly conversation_id?: string } | null;
}

export const mockingStrategies = ['none', 'selected', 'all'] as const;
export type MockingStrategy = (typeof mockingStrategies)[number];
export const fallbackStrategies = ['raise_error', 'call_real_tool'] as const;
export type FallbackStrategy = (typeof fallbackStrategies)[number];

/** What a new test of a kind begins with. */
export function newDocument(type: TestType): TestDocument {
  const opening: readonly ChatItem[] = [{ role: 'user', message: '', time_in_call_secs: 0 }];
  switch (type) {
    case 'llm':
      return { chat_history: opening, success_condition: '', success_examples: [], failure_examples: [] };
    case 'tool':
      return { chat_history: opening, check_any_tool_matches: true, tool_call_parameters: { parameters: [] } };
    case 'simulation':
      return { simulation_scenario: '', simulation_max_turns: 5, success_conditions: [], tool_mock_config: { mocking_strategy: 'all' } };
  }
}

/** A matcher of another kind that keeps what was written. */
export function withMatcherType(matcher: Matcher, type: MatcherType): Matcher {
  const text = matcherText(matcher);
  switch (type) {
    case 'exact':
      return { type, expected_value: text };
    case 'regex':
      return { type, pattern: text };
    case 'llm':
      return { type, description: text };
    case 'anything':
      return { type };
  }
}

export function matcherText(matcher: Matcher): string {
  switch (matcher.type) {
    case 'exact':
      return matcher.expected_value;
    case 'regex':
      return matcher.pattern;
    case 'llm':
      return matcher.description;
    case 'anything':
      return '';
  }
}

export type TestProblem = 'name' | 'lastTurn' | 'emptyTurn' | 'condition' | 'tool' | 'path' | 'pattern' | 'scenario';

/** What keeps a test from telling anything; empty: it can be run. */
export function problemsOf(type: TestType, name: string, document: TestDocument): readonly TestProblem[] {
  const problems: TestProblem[] = [];
  if (name.trim() === '') problems.push('name');
  const history = document.chat_history ?? [];
  if (type !== 'simulation') {
    if (history.some(({ message }) => (message ?? '').trim() === '')) problems.push('emptyTurn');
    else if (history.length > 0 && history.at(-1)?.role !== 'user') problems.push('lastTurn');
  }
  if (type === 'llm' && (document.success_condition ?? '').trim() === '') problems.push('condition');
  if (type === 'tool') {
    const wanted = document.tool_call_parameters;
    // A test of the way through a workflow, as the public API may bring it, names a node in place of a tool.
    const hasSubject = wanted?.referenced_tool != null || (wanted !== null && wanted !== undefined && 'workflow_node_transition' in wanted);
    if (!hasSubject) problems.push('tool');
    problems.push(...problemsOfMatchers(wanted?.parameters ?? []));
  }
  if (type === 'simulation') {
    if ((document.simulation_scenario ?? '').trim() === '') problems.push('scenario');
    if ([...(document.success_conditions ?? []), document.success_condition ?? ''].every((condition) => condition.trim() === '')) problems.push('condition');
    const mocks = Object.values(document.tool_mock_overrides ?? {}).flat();
    problems.push(...problemsOfMatchers(mocks.flatMap((mock) => mock.parameter_conditions ?? [])));
  }
  return [...new Set(problems)];
}

function problemsOfMatchers(matchers: readonly ParameterMatcher[]): TestProblem[] {
  return matchers.flatMap(({ path, eval: matcher }) => [
    ...(path.trim() === '' ? (['path'] as const) : []),
    ...(matcher.type === 'regex' && !isPattern(matcher.pattern) ? (['pattern'] as const) : []),
  ]);
}

function isPattern(pattern: string): boolean {
  try {
    new RegExp(pattern, 'u');
    return pattern !== '';
  } catch {
    return false;
  }
}
