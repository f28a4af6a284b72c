import type { Json, WorkspaceScope } from '../../auth/scope';
import type { DynamicVariables } from '../../contracts/agent-config';
import type { TranscriptItem } from '../../contracts/conversation';
import { AppError } from '../../lib/app-error';
import { configOf } from '../agents/get-agent';
import { measureConversation } from '../analytics/measure-conversation';
import { noteChange } from '../audit-log/note-change';
import type { ConversationView } from '../conversations/conversation-views';
import { findConversation, getConversation } from '../conversations/get-conversation';
import { statusAfter } from '../conversations/rules';
import type { EndReason } from '../../contracts/conversation';
import { type ConversationAnalysis, overallVerdict } from './analysis';
import { analyse, judgeCriterion } from './analyse';
import { criteriaOf } from './criteria';
import type { JudgeOf } from './agent-lab';

export interface AnalyseConversationInput {
  readonly conversationId: string;
  readonly judgeOf: JudgeOf;
  readonly signal: AbortSignal;
}

/**
 * Judges a conversation that is over and keeps what came of it; a conversation that waited for this is done then. Throws `not_found`, and
 * `conflict` while the conversation still runs.
 */
export async function analyseConversation(scope: WorkspaceScope, { conversationId, judgeOf, signal }: AnalyseConversationInput): Promise<ConversationView> {
  scope.may('conversations:write');
  const { row, config, transcript } = await findEnded(scope, conversationId);
  const analysis = await analyse({
    config,
    transcript,
    variables: variablesOf(row.initiationData),
    language: row.language,
    howItEnded: howItEnded(row.endReason, transcript),
    judge: await judgeOf(scope, config, llmOf(config)),
    signal,
  });
  await keep(scope, row, analysis);
  return getConversation(scope, conversationId);
}

/** Judges one criterion anew, with the agent's newest wording of it. Throws `not_found` for a criterion the agent does not have. */
export async function judgeConversationAnew(
  scope: WorkspaceScope,
  { conversationId, criterionId, judgeOf, signal }: AnalyseConversationInput & { readonly criterionId: string },
): Promise<ConversationView> {
  scope.may('conversations:write');
  const { row, config, transcript } = await findEnded(scope, conversationId);
  const criterion = criteriaOf(config).find(({ id }) => id === criterionId);
  if (criterion === undefined) throw new AppError('not_found', 'The agent has no such criterion in the version this conversation ran with.');
  const result = await judgeCriterion(await judgeOf(scope, config, criterion.llm ?? llmOf(config)), criterion, transcript, signal);
  const before = row.analysis as ConversationAnalysis | null;
  const criteria = [...(before?.criteria ?? []).filter((other) => other.criterionId !== criterionId), result];
  await keep(scope, row, {
    summary: row.summary,
    title: row.title,
    collected: [],
    judgedBy: null,
    ...before,
    criteria,
    callSuccessful: overallVerdict(criteria, howItEnded(row.endReason, transcript)),
  });
  return getConversation(scope, conversationId);
}

async function findEnded(scope: WorkspaceScope, conversationId: string) {
  const row = await findConversation(scope.db, conversationId);
  if (row.endedAt === null) throw new AppError('conflict', 'The conversation has not ended yet.');
  const version = await scope.db.agentVersion.findFirstOrThrow({ where: { id: row.agentVersionId } });
  return { row, config: configOf(version), transcript: row.transcript as unknown as TranscriptItem[] };
}

async function keep(
  scope: WorkspaceScope,
  row: { readonly id: string; readonly status: string; readonly endReason: string | null },
  analysis: ConversationAnalysis,
): Promise<void> {
  await scope.db.$transaction(async (db) => {
    await db.conversation.updateMany({
      where: { id: row.id },
      data: {
        analysis: { ...analysis, judgedAt: new Date().toISOString() } as unknown as Json,
        collectedValues: Object.fromEntries(analysis.collected.map(({ itemId, value }) => [itemId, value])),
        callSuccessful: analysis.callSuccessful,
        summary: analysis.summary,
        title: analysis.title,
        ...(row.status === 'processing' ? { status: statusAfter((row.endReason ?? 'participant-left') as EndReason) } : {}),
      },
    });
    if (scope.actor.kind !== 'system') await noteChange(db, scope, { action: 'conversation.analysed', targetKind: 'conversation', targetId: row.id });
  });
  await measureConversation(scope, row.id);
}

function howItEnded(endReason: string | null, transcript: readonly TranscriptItem[]) {
  if (endReason !== null && statusAfter(endReason as EndReason) === 'failed') return 'failure' as const;
  return transcript.some((item) => item.role === 'user' && item.message !== null && item.ignoredAsBackchannel !== true)
    ? ('success' as const)
    : ('unknown' as const);
}

function llmOf(config: { readonly platformSettings: Readonly<Record<string, unknown>> }): string | undefined {
  const { analysisLlm } = config.platformSettings;
  return typeof analysisLlm === 'string' ? analysisLlm : undefined;
}

function variablesOf(initiationData: unknown): DynamicVariables {
  const variables = (initiationData as { dynamic_variables?: unknown } | null)?.dynamic_variables;
  return typeof variables === 'object' && variables !== null ? (variables as DynamicVariables) : {};
}
