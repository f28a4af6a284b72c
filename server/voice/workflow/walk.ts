import type { DynamicVariables } from '../../contracts/agent-config';
import type { EdgeCondition, Workflow } from '../../contracts/workflow';
import { type Answers, evaluate, isTrue, questionsOf } from './expression';

/** What a node knows when its edges are tried. */
export interface Facts {
  readonly variables: Readonly<DynamicVariables>;
  /** Whether the node's tools or its transfer succeeded; null: it has none. */
  readonly wasSuccessful: boolean | null;
  /** The node has had its say: an edge without a condition may be taken. */
  readonly isDone: boolean;
  readonly answers?: Answers;
  /** Nodes entered so far. */
  readonly visited: ReadonlySet<string>;
}

/** A way on that a sentence decides. */
export interface Choice {
  readonly edgeId: string;
  readonly targetId: string;
  readonly condition: string;
}

export type Move =
  | { readonly kind: 'go'; readonly edgeId: string; readonly targetId: string }
  /** Nothing is certain; these sentences may become true. */
  | { readonly kind: 'ask'; readonly choices: readonly Choice[] }
  | { readonly kind: 'stay' };

interface Way {
  readonly edgeId: string;
  readonly targetId: string;
  readonly condition: EdgeCondition;
}

/** W1: the first way on whose condition holds, in the node's own order; what only a judge can tell is asked when nothing else leads on. */
export function nextMove(workflow: Workflow, nodeId: string, facts: Facts): Move {
  const ways = waysFrom(workflow, nodeId, facts.visited);
  const certain = ways.find((way) => holds(way.condition, facts));
  if (certain !== undefined) return { kind: 'go', edgeId: certain.edgeId, targetId: certain.targetId };
  const choices = ways.flatMap(({ edgeId, targetId, condition }) => (condition.type === 'llm' ? [{ edgeId, targetId, condition: condition.condition }] : []));
  return choices.length === 0 ? { kind: 'stay' } : { kind: 'ask', choices };
}

/** What a model must be asked before it is known which way leads on. */
export function questionsAt(workflow: Workflow, nodeId: string, visited: ReadonlySet<string>): string[] {
  return waysFrom(workflow, nodeId, visited).flatMap(({ condition }) => (condition.type === 'expression' ? questionsOf(condition.expression) : []));
}

/** Edges that leave a node, and those that lead back along an edge that came to it. */
function waysFrom(workflow: Workflow, nodeId: string, visited: ReadonlySet<string>): Way[] {
  const order = workflow.nodes.get(nodeId)?.edgeOrder ?? [];
  const placeOf = (edgeId: string) => (order.includes(edgeId) ? order.indexOf(edgeId) : order.length);
  const ways = [...workflow.edges].flatMap(([edgeId, { source, target, forwardCondition, backwardCondition }]): Way[] => {
    const isLoop = workflow.preventsLoops && visited.has(target) && workflow.nodes.get(target)?.type === 'override_agent';
    if (source === nodeId && !isLoop) return [{ edgeId, targetId: target, condition: forwardCondition ?? { type: 'unconditional' } }];
    if (target === nodeId && backwardCondition) return [{ edgeId, targetId: source, condition: backwardCondition }];
    return [];
  });
  return ways.sort((a, b) => placeOf(a.edgeId) - placeOf(b.edgeId));
}

function holds(condition: EdgeCondition, facts: Facts): boolean {
  switch (condition.type) {
    case 'unconditional':
      return facts.isDone;
    case 'expression':
      return isTrue(evaluate(condition.expression, facts.variables, facts.answers));
    case 'result':
      return facts.wasSuccessful === condition.successful;
    case 'llm':
      return false;
  }
}
