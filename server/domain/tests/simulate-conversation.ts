import type { WorkspaceScope } from '../../auth/scope';
import type { TranscriptItem } from '../../contracts/conversation';
import { configOf, findAgentVersion } from '../agents/get-agent';
import { analyse } from '../evaluations/analyse';
import type { ConversationAnalysis } from '../evaluations/analysis';
import type { AgentLab, MockedAnswer } from '../evaluations/agent-lab';
import { readCriteria } from '../evaluations/criteria';
import { playedByModel, playedByScript } from './simulated-user';
import { variablesOf } from './test-document';
import { fixedMocks } from './tool-mocks';

export interface SimulateInput {
  readonly agentId: string;
  readonly user: { readonly prompt: string; readonly firstMessage: string; readonly language: string; readonly llm?: string | undefined };
  readonly past: readonly TranscriptItem[];
  readonly variables: Readonly<Record<string, unknown>>;
  /** Tool name to what it answers. */
  readonly mocks: Readonly<Record<string, MockedAnswer>>;
  /** Besides the agent's own. */
  readonly extraCriteria: readonly unknown[];
  /** Turns of the user at most. */
  readonly mostTurns?: number | undefined;
  readonly lab: AgentLab;
  readonly onItem?: (item: TranscriptItem) => void;
  readonly signal: AbortSignal;
}

export interface Simulated {
  readonly transcript: readonly TranscriptItem[];
  readonly analysis: ConversationAnalysis;
}

/** A person without an end would talk for ever, whatever the caller allows. */
const turnsAtMost = 50;

/** Has a simulated user talk with the agent by text, and judges what came of it. Nothing is kept. */
export async function simulateConversation(scope: WorkspaceScope, input: SimulateInput): Promise<Simulated> {
  scope.may('agents:write');
  const { lab, user, past, signal, onItem } = input;
  const { agent, version } = await findAgentVersion(scope.db, { agentId: input.agentId });
  const config = configOf(version);
  const language = user.language || config.conversationConfig.agent.language;
  const model = await lab.modelOf(scope, config, user.llm);
  const speak =
    model === null
      ? playedByScript(user.prompt, user.firstMessage)
      : playedByModel(model, { scenario: user.prompt, language, firstMessage: user.firstMessage });
  const variables = variablesOf(input.variables);
  const limit = Math.min(input.mostTurns ?? turnsAtMost, turnsAtMost);
  let turns = 0;
  const { transcript } = await lab.tryOut(scope, {
    agent: { id: agent.id, name: agent.name },
    config,
    past,
    variables,
    mock: fixedMocks(input.mocks),
    nextUserTurn: async (soFar) => (turns++ < limit ? speak([...past, ...soFar], signal) : null),
    ...(onItem === undefined ? {} : { onItem }),
    signal,
  });
  const all = [...past, ...transcript];
  const { analysisLlm } = config.platformSettings as { analysisLlm?: unknown };
  const analysis = await analyse({
    config,
    transcript: all,
    variables,
    language,
    howItEnded: all.some(({ role }) => role === 'user') ? 'success' : 'unknown',
    extraCriteria: readCriteria(input.extraCriteria),
    judge: await lab.judgeOf(scope, config, typeof analysisLlm === 'string' ? analysisLlm : undefined),
    signal,
  });
  return { transcript: all, analysis };
}
