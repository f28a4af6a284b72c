import { z } from 'zod';
import { procedureTypes } from '../../../contracts/agent-config';
import { compileProcedures } from '../../../domain/procedures/compile-procedures';
import {
  createProcedure,
  deleteProcedureDraft,
  getProcedure,
  getProcedureDraft,
  listProcedures,
  removeProcedure,
  writeProcedureDraft,
} from '../../../domain/procedures/procedures';
import { workflowToWire } from '../../mappers/agent';
import { procedureItemToWire, procedureToWire } from '../../mappers/procedure';
import { type Route, route } from '../../route';

const id = z.string().max(100);
const listQuery = z.object({ agent_version_id: id.optional() });
const getQuery = z.object({ version_id: id.optional(), agent_version_id: id.optional() });
const name = z.string().max(200);
const content = z.string().max(50_000);
const type = z.enum(procedureTypes);
const trigger = z.string().max(5000);
const createBody = z.looseObject({
  name: name.nullish(),
  content: content.nullish(),
  type: type.nullish(),
  trigger: trigger.nullish(),
  folder_parent_id: id.nullish(),
});
const draftBody = z.looseObject({ name, content, type, trigger: trigger.nullish() });

export function procedureRoutes(): readonly Route[] {
  return [
    route(
      'GET /v1/convai/agents/{agent_id}/branches/{branch_id}/procedures',
      { permission: 'agents:read', query: listQuery },
      async ({ scope, params, query }) => ({
        procedures: (await listProcedures(scope, { ...branchOf(params), versionId: query.agent_version_id })).map(procedureItemToWire),
      }),
    ),

    route(
      'POST /v1/convai/agents/{agent_id}/branches/{branch_id}/procedures',
      { permission: 'agents:write', body: createBody },
      async ({ scope, params, body }) => ({
        procedure_id: await createProcedure(scope, {
          ...branchOf(params),
          ...(body.name ? { name: body.name } : {}),
          ...(body.content ? { content: body.content } : {}),
          ...(body.type ? { type: body.type } : {}),
          trigger: body.trigger ?? undefined,
          folderParentId: body.folder_parent_id ?? undefined,
        }),
      }),
    ),

    route('POST /v1/convai/agents/{agent_id}/branches/{branch_id}/procedures/compile', { permission: 'agents:read' }, async ({ scope, params }) => ({
      workflow: workflowToWire(await compileProcedures(scope, branchOf(params))),
    })),

    route(
      'GET /v1/convai/agents/{agent_id}/branches/{branch_id}/procedures/{procedure_id}',
      { permission: 'agents:read', query: getQuery },
      async ({ scope, params, query }) =>
        procedureToWire(await getProcedure(scope, { ...procedureOf(params), versionId: query.version_id, agentVersionId: query.agent_version_id })),
    ),

    route('DELETE /v1/convai/agents/{agent_id}/branches/{branch_id}/procedures/{procedure_id}', { permission: 'agents:write' }, async ({ scope, params }) => {
      await removeProcedure(scope, procedureOf(params));
      return {};
    }),

    route('GET /v1/convai/agents/{agent_id}/branches/{branch_id}/procedures/{procedure_id}/draft', { permission: 'agents:read' }, async ({ scope, params }) =>
      procedureToWire(await getProcedureDraft(scope, procedureOf(params))),
    ),

    route(
      'PATCH /v1/convai/agents/{agent_id}/branches/{branch_id}/procedures/{procedure_id}/draft',
      { permission: 'agents:write', body: draftBody },
      async ({ scope, params, body }) =>
        procedureToWire(
          await writeProcedureDraft(scope, {
            ...procedureOf(params),
            name: body.name,
            content: body.content,
            type: body.type,
            trigger: body.trigger ?? undefined,
          }),
        ),
    ),

    route(
      'DELETE /v1/convai/agents/{agent_id}/branches/{branch_id}/procedures/{procedure_id}/draft',
      { permission: 'agents:write' },
      async ({ scope, params }) => {
        await deleteProcedureDraft(scope, procedureOf(params));
        return {};
      },
    ),
  ];
}

function branchOf(params: { readonly agent_id: string; readonly branch_id: string }) {
  return { agentId: params.agent_id, branchId: params.branch_id };
}

function procedureOf(params: { readonly agent_id: string; readonly branch_id: string; readonly procedure_id: string }) {
  return { ...branchOf(params), procedureId: params.procedure_id };
}
