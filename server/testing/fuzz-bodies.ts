import { type Dice, oneOf } from './dice';
import type { Shape } from '../rest/wire/shape';

/** Values that no member is meant to have, or hardly any. */
export const oddities: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  2 ** 53,
  '',
  ' ',
  'x',
  'x'.repeat(100_000),
  '\u0000',
  '\ud800',
  '🙂'.repeat(2_000),
  '\'; DROP TABLE "Agent"; --',
  '../../../../etc/passwd',
  '{{system__conversation_id}}',
  '9999-99-99T99:99:99Z',
  'http://169.254.169.254/latest/meta-data',
  'agent_00000000000000000000000000',
  [],
  {},
  [[[[[[[[[[]]]]]]]]]],
  Array.from({ length: 3_000 }, () => 'x'),
  { __proto__: null, constructor: { prototype: {} } },
  nested(200),
];

function nested(depth: number): unknown {
  let value: unknown = 'deep';
  for (let i = 0; i < depth; i++) value = { a: value };
  return value;
}

/** A body that has the shape, with members that may be left out there half of the time. */
export function bodyOf(shape: Shape, shapes: Readonly<Record<string, Shape>>, dice: Dice, depth = 0): unknown {
  if (shape === 'string') return oneOf(dice, ['text', 'en', 'https://example.com', 'agent_1', '2026-01-01']);
  if (shape === 'number') return oneOf(dice, [0, 1, 7, 0.5, 30]);
  if (shape === 'boolean') return dice(2) === 0;
  if (shape === 'null' || shape === 'void') return null;
  if (shape === 'unknown') return { any: 'thing' };
  if (depth > 6) return {};
  const inner = (type: Shape) => bodyOf(type, shapes, dice, depth + 1);
  if ('ref' in shape) return inner(shapes[shape.ref] ?? 'unknown');
  if ('oneOf' in shape) return oneOf(dice, shape.oneOf);
  if ('array' in shape) return Array.from({ length: dice(3) }, () => inner(shape.array));
  if ('map' in shape) return Object.fromEntries(Array.from({ length: dice(3) }, (_, i) => [`key${i}`, inner(shape.map)]));
  if ('anyOf' in shape) return inner(oneOf(dice, shape.anyOf));
  if ('object' in shape) {
    const members = Object.entries(shape.object).filter(([, field]) => field.optional !== true || dice(2) === 0);
    return Object.fromEntries(members.map(([name, field]) => [name, inner(field.type)]));
  }
  const tag = oneOf(dice, Object.keys(shape.cases));
  return { [shape.tag]: tag, ...(inner(shape.cases[tag] ?? 'unknown') as object) };
}

/** The same with one thing wrong: a member that is odd, missing, or one too many. */
export function broken(value: unknown, dice: Dice): unknown {
  if (typeof value !== 'object' || value === null || dice(8) === 0) return oneOf(dice, oddities);
  const members = Object.entries(value);
  if (members.length === 0 || dice(10) === 0) return Array.isArray(value) ? [...value, oneOf(dice, oddities)] : { ...value, surplus: oneOf(dice, oddities) };
  const [chosen, member] = oneOf(dice, members);
  if (dice(5) === 0) return Object.fromEntries(members.filter(([name]) => name !== chosen));
  const changed = members.map(([name, each]): [string, unknown] => [name, name === chosen ? broken(member, dice) : each]);
  return Array.isArray(value) ? changed.map(([, each]) => each) : Object.fromEntries(changed);
}
