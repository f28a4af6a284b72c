import type { z } from 'zod';
import type { Json, WorkspaceScope } from '../../auth/scope';
import type { AgentConfig } from '../../contracts/agent-config';
import type { ConversationEvent, TranscriptItem } from '../../contracts/conversation';
import { AppError } from '../../lib/app-error';
import { configOf, findAgent } from '../agents/get-agent';
import type { Verdict } from '../evaluations/analysis';
import type { AgentLab, Trial, TrialOptions } from '../evaluations/agent-lab';
import { matchParameters } from './match-parameters';
import { playedByModel, playedByScript } from './simulated-user';
import { historyOf, llmTest, simulationTest, type TestType, toolTest, variablesOf } from './test-document';
import { callsAreSkipped, mocksOf } from './tool-mocks';

export interface TestResult {
  readonly result: Verdict;
  readonly messages: readonly string[];
  readonly summary: string;
}

interface Outcome extends TestResult {
  readonly responses: readonly TranscriptItem[];
  readonly events: readonly ConversationEvent[];
}

interface Subject {
  readonly agent: TrialOptions['agent'];
  readonly config: AgentConfig;
  readonly lab: AgentLab;
  readonly signal: AbortSignal;
}

const usualTurns = 5;

/** Runs one test and keeps what came of it. One that was cancelled meanwhile stays so. */
export async function runTest(
  scope: WorkspaceScope,
  testRunId: string,
  { lab, signal }: { readonly lab: AgentLab; readonly signal: AbortSignal },
): Promise<void> {
  const run = await scope.db.testRun.findFirst({ where: { id: testRunId, status: 'pending' }, include: { invocation: true } });
  if (run === null) return;
  const { invocation } = run;
  const agent = await findAgent(scope.db, invocation.agentId);
  const subject: Subject = { agent: { id: agent.id, name: agent.name }, config: await configUnderTest(scope, invocation), lab, signal };
  const { responses, events, ...result } = await outcomeOf(scope, subject, run.type as TestType, run.document);
  await scope.db.testRun.updateMany({
    where: { id: run.id, status: 'pending' },
    data: {
      status: result.result === 'success' ? 'passed' : 'failed',
      responses: responses as unknown as Json,
      events: events as unknown as Json,
      result: result as unknown as Json,
    },
  });
}

/** For a run whose job was given up. */
export async function failTestRun(scope: WorkspaceScope, testRunId: string, problem: string): Promise<void> {
  const result: TestResult = { result: 'unknown', messages: [], summary: `The test could not be run: ${problem}` };
  await scope.db.testRun.updateMany({ where: { id: testRunId, status: 'pending' }, data: { status: 'failed', result: result as unknown as Json } });
}

async function configUnderTest(scope: WorkspaceScope, invocation: { readonly config: unknown; readonly versionId: string | null }): Promise<AgentConfig> {
  if (invocation.config !== null) return configOf(invocation);
  const version = await scope.db.agentVersion.findFirst({ where: { id: invocation.versionId ?? '' } });
  if (version === null) throw new AppError('not_found', 'The version under test is gone.');
  return configOf(version);
}

function outcomeOf(scope: WorkspaceScope, subject: Subject, type: TestType, document: unknown): Promise<Outcome> {
  switch (type) {
    case 'llm':
      return nextReply(scope, subject, document);
    case 'tool':
      return toolCall(scope, subject, document);
    case 'simulation':
      return simulation(scope, subject, document);
  }
}

async function nextReply(scope: WorkspaceScope, subject: Subject, document: unknown): Promise<Outcome> {
  const { lab, config, signal } = subject;
  const test = llmTest.parse(document);
  const { before, responses, events, problem } = await reply(scope, subject, test);
  if (problem !== undefined) return { ...problem, responses, events };
  if (!responses.some(({ message }) => message !== null && message !== ''))
    return { result: 'failure', messages: [], summary: 'The agent said nothing.', responses, events };
  const judge = await lab.judgeOf(scope, config, undefined);
  const { result, rationale } = await judge.judge(
    {
      goal: test.success_condition ?? '',
      before,
      transcript: responses,
      ofAgentOnly: true,
      successExamples: (test.success_examples ?? []).map(({ response }) => response),
      failureExamples: (test.failure_examples ?? []).map(({ response }) => response),
    },
    signal,
  );
  return { result, messages: [rationale], summary: rationale, responses, events };
}

async function toolCall(scope: WorkspaceScope, subject: Subject, document: unknown): Promise<Outcome> {
  const { lab, config, signal } = subject;
  const test = toolTest.parse(document);
  const wanted = test.tool_call_parameters;
  if (wanted?.workflow_node_transition) return transition(scope, subject, test, wanted.workflow_node_transition.target_node_id);
  if (!wanted?.referenced_tool) return { result: 'unknown', messages: [], summary: 'The test names no tool to look for.', responses: [], events: [] };
  const { responses, events, problem } = await reply(scope, subject, test);
  if (problem !== undefined) return { ...problem, responses, events };
  const { id } = wanted.referenced_tool;
  const toolNames = [id, await toolNameOf(scope, id)];
  const calls = responses.flatMap(({ toolCalls }) => toolCalls ?? []);
  const made = calls.length === 0 ? 'The agent called no tool' : `The agent called ${calls.map(({ toolName }) => toolName).join(', ')}`;
  const candidates = (test.check_any_tool_matches === false ? calls.slice(0, 1) : calls).filter(({ toolName }) => toolNames.includes(toolName));
  if (wanted.verify_absence === true) {
    const summary = candidates.length === 0 ? `${made}, and not ${toolNames.at(-1)}.` : `${made}, which it was not to do.`;
    return { result: candidates.length === 0 ? 'success' : 'failure', messages: [summary], summary, responses, events };
  }
  if (candidates.length === 0) return { result: 'failure', messages: [], summary: `${made}, not ${toolNames.at(-1)}.`, responses, events };
  const judge = await lab.judgeOf(scope, config, undefined);
  const reasons: string[] = [];
  for (const call of candidates) {
    const match = await matchParameters(parsed(call.paramsAsJson), wanted.parameters ?? [], judge, signal);
    if (match.isMatch) return { result: 'success', messages: [], summary: `${call.toolName} was called with ${call.paramsAsJson}.`, responses, events };
    reasons.push(...match.reasons);
  }
  return { result: 'failure', messages: reasons, summary: reasons.join(' '), responses, events };
}

/** Whether the workflow comes to this node with the answer. */
async function transition(scope: WorkspaceScope, subject: Subject, test: z.output<typeof toolTest>, nodeId: string): Promise<Outcome> {
  const { responses, events, enteredNodes, problem } = await reply(scope, subject, test);
  if (problem !== undefined) return { ...problem, responses, events };
  const summary = enteredNodes.length === 0 ? 'The conversation came to no node of a workflow.' : `The conversation came to ${enteredNodes.join(', ')}.`;
  return { result: enteredNodes.includes(nodeId) ? 'success' : 'failure', messages: [], summary, responses, events };
}

async function simulation(scope: WorkspaceScope, subject: Subject, document: unknown): Promise<Outcome> {
  const { lab, config, signal, agent } = subject;
  const test = simulationTest.parse(document);
  const scenario = test.simulation_scenario ?? '';
  const judge = await lab.judgeOf(scope, config, test.evaluation_model ?? undefined);
  const model = await lab.modelOf(scope, config, test.simulated_user_model ?? undefined);
  const { language } = config.conversationConfig.agent;
  const user = model === null ? playedByScript(scenario) : playedByModel(model, { scenario, language });
  const past = historyOf(test.chat_history);
  const ids = await toolIdsByName(scope);
  let turns = 0;
  const { transcript, events } = await lab.tryOut(scope, {
    agent,
    config,
    past,
    variables: variablesOf(test.dynamic_variables),
    mock: mocksOf(test, (name) => ids.get(name) ?? [], judge, signal),
    nextUserTurn: async (soFar) => (turns++ < (test.simulation_max_turns ?? usualTurns) ? user([...past, ...soFar], signal) : null),
    signal,
  });
  const conditions = [...(test.success_conditions ?? []), ...(test.success_condition ? [test.success_condition] : [])].filter(
    (condition) => condition.trim() !== '',
  );
  const messages: string[] = model === null ? ['The user was played from the sentences of the scenario, as no language model is set up.'] : [];
  const verdicts: Verdict[] = [];
  for (const goal of conditions) {
    const { result, rationale } = await judge.judge({ goal, transcript: [...past, ...transcript] }, signal);
    verdicts.push(result);
    messages.push(`${goal}: ${rationale}`);
  }
  const result = verdicts.includes('failure') ? 'failure' : verdicts.length > 0 && verdicts.every((verdict) => verdict === 'success') ? 'success' : 'unknown';
  const met = verdicts.filter((verdict) => verdict === 'success').length;
  return {
    result,
    messages,
    summary: conditions.length === 0 ? 'The test has no condition to judge by.' : `${met} of ${conditions.length} conditions are met.`,
    responses: transcript,
    events,
  };
}

interface Replied extends Pick<Trial, 'events' | 'enteredNodes'> {
  readonly before: readonly TranscriptItem[];
  readonly responses: readonly TranscriptItem[];
  readonly problem?: TestResult;
}

/** What the agent answers to the last thing the user said in the test's history; without a history, how it opens. */
async function reply(
  scope: WorkspaceScope,
  { lab, agent, config, signal }: Subject,
  test: Pick<z.output<typeof llmTest>, 'chat_history' | 'dynamic_variables'>,
): Promise<Replied> {
  const history = historyOf(test.chat_history);
  const last = history.at(-1);
  if (last !== undefined && (last.role !== 'user' || last.message === null)) {
    const problem: TestResult = { result: 'unknown', messages: [], summary: 'The test’s history has to end with something the user says.' };
    return { before: history, responses: [], events: [], enteredNodes: [], problem };
  }
  const turns = last?.message === undefined || last.message === null ? [] : [last.message];
  const { transcript, events, enteredNodes } = await lab.tryOut(scope, {
    agent,
    config,
    past: history.slice(0, -1),
    variables: variablesOf(test.dynamic_variables),
    mock: callsAreSkipped,
    nextUserTurn: async () => turns.shift() ?? null,
    signal,
  });
  const said = transcript.findIndex(({ role }) => role === 'user');
  return { before: history, events, enteredNodes, responses: last === undefined ? transcript : transcript.slice(said + 1) };
}

/** A stored tool is named by its id; one of ours, or one written into the agent, by its name. */
async function toolNameOf(scope: WorkspaceScope, id: string): Promise<string> {
  const tool = await scope.db.tool.findFirst({ where: { id }, select: { name: true } });
  return tool?.name ?? id;
}

async function toolIdsByName(scope: WorkspaceScope): Promise<ReadonlyMap<string, readonly string[]>> {
  const tools = await scope.db.tool.findMany({ select: { id: true, name: true } });
  return new Map(tools.map(({ name }) => [name, tools.filter((tool) => tool.name === name).map(({ id }) => id)]));
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return {}; // a model may write anything: then no parameter is there
  }
}
