import { type AgentConfig, freeKeyedPaths } from '../../contracts/agent-config';
import type { AgentSummary, AgentView } from '../../domain/agents/agent-views';
import { widgetConfigOf } from '../../contracts/widget-config';
import { fromWire, toWire } from '../../contracts/wire-case';
import { procedureRefToWire } from './procedure';

type Wire = Record<string, unknown>;

const documentMembers = ['conversation_config', 'platform_settings', 'workflow', 'parley'] as const;

/** The document in a request's body: those of its members that belong to it, in our spelling. Null where the whole section is to go. */
export function documentFromWire(body: Wire): Wire {
  const document = Object.fromEntries(documentMembers.filter((name) => body[name] !== undefined).map((name) => [name, body[name]]));
  return fromWire(document, freeKeyedPaths) as Wire;
}

export function agentToWire(agent: AgentView): Wire {
  const document = toWire(agent.version.config, freeKeyedPaths) as Wire;
  return {
    ...document,
    agent_id: agent.id,
    name: agent.name,
    platform_settings: { ...(document['platform_settings'] as Wire), archived: agent.isArchived },
    workflow: answeredWorkflow(document['workflow'] as Wire),
    procedures: Object.fromEntries(Object.entries(agent.version.config.procedures).map(([id, procedure]) => [id, procedureRefToWire(procedure)])),
    metadata: { created_at_unix_secs: unixSecs(agent.createdAt), updated_at_unix_secs: unixSecs(agent.updatedAt) },
    phone_numbers: [],
    whatsapp_accounts: [],
    access_info: accessToWire({ isCreator: true, createdByName: agent.createdByName }),
    tags: agent.tags,
    version_id: agent.version.id,
    branch_id: agent.branchId,
    main_branch_id: agent.mainBranchId,
  };
}

export function agentSummaryToWire(agent: AgentSummary): Wire {
  return {
    agent_id: agent.id,
    name: agent.name,
    voice_id: agent.voiceId,
    tags: agent.tags,
    created_at_unix_secs: unixSecs(agent.createdAt),
    access_info: accessToWire(agent),
    last_call_time_unix_secs: agent.lastConversationAt === null ? null : unixSecs(agent.lastConversationAt),
    archived: agent.isArchived,
  };
}

export function accessToWire({ isCreator, createdByName }: { readonly isCreator: boolean; readonly createdByName: string }): Wire {
  return { is_creator: isCreator, creator_name: createdByName, creator_email: '', role: 'admin' };
}

export function workflowToWire(workflow: AgentConfig['workflow']): Wire {
  return answeredWorkflow((toWire({ workflow }, freeKeyedPaths) as Wire)['workflow'] as Wire);
}

/** What the widget is told. */
export function widgetToWire(agent: AgentView): Wire {
  return { agent_id: agent.id, widget_config: widgetConfigOf(agent.version.config) };
}

/** Answers must have members of nodes that requests may leave out. */
function answeredWorkflow(workflow: Wire): Wire {
  const nodes = Object.entries((workflow['nodes'] ?? {}) as Record<string, Wire>).map(([id, node]) => [id, answeredNode(node)] as const);
  return { ...workflow, nodes: Object.fromEntries(nodes) };
}

const speakingNode: Wire = {
  label: '',
  conversation_config: {},
  additional_prompt: '',
  additional_knowledge_base: [],
  additional_tool_ids: [],
  entry_behavior: 'auto',
};

const nodeDefaults: Readonly<Record<string, Wire>> = {
  end: { outcome: 'success' },
  override_agent: speakingNode,
  say: { ...speakingNode, message: { type: 'literal', text: '', text_translations: {} }, wait_for_speech_completion: true, wait_for_user_response: false },
  standalone_agent: { delay_ms: 0, enable_transferred_agent_first_message: false, preserve_client_tts_overrides: false, preserve_voice_settings: false },
  tool: { tools: [] },
  phone_number: { custom_sip_headers: [], transfer_type: 'conference' },
  update_state: { label: '', updates: [] },
};

function answeredNode(node: Wire): Wire {
  return { position: { x: 0, y: 0 }, edge_order: [], ...nodeDefaults[String(node['type'])], ...node };
}

export function unixSecs(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}
