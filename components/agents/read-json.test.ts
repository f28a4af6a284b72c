import { expect, it } from 'vitest';
import { freeKeyedPaths, parseAgentConfig } from '@/server/contracts/agent-config';
import { fromWire, toWire } from '@/server/contracts/wire-case';
import { readJson } from './read-json';

const parse = (value: unknown) => parseAgentConfig(fromWire(value, freeKeyedPaths));

it('gives back the document that was written', () => {
  const config = parseAgentConfig({
    conversationConfig: { agent: { firstMessage: 'Hello', dynamicVariables: { dynamicVariablePlaceholders: { order_Id: 'A1' } } } },
  });
  expect(readJson(JSON.stringify(toWire(config, freeKeyedPaths)), parse)).toEqual({ ok: true, value: config });
});

it('says on which line a text is no JSON', () => {
  expect(readJson('{\n  "a": 1,\n  "b" 2\n}', parse)).toMatchObject({ ok: false, line: 3 });
  expect(readJson('{\n  "a": 1', parse)).toMatchObject({ ok: false, line: 2 });
});

it('names the member that does not fit', () => {
  const read = readJson('{ "conversation_config": { "turn": { "turn_timeout": "soon" } } }', parse);
  expect(read).toMatchObject({ ok: false });
  expect(read.ok ? '' : read.problem).toMatch(/^conversation_config\.turn\.turn_timeout: /);
});
