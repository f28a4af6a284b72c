import { type AgentConfig, type DynamicVariables, parseAgentConfig } from '../contracts/agent-config';
import { AppError } from '../lib/app-error';

type Json = Record<string, unknown>;

/** Members a client may set whatever the agent allows: they change what is sent, not what is said. */
const alwaysAllowed = new Set(['conversation.clientEvents']);

/**
 * The agent's configuration with what the caller asked to change, in camelCase and in the shape of `conversationConfig`. A member is taken when the agent
 * allows it; null, absent and unchanged members pass. Throws `override_refused` that names the first refused one.
 */
export function applyOverrides(config: AgentConfig, overrides: Json | undefined): AgentConfig {
  const allowed = config.platformSettings.overrides.conversationConfigOverride as Json;
  const accepted: Json = {};
  for (const { path, value } of leavesOf(overrides ?? {})) {
    if (value === null || value === undefined) continue;
    if (isSame(valueAt(config.conversationConfig as Json, path), value)) continue;
    const name = path.join('.');
    if (valueAt(allowed, path) !== true && !alwaysAllowed.has(name)) {
      throw new AppError('override_refused', `Override for field '${snake(name)}' is not allowed by config.`);
    }
    setAt(accepted, path, value);
  }
  const language = valueAt(accepted, ['agent', 'language']);
  const preset = typeof language === 'string' ? config.conversationConfig.languagePresets[language]?.['overrides'] : undefined;
  const conversationConfig = merge(merge(config.conversationConfig as Json, isObject(preset) ? withoutNulls(preset) : {}), accepted);
  const parsed = safely(() => parseAgentConfig({ ...config, conversationConfig }));
  return parsed;
}

/** The agent beginning in another place of its workflow, or with some of its procedures alone, where it lets callers choose. Throws `override_refused`. */
export function withChoices(
  config: AgentConfig,
  { startingWorkflowNodeId, procedureIds }: { readonly startingWorkflowNodeId?: string | undefined; readonly procedureIds?: readonly string[] | undefined },
): AgentConfig {
  const { enableStartingWorkflowNodeIdFromClient, enableProcedureIdsFromClient } = config.platformSettings.overrides;
  let chosen = config;
  if (startingWorkflowNodeId !== undefined) {
    if (enableStartingWorkflowNodeIdFromClient !== true)
      throw new AppError('override_refused', "Override for field 'starting_workflow_node_id' is not allowed by config.");
    chosen = { ...chosen, workflow: startingAt(chosen.workflow, startingWorkflowNodeId) };
  }
  if (procedureIds !== undefined) {
    if (enableProcedureIdsFromClient !== true) throw new AppError('override_refused', "Override for field 'procedure_ids' is not allowed by config.");
    chosen = { ...chosen, procedures: Object.fromEntries(Object.entries(chosen.procedures).filter(([id]) => procedureIds.includes(id))) };
  }
  return chosen;
}

/** The same workflow, led from its start straight to one node. */
function startingAt(workflow: AgentConfig['workflow'], nodeId: string): AgentConfig['workflow'] {
  const startId = Object.entries(workflow.nodes).find(([, node]) => node.type === 'start')?.[0];
  const start = startId === undefined ? undefined : workflow.nodes[startId];
  if (startId === undefined || start === undefined || workflow.nodes[nodeId] === undefined)
    throw new AppError('override_refused', `The workflow has no node ${nodeId}.`);
  if (nodeId === startId) return workflow;
  const edgeId = 'chosen_by_client';
  const edges = Object.fromEntries(Object.entries(workflow.edges).filter(([, edge]) => edge.source !== startId));
  return {
    ...workflow,
    nodes: { ...workflow.nodes, [startId]: { ...start, edgeOrder: [edgeId] } },
    edges: { ...edges, [edgeId]: { source: startId, target: nodeId, forwardCondition: { type: 'unconditional' } } },
  };
}

/** Fills `{{name}}`; throws `missing_dynamic_variable` for a name without a value. */
export function fillVariables(text: string, variables: DynamicVariables): string {
  return text.replace(/\{\{\s*([\w.]+)\s*\}\}/gu, (_, name: string) => {
    const value = variables[name];
    if (value === undefined) throw new AppError('missing_dynamic_variable', `Missing required dynamic variables: ${name}`);
    if (name.startsWith('secret__')) throw new AppError('missing_dynamic_variable', `${name} is secret and may be used in tool headers only`);
    return String(value);
  });
}

/** The values of a conversation's variables: placeholders, then the caller's, then ours, which callers may not set. */
export function variablesOf(config: AgentConfig, fromCaller: DynamicVariables | undefined, ours: DynamicVariables): DynamicVariables {
  const own = config.conversationConfig.agent.dynamicVariables.dynamicVariablePlaceholders;
  const theirs = Object.fromEntries(Object.entries(fromCaller ?? {}).filter(([name]) => !name.startsWith('system__')));
  return { ...own, ...theirs, ...ours };
}

function safely(parse: () => AgentConfig): AgentConfig {
  try {
    return parse();
  } catch (error) {
    throw new AppError('override_refused', 'An override has a value of the wrong form.', { cause: error });
  }
}

function* leavesOf(value: Json, path: readonly string[] = []): Generator<{ readonly path: readonly string[]; readonly value: unknown }> {
  for (const [key, member] of Object.entries(value)) {
    if (key === '__proto__' || key === 'constructor') continue;
    if (isObject(member)) yield* leavesOf(member, [...path, key]);
    else yield { path: [...path, key], value: member };
  }
}

function valueAt(root: Json, path: readonly string[]): unknown {
  let at: unknown = root;
  for (const key of path) at = isObject(at) ? at[key] : undefined;
  return at;
}

function setAt(root: Json, path: readonly string[], value: unknown): void {
  let at = root;
  for (const key of path.slice(0, -1)) {
    const next = at[key];
    at = isObject(next) ? next : ((at[key] = {}) as Json);
  }
  const last = path.at(-1);
  if (last !== undefined) at[last] = value;
}

function merge(base: Json, over: Json): Json {
  const merged = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const before = merged[key];
    merged[key] = isObject(value) && isObject(before) ? merge(before, value) : value;
  }
  return merged;
}

function withoutNulls(value: Json): Json {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) => (member === null ? [] : [[key, isObject(member) ? withoutNulls(member) : member]])),
  );
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
const snake = (path: string) => path.replace(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`);
