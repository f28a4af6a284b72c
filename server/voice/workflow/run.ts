import type { DynamicVariables } from '../../contracts/agent-config';
import type { Workflow, WorkflowNode } from '../../contracts/workflow';
import { type Answers, evaluate, questionsOf } from './expression';
import { judgeByWords } from './judge-by-words';
import { type Choice, type Move, nextMove, questionsAt } from './walk';

/** Nodes passed through at once; more is a circle. */
const mostSteps = 25;

export type NodeOf<T extends WorkflowNode['type']> = Extract<WorkflowNode, { type: T }>;

/** What entering nodes asks of the conversation, in order. */
export type Act =
  | { readonly kind: 'converse'; readonly nodeId: string; readonly node: NodeOf<'override_agent'> | NodeOf<'start'> }
  | { readonly kind: 'say'; readonly nodeId: string; readonly node: NodeOf<'say'> }
  | { readonly kind: 'hand-over'; readonly nodeId: string; readonly node: NodeOf<'standalone_agent'> }
  | { readonly kind: 'end'; readonly nodeId: string; readonly outcome: 'success' | 'failure' };

export interface WorkflowHands {
  readonly variables: () => Readonly<DynamicVariables>;
  readonly assign: (changes: DynamicVariables) => void;
  /** Runs a tool by its id; says whether it succeeded. */
  readonly runTool: (toolId: string, parameters: Readonly<Record<string, unknown>>, signal: AbortSignal) => Promise<boolean>;
  /** Asks a model what only it can tell; what is not in the answer has no value. */
  readonly ask: (questions: readonly string[], signal: AbortSignal) => Promise<Answers>;
  /** Transfers the call; says whether it succeeded. */
  readonly transfer: (node: NodeOf<'phone_number'>, signal: AbortSignal) => Promise<boolean>;
  readonly entered: (step: {
    readonly nodeId: string;
    readonly type: WorkflowNode['type'];
    readonly label: string;
    readonly fromNodeId: string;
    readonly edgeId: string;
  }) => void;
  readonly wentInCircles: (nodeId: string) => void;
}

/** Where a conversation stands in its agent's workflow. */
export class WorkflowRun {
  readonly #workflow: Workflow;
  readonly #hands: WorkflowHands;
  readonly #visited = new Set<string>();
  #nodeId: string;
  #hasAnswered = false;

  constructor(workflow: Workflow, hands: WorkflowHands) {
    this.#workflow = workflow;
    this.#hands = hands;
    this.#nodeId = workflow.startId;
  }

  get nodeId(): string {
    return this.#nodeId;
  }

  /** The agent has answered in this node: an edge without a condition leads on with the participant's next turn. */
  answered(): void {
    this.#hasAnswered = true;
  }

  /** Ways on that the model may choose by their sentences. */
  choices(): readonly Choice[] {
    const move = this.#move(null);
    return move.kind === 'ask' ? move.choices : [];
  }

  /** Whether this turn would lead on, or may once a model was asked, without going. `judgesByWords`: there is no model that could choose. */
  wouldMove(said: string, judgesByWords: boolean): boolean {
    const move = this.#move(null);
    if (said !== '' && !judgesByWords && this.#questions().length > 0) return true;
    return move.kind === 'go' || (move.kind === 'ask' && judgesByWords && judgeByWords(move.choices, said) !== null);
  }

  /** Goes on as far as is certain. Empty: it stays where it is. */
  async advance(said: string, judgesByWords: boolean, signal: AbortSignal): Promise<Act[]> {
    const move = said === '' || judgesByWords ? this.#move(null) : await this.#judgedMove(null, this.#isDone(), signal);
    const judged = move.kind === 'ask' && judgesByWords ? judgeByWords(move.choices, said) : null;
    return this.#walk(judged === null ? move : { kind: 'go', ...judged }, signal);
  }

  /** Takes the way that the model chose; null: it is none of the choices. */
  async choose(edgeId: string, signal: AbortSignal): Promise<Act[] | null> {
    const choice = this.choices().find((each) => each.edgeId === edgeId);
    return choice === undefined ? null : this.#walk({ kind: 'go', ...choice }, signal);
  }

  async #walk(first: Move, signal: AbortSignal): Promise<Act[]> {
    const acts: Act[] = [];
    let move = first;
    for (let steps = 0; move.kind === 'go'; steps++) {
      const node = this.#workflow.nodes.get(move.targetId);
      if (node === undefined) break;
      if (steps >= mostSteps) {
        this.#hands.wentInCircles(this.#nodeId);
        break;
      }
      this.#hands.entered({
        nodeId: move.targetId,
        type: node.type,
        label: 'label' in node ? String(node.label) : '',
        fromNodeId: this.#nodeId,
        edgeId: move.edgeId,
      });
      this.#nodeId = move.targetId;
      this.#visited.add(move.targetId);
      this.#hasAnswered = false;
      const wasSuccessful = await this.#enter(node, acts, signal);
      if (wasSuccessful === 'stop') break;
      move = await this.#judgedMove(wasSuccessful, true, signal);
    }
    return acts;
  }

  /** `stop`: nothing follows this node now. */
  async #enter(node: WorkflowNode, acts: Act[], signal: AbortSignal): Promise<boolean | null | 'stop'> {
    const nodeId = this.#nodeId;
    switch (node.type) {
      case 'start':
      case 'override_agent':
        acts.push({ kind: 'converse', nodeId, node });
        return 'stop';
      case 'say':
        acts.push({ kind: 'say', nodeId, node });
        return node.waitForUserResponse === true ? 'stop' : null;
      case 'standalone_agent':
        acts.push({ kind: 'hand-over', nodeId, node });
        return 'stop';
      case 'end':
        acts.push({ kind: 'end', nodeId, outcome: node.outcome });
        return 'stop';
      case 'tool': {
        let areAllSuccessful = true;
        for (const tool of node.tools) {
          const isSuccessful = await this.#hands.runTool(tool.toolId, parametersOf(tool, this.#hands.variables()), signal);
          areAllSuccessful &&= isSuccessful;
        }
        return areAllSuccessful;
      }
      case 'phone_number':
        return this.#hands.transfer(node, signal);
      case 'update_state': {
        const variables = this.#hands.variables();
        const answers = await this.#answers(
          node.updates.flatMap(({ expression }) => questionsOf(expression)),
          signal,
        );
        const changes = node.updates.flatMap(({ variableName, expression }) => {
          const value = evaluate(expression, variables, answers);
          return value === null ? [] : [[variableName, value] as const];
        });
        this.#hands.assign(Object.fromEntries(changes));
        return null;
      }
    }
  }

  async #judgedMove(wasSuccessful: boolean | null, isDone: boolean, signal: AbortSignal): Promise<Move> {
    return this.#move(wasSuccessful, isDone, await this.#answers(this.#questions(), signal));
  }

  #move(wasSuccessful: boolean | null, isDone = this.#isDone(), answers: Answers = new Map()): Move {
    return nextMove(this.#workflow, this.#nodeId, { variables: this.#hands.variables(), wasSuccessful, isDone, answers, visited: this.#visited });
  }

  #questions(): string[] {
    return questionsAt(this.#workflow, this.#nodeId, this.#visited);
  }

  async #answers(questions: readonly string[], signal: AbortSignal): Promise<Answers> {
    const asked = [...new Set(questions)].filter((question) => question.trim() !== '');
    return asked.length === 0 ? new Map() : this.#hands.ask(asked, signal);
  }

  #isDone(): boolean {
    return this.#nodeId === this.#workflow.startId || this.#hasAnswered;
  }
}

/** The parameters that a workflow sets by a constant or a variable; `a.b` is a member of a member. */
function parametersOf({ schemaOverrides }: NodeOf<'tool'>['tools'][number], variables: Readonly<DynamicVariables>): Record<string, unknown> {
  const parameters: Record<string, unknown> = {};
  for (const [path, override] of Object.entries(schemaOverrides ?? {})) {
    const value =
      override?.source === 'constant'
        ? override.constantValue
        : override?.source === 'dynamic_variable'
          ? variables[override.dynamicVariable ?? '']
          : undefined;
    if (value === undefined) continue;
    const names = path.split('.');
    const last = names.pop() ?? path;
    let at = parameters;
    for (const name of names) {
      const member = at[name];
      const next: Record<string, unknown> = typeof member === 'object' && member !== null ? (member as Record<string, unknown>) : {};
      at[name] = next;
      at = next;
    }
    at[last] = value;
  }
  return parameters;
}
