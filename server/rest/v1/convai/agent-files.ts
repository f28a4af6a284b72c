import { deleteAgentFile, putAgentFile } from '../../../domain/agent-files/agent-files';
import { updateAgent } from '../../../domain/agents/update-agent';
import { linkTo } from '../../links';
import { fileOf } from '../../read-body';
import { type Route, route } from '../../route';
import type { RouteDeps } from '../../routes';

const largestUpload = 12 * 1024 * 1024;

/** Pictures and sounds that belong to an agent. */
export function agentFileRoutes(deps: RouteDeps): readonly Route[] {
  const { services } = deps;
  return [
    route('POST /v1/convai/agents/{agent_id}/avatar', { permission: 'agents:write', largestBody: largestUpload }, async ({ scope, params, form }) => {
      const agentId = params.agent_id;
      const { bytes, name } = fileOf(form, 'avatar_file');
      const file = await putAgentFile(scope, services, { agentId, kind: 'avatar', fileName: name, bytes });
      const url = linkTo(deps, { kind: 'agent-file', workspaceId: scope.workspaceId, id: file.id });
      await updateAgent(scope, { agentId, changes: { platformSettings: { widget: { avatar: { type: 'image', url } } } } });
      return { agent_id: agentId, avatar_url: url };
    }),

    route('POST /v1/convai/agents/{agent_id}/hold-audio', { permission: 'agents:write', largestBody: largestUpload }, async ({ scope, params, form }) => {
      const agentId = params.agent_id;
      const { bytes, name } = fileOf(form, 'hold_audio_file');
      const file = await putAgentFile(scope, services, { agentId, kind: 'hold-audio', fileName: name, bytes });
      return {
        agent_id: agentId,
        hold_audio: {
          audio_path: file.storageKey,
          audio_url: linkTo(deps, { kind: 'agent-file', workspaceId: scope.workspaceId, id: file.id }),
          original_filename: file.fileName,
          duration_secs: file.durationMs / 1000,
          size_bytes: file.sizeBytes,
        },
      };
    }),

    route('DELETE /v1/convai/agents/{agent_id}/hold-audio', { permission: 'agents:write' }, async ({ scope, params }) => {
      await deleteAgentFile(scope, services, { agentId: params.agent_id, kind: 'hold-audio' });
      return { agent_id: params.agent_id };
    }),
  ];
}
