import { describe, expect, test } from 'vitest';
import { wireEndpoints, wireShapes } from './catalogue';
import type { Field, Shape } from './shape';
import { answerShape, requestShape } from './shapes';

const typesOf = (shape: string, value: unknown) =>
  requestShape(shape)
    .safeParse(value)
    .error?.issues.map((issue) => [issue.path.join('.'), issue.code === 'custom' ? issue.params?.['type'] : issue.code]);

describe('the list of shapes', () => {
  test('names nothing that it does not hold', () => {
    const unknown = new Set<string>();
    const look = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      if ('ref' in value && typeof value.ref === 'string' && !Object.hasOwn(wireShapes(), value.ref)) unknown.add(value.ref);
      Object.values(value).forEach(look);
    };
    look(wireShapes());
    look(wireEndpoints());
    expect([...unknown]).toEqual([]);
  });

  test('holds every type, most of them with members', () => {
    expect(Object.keys(wireShapes()).length).toBeGreaterThan(1127);
    const isObject = (shape: Shape): shape is { object: Record<string, Field> } => typeof shape === 'object' && 'object' in shape;
    expect(Object.values(wireShapes()).filter(isObject).length).toBeGreaterThan(700);
  });

  test('has no name for what is no shape', () => {
    expect(() => requestShape('NoSuchShape')).toThrow('NoSuchShape');
  });
});

describe('a request', () => {
  test('may hold members that nobody knows and words that are new', () => {
    expect(requestShape('CreateConversationTagRequestModel').safeParse({ title: 'x', new_member: { a: 1 } }).success).toBe(true);
    expect(requestShape('UpdateAgentRequest').safeParse({ conversation_config: { tts: { model_id: 'eleven_v9' } } }).success).toBe(true);
  });

  test('is told what is missing and what is of another type, and where', () => {
    expect(typesOf('AddTurnCommentRequestModel', {})).toEqual([
      ['turn_index', 'missing'],
      ['comment', 'missing'],
    ]);
    expect(typesOf('AddTurnCommentRequestModel', { turn_index: '1', comment: 'x' })).toEqual([['turn_index', 'float_type']]);
    expect(typesOf('AddTurnCommentRequestModel', [])).toEqual([['', 'dict_type']]);
    expect(typesOf('UpdateAgentRequest', { tags: 'x' })).toEqual([['tags', 'list_type']]);
    expect(typesOf('UpdateAgentRequest', { conversation_config: { agent: { first_message: 7 } } })).toEqual([
      ['conversation_config.agent.first_message', 'string_type'],
    ]);
  });

  test('is held to limits', () => {
    expect(typesOf('AddTurnCommentRequestModel', { turn_index: -1, comment: 'x'.repeat(10_001) })).toEqual([
      ['turn_index', 'greater_than_equal'],
      ['comment', 'string_too_long'],
    ]);
  });

  test('says of a union which member decides, and what is wrong in the case it chose', () => {
    const locations = (rule: unknown) => typesOf('BodyAddAPronunciationDictionaryV1PronunciationDictionariesAddFromRulesPost', { name: 'x', rules: [rule] });
    expect(locations({})).toEqual([['rules.0.type', 'missing']]);
    expect(locations({ type: 'telepathy' })).toEqual([['rules.0.type', 'union_tag_invalid']]);
    expect(locations({ type: 'alias', string_to_replace: 'a' })).toEqual([['rules.0.alias', 'missing']]);
    expect(locations({ type: 'alias', string_to_replace: 'a', alias: 'b' })).toBeUndefined();
  });

  test('that is nested without end is refused and exhausts no stack', () => {
    let expression: unknown = { type: 'boolean_literal', value: true };
    for (let depth = 0; depth < 20_000; depth++) expression = { type: 'or_operator', children: [expression] };
    const nested = { workflow: { nodes: {}, edges: { e: { source: 'a', target: 'b', forward_condition: { type: 'expression', expression } } } } };
    expect(requestShape('UpdateAgentRequest').safeParse(nested).success).toBe(false);
  });
});

describe('an answer', () => {
  test('needs every member that the official clients require', () => {
    const page = { agents: [], has_more: false };
    expect(answerShape('GetAgentsPageResponseModel').safeParse(page).success).toBe(true);
    expect(answerShape('GetAgentsPageResponseModel').safeParse({ agents: [] }).success).toBe(false);
    expect(answerShape('GetAgentsPageResponseModel').safeParse({ ...page, has_more: 'false' }).success).toBe(false);
    expect(answerShape('GetAgentsPageResponseModel').safeParse({ ...page, has_more: null }).success).toBe(false);
  });

  test('may hold tags that are new', () => {
    const tool = {
      id: 'tool_1',
      tool_config: { type: 'telepathy' },
      access_info: { is_creator: true, creator_name: '', creator_email: '', role: 'admin' },
      usage_stats: { total_calls: 0, avg_latency_secs: 0 },
    };
    expect(answerShape('ToolResponseModel').safeParse(tool).success).toBe(true);
  });
});
