import { describe, expect, it } from 'vitest';
import { newDocument, problemsOf, withMatcherType } from './test-document';

describe('the problems of a test', () => {
  it('are named for a new one of each kind', () => {
    expect(problemsOf('llm', '', newDocument('llm'))).toEqual(['name', 'emptyTurn', 'condition']);
    expect(problemsOf('tool', 'A', newDocument('tool'))).toEqual(['emptyTurn', 'tool']);
    expect(problemsOf('simulation', 'A', newDocument('simulation'))).toEqual(['scenario', 'condition']);
  });

  it('are none for one that can be run', () => {
    const chat_history = [{ role: 'user', message: 'When do you open?' }] as const;
    expect(problemsOf('llm', 'Hours', { chat_history, success_condition: 'Says eight.' })).toEqual([]);
    expect(problemsOf('simulation', 'Books', { simulation_scenario: 'Book a table.', success_conditions: ['A message is taken.'] })).toEqual([]);
    expect(problemsOf('tool', 'Way', { tool_call_parameters: { workflow_node_transition: { agent_id: 'a', target_node_id: 'n' } } as never })).toEqual([]);
  });

  it('include a history that the agent ends, and matchers that match nothing', () => {
    expect(problemsOf('llm', 'A', { chat_history: [{ role: 'agent', message: 'Hello' }], success_condition: 'x' })).toEqual(['lastTurn']);
    const parameters = [
      { path: '', eval: { type: 'anything' } },
      { path: 'day', eval: { type: 'regex', pattern: '(' } },
    ] as const;
    expect(problemsOf('tool', 'A', { tool_call_parameters: { referenced_tool: { id: 't', type: 'webhook' }, parameters } })).toEqual(['path', 'pattern']);
  });
});

describe('a matcher', () => {
  it('keeps its words when its kind is changed', () => {
    expect(withMatcherType({ type: 'exact', expected_value: 'two' }, 'regex')).toEqual({ type: 'regex', pattern: 'two' });
    expect(withMatcherType({ type: 'regex', pattern: 'two' }, 'llm')).toEqual({ type: 'llm', description: 'two' });
    expect(withMatcherType({ type: 'llm', description: 'two' }, 'anything')).toEqual({ type: 'anything' });
  });
});
