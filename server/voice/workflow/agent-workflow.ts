import type { DynamicVariables } from '../../contracts/agent-config';
import type { Workflow } from '../../contracts/workflow';
import type { ModelTool } from '../../providers/spec/language-model';
import type { AgentInPlay } from '../agent-in-play';
import type { ConversationEventFrame } from '../frames';
import type { PhoneLeg } from '../phone-leg';
import { destinationOf, transferKind } from '../tools/configured-system-tools';
import type { AgentTransfer, RunnableTool, ServerTool } from '../tools/tool';
import { agentOfNode } from './agent-of-node';
import type { Answers } from './expression';
import { type Act, type NodeOf, WorkflowRun } from './run';

/** What comes next in a conversation without the participant asking for it. */
export interface NextStep {
  /** Speaks from here on; null: whoever spoke before. */
  readonly agent: AgentInPlay | null;
  readonly words:
    | { readonly kind: 'say'; readonly text: string }
    /** `introduces`: with its first message, if it has one and was not here before. */
    | { readonly kind: 'generate'; readonly note: string | null; readonly introduces: boolean }
    | { readonly kind: 'none' };
  readonly delayMs: number;
  /** The conversation ends here. */
  readonly ends: string | null;
}

export interface AgentWorkflowOptions {
  readonly workflow: Workflow;
  /** The agent whose workflow it is, as it is outside of any node. */
  readonly agent: AgentInPlay;
  /** There is no model that could choose a way: sentences are judged by their words. */
  readonly judgesByWords: boolean;
  readonly language: () => string;
  readonly variables: () => Readonly<DynamicVariables>;
  readonly assign: (changes: DynamicVariables) => void;
  readonly fill: (template: string) => string;
  readonly phone: PhoneLeg | null;
  readonly runTool: (tool: ServerTool, parameters: Readonly<Record<string, unknown>>, signal: AbortSignal) => Promise<boolean>;
  /** Asks the model about the conversation. */
  readonly ask: (questions: readonly string[], signal: AbortSignal) => Promise<Answers>;
  readonly otherAgent: ((transfer: AgentTransfer, signal: AbortSignal) => Promise<AgentInPlay>) | null;
  readonly emit: (event: ConversationEventFrame) => void;
  /** The model chose a way: this comes after what it says now. */
  readonly onSteps: (steps: readonly NextStep[]) => void;
}

/** An agent's workflow in a running conversation: nodes become steps that the conversation takes one after the other. */
export class AgentWorkflow {
  readonly #options: AgentWorkflowOptions;
  readonly #run: WorkflowRun;

  constructor(options: AgentWorkflowOptions) {
    this.#options = options;
    const { emit } = options;
    this.#run = new WorkflowRun(options.workflow, {
      variables: options.variables,
      assign: options.assign,
      runTool: (toolId, parameters, signal) => this.#runTool(toolId, parameters, signal),
      ask: async (questions, signal) => (options.judgesByWords ? new Map() : options.ask(questions, signal)),
      transfer: (node, signal) => this.#transfer(node, signal),
      entered: (step) => emit({ kind: 'workflow-node-entered', ...step }),
      wentInCircles: (nodeId) => emit({ kind: 'notice', message: `The workflow went in circles and stays at ${nodeId}.` }),
    });
  }

  /** The agent has answered where it stands. */
  answered(): void {
    this.#run.answered();
  }

  wouldMove(said: string): boolean {
    return this.#run.wouldMove(said, this.#options.judgesByWords);
  }

  /** What this turn leads to, ahead of an answer to it; empty: it is answered where the conversation stands. */
  async advance(said: string, signal: AbortSignal): Promise<NextStep[]> {
    return this.#steps(await this.#run.advance(said, this.#options.judgesByWords, signal), said !== '', signal);
  }

  /** W3: the ways on, as a tool of the model; null: there are none, or no model. */
  tool(): { readonly definition: ModelTool; readonly tool: RunnableTool } | null {
    const choices = this.#options.judgesByWords ? [] : this.#run.choices();
    if (choices.length === 0) return null;
    return {
      definition: {
        name: transitionToolName,
        description: `Goes on to the next part of the conversation. Call it as soon as one of these is true, and say nothing yourself then:\n${choices.map(({ edgeId, condition }) => `${edgeId}: ${condition}`).join('\n')}`,
        parameters: { type: 'object', properties: { way: { type: 'string', enum: choices.map(({ edgeId }) => edgeId) } }, required: ['way'] },
      },
      tool: {
        toolType: 'workflow',
        timing: 'immediate',
        hasSideEffects: true,
        preToolSpeech: 'off',
        disablesInterruptions: false,
        overlapPolicy: null,
        timeoutMs: 60_000,
        approvalMs: null,
        expectsResponse: true,
        wordsBefore: () => '',
        execute: async ({ parameters }, signal) => {
          const acts = await this.#run.choose(String(parameters['way']), signal);
          if (acts === null) return { result: 'Error: there is no such way on', isError: true };
          this.#options.onSteps(await this.#steps(acts, true, signal));
          return { result: `The conversation goes on at ${this.#run.nodeId}.`, isError: false, effect: { kind: 'go-on' } };
        },
      },
    };
  }

  async #steps(acts: readonly Act[], isAnswerDue: boolean, signal: AbortSignal): Promise<NextStep[]> {
    const steps: NextStep[] = [];
    for (const act of acts) steps.push(await this.#step(act, isAnswerDue, signal));
    return steps;
  }

  async #step(act: Act, isAnswerDue: boolean, signal: AbortSignal): Promise<NextStep> {
    const { agent: base, language, fill } = this.#options;
    const plain = { agent: null, delayMs: 0, ends: null } as const;
    switch (act.kind) {
      case 'converse': {
        const behaviour = act.node.type === 'override_agent' ? act.node.entryBehavior : 'auto';
        const speaks = behaviour === 'generate_immediately' || (behaviour === 'auto' && isAnswerDue);
        return {
          ...plain,
          agent: agentOfNode(base, act.nodeId, act.node),
          words: speaks ? { kind: 'generate', note: null, introduces: false } : { kind: 'none' },
        };
      }
      case 'say': {
        const { message } = act.node;
        const agent = agentOfNode(base, act.nodeId, act.node);
        if (message.type === 'prompt')
          return { ...plain, agent, words: { kind: 'generate', note: `[Not said by the user: ${fill(message.prompt)}]`, introduces: false } };
        return { ...plain, agent, words: { kind: 'say', text: fill(translated(message.textTranslations ?? {}, language()) ?? message.text) } };
      }
      case 'hand-over':
        return this.#handOver(act.node, signal);
      case 'end':
        return { ...plain, words: { kind: 'none' }, ends: `the workflow ended: ${act.outcome}` };
    }
  }

  async #handOver(node: NodeOf<'standalone_agent'>, signal: AbortSignal): Promise<NextStep> {
    const { otherAgent, emit } = this.#options;
    const { agentId, branchId, delayMs, transferMessage, enableTransferredAgentFirstMessage: introduces } = node;
    try {
      if (otherAgent === null) throw new Error('this conversation cannot be handed over');
      const transfer = { agentId, branchId: branchId ?? null, condition: '', delayMs, transferMessage: transferMessage ?? '', saysFirstMessage: introduces };
      return { agent: await otherAgent(transfer, signal), words: { kind: 'generate', note: null, introduces }, delayMs, ends: null };
    } catch (error) {
      signal.throwIfAborted();
      emit({ kind: 'notice', message: `The agent ${agentId} could not take over: ${error instanceof Error ? error.message : String(error)}` });
      return { agent: null, words: { kind: 'generate', note: null, introduces: false }, delayMs: 0, ends: null };
    }
  }

  async #runTool(toolId: string, parameters: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<boolean> {
    const tool = this.#options.agent.toolsById?.get(toolId);
    if (tool !== undefined) return this.#options.runTool(tool, parameters, signal);
    this.#options.emit({ kind: 'notice', message: `The workflow's tool ${toolId} does not exist.` });
    return false;
  }

  async #transfer(node: NodeOf<'phone_number'>, signal: AbortSignal): Promise<boolean> {
    const { phone, fill, emit } = this.#options;
    const destination = destinationOf(node.transferDestination);
    try {
      if (phone === null) throw new Error('the participant is not on a phone line');
      if (destination === null) throw new Error('the workflow names no number');
      const filled = { ...destination, address: fill(destination.address) };
      await phone.transfer(
        { destination: filled, kind: transferKind(node.transferType), condition: '', sipHeaders: {}, postDialDigits: '', agentMessage: '' },
        signal,
      );
      return true;
    } catch (error) {
      signal.throwIfAborted();
      emit({ kind: 'notice', message: `The call was not transferred: ${error instanceof Error ? error.message : String(error)}` });
      return false;
    }
  }
}

const transitionToolName = 'go_on';

/** Language codes lose their hyphen on the way into a document. */
function translated(translations: Readonly<Record<string, unknown>>, language: string): string | undefined {
  const wanted = language.slice(0, 2).toLowerCase();
  const found = Object.entries(translations).find(([code]) => code.slice(0, 2).toLowerCase() === wanted)?.[1];
  if (typeof found === 'string') return found;
  return typeof found === 'object' && found !== null && 'text' in found && typeof found.text === 'string' ? found.text : undefined;
}
