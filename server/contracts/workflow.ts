import { z } from 'zod';

/** A workflow as an agent's document holds it, read for running: members of the public API in camelCase. What cannot be read is left out. */
export interface Workflow {
  readonly nodes: ReadonlyMap<string, WorkflowNode>;
  readonly edges: ReadonlyMap<string, WorkflowEdge>;
  readonly startId: string;
  readonly preventsLoops: boolean;
}

const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export type WorkflowValue = z.infer<typeof value>;

export type Expression =
  | { readonly type: 'literal'; readonly value: WorkflowValue }
  | { readonly type: 'variable'; readonly name: string }
  /** Asked of a language model. */
  | { readonly type: 'llm'; readonly prompt: string }
  | { readonly type: 'all' | 'any'; readonly children: readonly Expression[] }
  | { readonly type: BinaryOperator; readonly left: Expression; readonly right: Expression }
  | { readonly type: 'conditional'; readonly condition: Expression; readonly yes: Expression; readonly no: Expression };

export type BinaryOperator = 'eq' | 'neq' | 'gt' | 'gte' | 'lt' | 'lte' | 'add' | 'sub' | 'mul' | 'div';

const operators: Readonly<Record<string, BinaryOperator>> = {
  eq_operator: 'eq',
  neq_operator: 'neq',
  gt_operator: 'gt',
  gte_operator: 'gte',
  lt_operator: 'lt',
  lte_operator: 'lte',
  add_operator: 'add',
  sub_operator: 'sub',
  mul_operator: 'mul',
  div_operator: 'div',
};

const rawExpression = z.looseObject({ type: z.string() });

/** Throws ZodError when it is none. */
function expressionOf(raw: unknown): Expression {
  const { type, ...rest } = rawExpression.parse(raw);
  const member = (name: string): unknown => rest[name];
  const operator = operators[type];
  if (operator !== undefined) return { type: operator, left: expressionOf(member('left')), right: expressionOf(member('right')) };
  switch (type) {
    case 'string_literal':
    case 'number_literal':
    case 'boolean_literal':
      return { type: 'literal', value: value.parse(member('value')) };
    case 'dynamic_variable':
      return { type: 'variable', name: z.string().parse(member('name')) };
    case 'llm': {
      const schema = z.looseObject({ description: z.string().nullish() }).nullish().parse(member('valueSchema'));
      return { type: 'llm', prompt: schema?.description ?? z.string().nullish().parse(member('prompt')) ?? '' };
    }
    case 'and_operator':
    case 'or_operator':
      return { type: type === 'and_operator' ? 'all' : 'any', children: z.array(z.unknown()).parse(member('children')).map(expressionOf) };
    case 'conditional_operator':
      return {
        type: 'conditional',
        condition: expressionOf(member('condition')),
        yes: expressionOf(member('trueExpression')),
        no: expressionOf(member('falseExpression')),
      };
    default:
      return { type: 'literal', value: null };
  }
}

const expression = z.unknown().transform((raw, context): Expression => {
  try {
    return expressionOf(raw);
  } catch {
    context.addIssue({ code: 'custom', message: 'no expression' });
    return z.NEVER;
  }
});

const condition = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('unconditional') }),
  z.looseObject({ type: z.literal('llm'), condition: z.string() }),
  z.looseObject({ type: z.literal('expression'), expression }),
  z.looseObject({ type: z.literal('result'), successful: z.boolean() }),
]);
export type EdgeCondition = z.output<typeof condition>;

const edge = z.looseObject({
  source: z.string(),
  target: z.string(),
  forwardCondition: condition.nullish(),
  backwardCondition: condition.nullish(),
});
export type WorkflowEdge = z.output<typeof edge>;

const common = { edgeOrder: z.array(z.string()).default([]) };
const overrides = {
  label: z.string().default(''),
  conversationConfig: z.looseObject({}).nullish(),
  additionalPrompt: z.string().nullish(),
  additionalToolIds: z.array(z.string()).nullish(),
  additionalKnowledgeBase: z.array(z.looseObject({ id: z.string() })).nullish(),
};
const destination = z.looseObject({
  type: z.string().default('phone'),
  phoneNumber: z.string().nullish(),
  sipUri: z.string().nullish(),
});

const toolCall = z.looseObject({
  toolId: z.string(),
  /** Parameters that the workflow sets itself, by their path. */
  schemaOverrides: z
    .record(z.string(), z.looseObject({ source: z.string(), constantValue: z.unknown().optional(), dynamicVariable: z.string().nullish() }).nullish())
    .nullish(),
});

const node = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('start'), ...common }),
  z.looseObject({ type: z.literal('end'), ...common, outcome: z.enum(['success', 'failure']).default('success') }),
  z.looseObject({
    type: z.literal('override_agent'),
    ...common,
    ...overrides,
    entryBehavior: z.enum(['generate_immediately', 'wait_for_user', 'auto']).default('auto'),
  }),
  z.looseObject({
    type: z.literal('say'),
    ...common,
    ...overrides,
    message: z.discriminatedUnion('type', [
      z.looseObject({ type: z.literal('literal'), text: z.string(), textTranslations: z.record(z.string(), z.string()).nullish() }),
      z.looseObject({ type: z.literal('prompt'), prompt: z.string() }),
    ]),
    waitForUserResponse: z.boolean().nullish(),
  }),
  z.looseObject({ type: z.literal('tool'), ...common, tools: z.array(toolCall).default([]) }),
  z.looseObject({
    type: z.literal('standalone_agent'),
    ...common,
    agentId: z.string(),
    branchId: z.string().nullish(),
    delayMs: z.number().default(0),
    transferMessage: z.string().nullish(),
    enableTransferredAgentFirstMessage: z.boolean().default(false),
  }),
  z.looseObject({ type: z.literal('phone_number'), ...common, transferDestination: destination, transferType: z.string().default('conference') }),
  z.looseObject({
    type: z.literal('update_state'),
    ...common,
    updates: z.array(z.looseObject({ variableName: z.string(), expression })).default([]),
  }),
]);
export type WorkflowNode = z.output<typeof node>;

const document = z.looseObject({
  nodes: z.record(z.string(), z.unknown()).default({}),
  edges: z.record(z.string(), z.unknown()).default({}),
  preventSubagentLoops: z.boolean().default(false),
});

/** The workflow to run, or null when there is none: a start with nowhere to go. */
export function readWorkflow(raw: unknown): Workflow | null {
  const parsed = document.safeParse(raw);
  if (!parsed.success) return null;
  const nodes = new Map(Object.entries(parsed.data.nodes).flatMap(([id, each]) => entry(id, node.safeParse(each))));
  const edges = new Map(
    Object.entries(parsed.data.edges)
      .flatMap(([id, each]) => entry(id, edge.safeParse(each)))
      .filter(([, { source, target }]) => nodes.has(source) && nodes.has(target)),
  );
  const startId = [...nodes].find(([, { type }]) => type === 'start')?.[0];
  if (startId === undefined || edges.size === 0) return null;
  return { nodes, edges, startId, preventsLoops: parsed.data.preventSubagentLoops };
}

function entry<T>(id: string, result: { readonly success: true; readonly data: T } | { readonly success: false }): (readonly [string, T])[] {
  return result.success ? [[id, result.data]] : [];
}
