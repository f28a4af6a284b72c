import type { WorkspaceScope } from '../../auth/scope';
import type { AgentConfig } from '../../contracts/agent-config';
import { AppError } from '../../lib/app-error';
import { listProcedures, type ProcedureBranchInput } from './procedures';
import type { ProcedureView } from './procedure-views';
import { referencesOf } from './references';

const columnWidth = 400;
const rowHeight = 160;

/**
 * A branch's procedures, drafts included, as a workflow: from the start an edge to each procedure that has a trigger, judged by the model, and from
 * each to those it refers to. Throws `invalid_input` for one that has no text or refers to one that is not there.
 */
export async function compileProcedures(scope: WorkspaceScope, input: ProcedureBranchInput): Promise<AgentConfig['workflow']> {
  const procedures = (await listProcedures(scope, input)).filter(({ type }) => type !== 'folder');
  const known = new Map(procedures.map((procedure) => [procedure.procedureId, procedure]));
  for (const procedure of procedures) {
    if (procedure.content.trim() === '') throw invalid(procedure, 'has no text');
    const missing = referencesOf(procedure.content).procedureIds.find((id) => !known.has(id));
    if (missing !== undefined) throw invalid(procedure, `refers to ${missing}, which is not on this branch`);
  }
  const starts = procedures.filter(({ trigger }) => trigger.trim() !== '');
  const edges = [
    ...starts.map((to) => ({ id: `edge_start_${to.procedureId}`, source: 'start_node', target: to.procedureId, condition: to.trigger })),
    ...procedures.flatMap((from) =>
      referencesOf(from.content)
        .procedureIds.filter((id) => id !== from.procedureId)
        .map((id) => ({
          id: `edge_${from.procedureId}_${id}`,
          source: from.procedureId,
          target: id,
          condition: `The procedure “${known.get(id)?.name ?? id}” is needed`,
        })),
    ),
  ];
  const outgoing = (id: string) => edges.filter(({ source }) => source === id).map((edge) => edge.id);
  return {
    nodes: Object.fromEntries([
      ['start_node', { type: 'start', position: { x: 0, y: 0 }, edgeOrder: outgoing('start_node') }],
      ...procedures.map((procedure, i) => [
        procedure.procedureId,
        {
          type: 'override_agent',
          label: procedure.name,
          additionalPrompt: procedure.content,
          conversationConfig: {},
          additionalKnowledgeBase: [],
          additionalToolIds: referencesOf(procedure.content).toolIds,
          entryBehavior: 'auto',
          position: { x: procedure.trigger.trim() === '' ? columnWidth * 2 : columnWidth, y: i * rowHeight },
          edgeOrder: outgoing(procedure.procedureId),
        },
      ]),
    ]),
    edges: Object.fromEntries(edges.map(({ id, source, target, condition }) => [id, { source, target, forwardCondition: { type: 'llm', condition } }])),
    preventSubagentLoops: false,
  };
}

function invalid(procedure: ProcedureView, problem: string): AppError {
  return new AppError('invalid_input', `The procedure “${procedure.name}” ${problem}.`, { path: ['procedures', procedure.procedureId] });
}
