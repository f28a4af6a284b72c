import { describe, expect, it } from 'vitest';
import { freeKeyedPaths, parseAgentConfig } from './agent-config';
import { fromWire, fromWireName, toWire, toWireName } from './wire-case';

/** Numbers that look random and are the same in every run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const alphabet = ['a', 'b', 'z', 'A', 'Q', '_', '__', '1', '9', '-', '=', '.', ' ', 'é', '日'];
const known = [
  'conversation_config',
  'agent',
  'prompt',
  'tools',
  'parameters',
  'workflow',
  'nodes',
  'edges',
  'platform_settings',
  'data_collection',
  'language_presets',
  'color_1',
  'trueExpression',
  '__proto__x',
  '_x',
];

function randomName(next: () => number): string {
  if (next() < 0.4) return known[Math.floor(next() * known.length)] ?? 'x';
  return Array.from({ length: 1 + Math.floor(next() * 6) }, () => alphabet[Math.floor(next() * alphabet.length)] ?? 'a').join('');
}

function randomValue(next: () => number, depth: number): unknown {
  const kind = next();
  if (depth === 0 || kind < 0.25) return [null, true, 0.5, 'text_with_underscores', ''][Math.floor(next() * 5)];
  if (kind < 0.45) return Array.from({ length: Math.floor(next() * 4) }, () => randomValue(next, depth - 1));
  return Object.fromEntries(Array.from({ length: Math.floor(next() * 5) }, () => [randomName(next), randomValue(next, depth - 1)]));
}

describe('case conversion', () => {
  it('gives back any wire document unchanged, unknown members and odd names among them', () => {
    for (let seed = 0; seed < 2000; seed++) {
      const wire = randomValue(seeded(seed), 6);
      expect(toWire(fromWire(wire, freeKeyedPaths), freeKeyedPaths), `seed ${seed}`).toEqual(wire);
    }
  });

  it('never makes one name of two', () => {
    const next = seeded(7);
    const names = [...new Set(Array.from({ length: 5000 }, () => randomName(next)))];
    expect(new Set(names.map(fromWireName)).size).toBe(names.length);
    for (const name of names) expect(toWireName(fromWireName(name))).toBe(name);
  });

  it('gives back our own document with all its defaults', () => {
    const config = JSON.parse(JSON.stringify(parseAgentConfig({}))) as unknown;
    expect(fromWire(toWire(config, freeKeyedPaths), freeKeyedPaths)).toEqual(config);
  });

  it('leaves keys alone that are data, and converts below them unless all of it is data', () => {
    const wire = {
      workflow: { nodes: { start_node: { type: 'start', edge_order: [] } } },
      conversation_config: {
        agent: {
          dynamic_variables: { dynamic_variable_placeholders: { user_name: 'Ada' } },
          prompt: { tools: [{ name: 't', parameters: { type: 'object', required_members: ['x'] } }] },
        },
      },
    };
    expect(fromWire(wire, freeKeyedPaths)).toEqual({
      workflow: { nodes: { start_node: { type: 'start', edgeOrder: [] } } },
      conversationConfig: {
        agent: {
          dynamicVariables: { dynamicVariablePlaceholders: { user_name: 'Ada' } },
          prompt: { tools: [{ name: 't', parameters: { type: 'object', required_members: ['x'] } }] },
        },
      },
    });
  });

  it('converts plain names as one would by hand', () => {
    expect(fromWireName('user_input_audio_format')).toBe('userInputAudioFormat');
    expect(fromWireName('color_1')).toBe('color_1');
    expect(fromWireName('trueExpression')).toBe('=trueExpression');
    expect(toWireName('maxRetrievedRagChunksCount')).toBe('max_retrieved_rag_chunks_count');
  });
});
