import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { History } from './history';

const step = fc.oneof(
  fc.record({ kind: fc.constant('user' as const), text: fc.string({ minLength: 1 }) }),
  fc.record({ kind: fc.constant('agent' as const), text: fc.string(), isInterrupted: fc.boolean() }),
  fc.record({ kind: fc.constant('call' as const) }),
  /** A result of the nth call that is still out, whenever it comes. */
  fc.record({ kind: fc.constant('result' as const), which: fc.nat(5), isLate: fc.boolean() }),
  fc.record({ kind: fc.constant('context' as const), text: fc.string({ minLength: 1 }), id: fc.constantFrom(null, 'a', 'b') }),
);

describe('history', () => {
  it('C7, H2 in any order of events every call stands directly before its one result, and words that were not heard leave no trace', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const history = new History();
        const out: string[] = [];
        const results = new Map<string, string>();
        let made = 0;
        for (const [i, each] of steps.entries()) {
          if (each.kind === 'user') history.addUserTurn(i, each.text);
          if (each.kind === 'agent') history.addHeard(i, each.text, each.isInterrupted);
          if (each.kind === 'context') history.addContext(each.text, each.id);
          if (each.kind === 'call') {
            const id = `c${made++}`;
            out.push(id);
            history.addToolCall({ id, name: 'look_up', argumentsJson: '{}' });
          }
          if (each.kind === 'result' && out.length > 0) {
            const [id = ''] = out.splice(each.which % out.length, 1);
            results.set(id, `result of ${id}`);
            history.addToolResult(id, 'look_up', `result of ${id}`, false);
            if (each.isLate) history.addLateResult(id);
          }
        }
        const messages = history.toMessages('You are a test.');
        const calls = messages.flatMap((message, i) =>
          message.role === 'assistant' && message.toolCalls !== undefined ? [{ i, calls: message.toolCalls }] : [],
        );
        expect(calls).toHaveLength(made);
        expect(messages.filter(({ role }) => role === 'tool')).toHaveLength(made);
        for (const { i, calls: own } of calls) {
          const answer = messages[i + 1];
          const [call] = own;
          expect(answer?.role === 'tool' && answer.toolCallId === call?.id).toBe(true);
          if (call !== undefined && results.has(call.id)) expect(answer?.content).toBe(results.get(call.id));
        }
        expect(messages.filter((message) => message.role === 'assistant' && message.toolCalls === undefined && message.content.trim() === '')).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('H1 the model is told where it was interrupted', () => {
    const history = new History();
    history.addHeard(1, 'We are open from nine', true);
    expect(history.toMessages('')).toEqual([{ role: 'assistant', content: 'We are open from nine… [the user interrupted here]' }]);
  });
});
