import type { ProcedureListItem, ProcedureView } from '../../domain/procedures/procedure-views';
import { referencesOf } from '../../domain/procedures/references';

type Wire = Record<string, unknown>;

export function procedureToWire(procedure: ProcedureView): Wire {
  const { procedureId, versionId, name, content, type, trigger, folderParentId } = procedure;
  return { procedure_id: procedureId, version_id: versionId, name, content, type, trigger, folder_parent_id: folderParentId };
}

export function procedureItemToWire(procedure: ProcedureListItem): Wire {
  return { ...procedureRefToWire(procedure), has_draft: procedure.hasDraft };
}

export function procedureRefToWire({
  procedureId,
  versionId,
  name,
  content,
  type,
  trigger,
  folderParentId,
}: Omit<ProcedureView, 'folderParentId'> & { readonly folderParentId?: string | null | undefined }): Wire {
  const references = referencesOf(content);
  return {
    procedure_id: procedureId,
    version_id: versionId,
    name,
    type,
    trigger,
    referenced_tool_ids: references.toolIds,
    referenced_kb_ids: [],
    referenced_procedure_ids: references.procedureIds,
    referenced_dynamic_variables: references.dynamicVariables,
    folder_parent_id: folderParentId ?? null,
  };
}
