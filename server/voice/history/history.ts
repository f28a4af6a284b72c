import type { ModelMessage, ModelToolCall } from '../../providers/spec/language-model';

export type HistoryItem =
  | { readonly kind: 'user'; readonly turnId: number; readonly text: string }
  | { readonly kind: 'agent'; readonly responseId: number; readonly text: string; readonly isInterrupted: boolean }
  /** Said by a person in the agent's place, with their own voice; null: the words were not recognised. */
  | { readonly kind: 'person'; readonly text: string | null }
  | { readonly kind: 'tool-call'; readonly call: ModelToolCall }
  | { readonly kind: 'tool-result'; readonly toolCallId: string; readonly toolName: string; readonly result: string; readonly isError: boolean }
  /** The result of a call came after the words that followed the call: the model is told of it at this place too. */
  | { readonly kind: 'late-result'; readonly toolCallId: string }
  | { readonly kind: 'context'; readonly text: string; readonly contextId: string | null };

/** What the language model is shown of the conversation: of the agent's words, only those that were heard. */
export class History {
  #items: HistoryItem[];

  /** `past` was said before the conversation began. */
  constructor(past: readonly HistoryItem[] = []) {
    this.#items = [...past];
  }

  get items(): readonly HistoryItem[] {
    return this.#items;
  }

  addUserTurn(turnId: number, text: string): void {
    this.#items.push({ kind: 'user', turnId, text });
  }

  /** Takes back a turn that goes on. */
  reopenTurn(turnId: number): void {
    this.#items = this.#items.filter((item) => item.kind !== 'user' || item.turnId !== turnId);
  }

  /** H1: the heard words of a response, once its playout is over. */
  addHeard(responseId: number, heardText: string, isInterrupted: boolean): void {
    const text = heardText.trim();
    if (text !== '') this.#items.push({ kind: 'agent', responseId, text, isInterrupted });
  }

  /** P8: what a person said is the agent's side of the talk. */
  addPersonWords(text: string | null): void {
    this.#items.push({ kind: 'person', text });
  }

  addToolCall(call: ModelToolCall): void {
    this.#items.push({ kind: 'tool-call', call });
  }

  /** C1: kept whatever became of the turn that asked for it. */
  addToolResult(toolCallId: string, toolName: string, result: string, isError: boolean): void {
    this.#items.push({ kind: 'tool-result', toolCallId, toolName, result, isError });
  }

  addLateResult(toolCallId: string): void {
    this.#items.push({ kind: 'late-result', toolCallId });
  }

  /** A newer update with the same context id takes the place of the older one. */
  addContext(text: string, contextId: string | null): void {
    if (contextId !== null) this.#items = this.#items.filter((item) => item.kind !== 'context' || item.contextId !== contextId);
    this.#items.push({ kind: 'context', text, contextId });
  }

  userTurns(): number {
    return this.#items.filter((item) => item.kind === 'user').length;
  }

  lastUserText(): string {
    return this.#items.findLast((item) => item.kind === 'user')?.text ?? '';
  }

  /** The dialogue's last turns, oldest first. */
  lastTurns(most: number): { readonly role: 'user' | 'assistant'; readonly text: string }[] {
    return this.#items
      .flatMap((item) => (isWords(item) ? [{ role: item.kind === 'user' ? ('user' as const) : ('assistant' as const), text: item.text }] : []))
      .slice(-most);
  }

  /** What both sides said last, oldest first. */
  lastWords(most: number): string[] {
    return this.#items.flatMap((item) => (isWords(item) ? [item.text] : [])).slice(-most);
  }

  /** The messages of a request. C7: a call stands with its result, and one whose result is still out with a note that it runs: models refuse a call without. */
  toMessages(systemPrompt: string): ModelMessage[] {
    const results = new Map(this.#items.flatMap((item) => (item.kind === 'tool-result' ? [[item.toolCallId, item] as const] : [])));
    const messages: ModelMessage[] = systemPrompt === '' ? [] : [{ role: 'system', content: systemPrompt }];
    for (const item of this.#items) {
      switch (item.kind) {
        case 'user':
          messages.push({ role: 'user', content: item.text });
          break;
        case 'agent':
          messages.push({ role: 'assistant', content: item.isInterrupted ? `${item.text}… [the user interrupted here]` : item.text });
          break;
        case 'person':
          messages.push({ role: 'assistant', content: item.text === null ? personUnheard : `${personNote} ${item.text}` });
          break;
        case 'tool-call': {
          const { call } = item;
          const result = results.get(call.id);
          messages.push({ role: 'assistant', content: '', toolCalls: [call] });
          messages.push({ role: 'tool', toolCallId: call.id, toolName: call.name, content: result?.result ?? stillRunning, isError: result?.isError ?? false });
          break;
        }
        case 'tool-result':
          break;
        case 'late-result': {
          const result = results.get(item.toolCallId);
          if (result !== undefined)
            messages.push({ role: 'user', content: `[Not said by the user: the tool ${result.toolName} has finished meanwhile: ${result.result}]` });
          break;
        }
        case 'context':
          messages.push({ role: 'user', content: `[Context update, not said by the user: ${item.text}]` });
          break;
      }
    }
    return messages;
  }
}

function isWords(item: HistoryItem): item is Extract<HistoryItem, { text: string }> & { kind: 'user' | 'agent' | 'person' } {
  return item.kind === 'user' || item.kind === 'agent' || (item.kind === 'person' && item.text !== null);
}

const personNote = '[A person of your team took your place for a moment and said:]';
const personUnheard = '[A person of your team took your place for a moment; what they said is not known.]';
const stillRunning = 'Still running. Its result will be told to you when it is there; do not call it again.';
