import { wireShapes } from './catalogue';
import type { Field, Shape } from './shape';

/** Answers may hold words and tags that are new; requests may leave out what has a default, and are held to limits. */
export type Side = 'request' | 'answer';

export interface ShapeProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
  /** The kind of problem, in the words of the public API. */
  readonly type: string;
}

const mostProblems = 50;
const deepest = 100;

/** What is wrong with a value of the public API; nothing when it is right. */
export function shapeProblems(side: Side, shape: Shape, value: unknown): readonly ShapeProblem[] {
  const problems: ShapeProblem[] = [];
  check({ side, problems, path: [] }, shape, value);
  return problems;
}

interface Walk {
  readonly side: Side;
  readonly problems: ShapeProblem[];
  readonly path: readonly (string | number)[];
}

function check(walk: Walk, shape: Shape, value: unknown): void {
  if (walk.problems.length >= mostProblems) return;
  if (walk.path.length > deepest) return note(walk, 'Nested too deeply', 'recursion_loop');
  if (typeof shape === 'string') return checkPlain(walk, shape, value);
  if ('ref' in shape) return check(walk, wireShapes()[shape.ref] ?? 'unknown', value);
  if ('oneOf' in shape) return checkPlain(walk, 'string', value);
  if ('array' in shape) return checkArray(walk, shape.array, value);
  if ('anyOf' in shape) return checkAnyOf(walk, shape.anyOf, value);
  if (!isRecord(value)) return note(walk, 'Input should be a valid dictionary', 'dict_type');
  if ('map' in shape) {
    for (const [name, member] of Object.entries(value)) check(inside(walk, name), shape.map, member);
  } else if ('tag' in shape) {
    checkTagged(walk, shape, value);
  } else {
    for (const [name, field] of Object.entries(shape.object)) checkField(inside(walk, name), field, Object.hasOwn(value, name) ? value[name] : undefined);
  }
}

function checkPlain(walk: Walk, shape: Extract<Shape, string>, value: unknown): void {
  if (shape === 'unknown' || shape === 'void') return;
  if (shape === 'null') {
    if (value !== null && value !== undefined) note(walk, 'Input should be null', 'none_required');
  } else if (typeof value !== shape || (typeof value === 'number' && !Number.isFinite(value))) {
    note(walk, `Input should be a valid ${shape}`, plainTypes[shape]);
  }
}

const plainTypes = { string: 'string_type', number: 'float_type', boolean: 'bool_type' } as const;

function checkArray(walk: Walk, item: Shape, value: unknown): void {
  if (!Array.isArray(value)) return note(walk, 'Input should be a valid list', 'list_type');
  value.forEach((member, i) => check(inside(walk, i), item, member));
}

/** Tells what is wrong with the one option that a value of this kind can have been meant as. */
function checkAnyOf(walk: Walk, options: readonly Shape[], value: unknown): void {
  const attempts = options.map((option) => {
    const problems: ShapeProblem[] = [];
    check({ ...walk, problems }, option, value);
    return problems;
  });
  if (attempts.some((problems) => problems.length === 0)) return;
  const closest = attempts.filter((problems) => problems.every(({ path }) => path.length > walk.path.length));
  const [only] = closest;
  if (closest.length === 1 && only !== undefined) walk.problems.push(...only);
  else note(walk, 'Input matches none of the forms it may have', 'union');
}

function checkTagged(walk: Walk, shape: Extract<Shape, { tag: string }>, value: Readonly<Record<string, unknown>>): void {
  const tag = value[shape.tag];
  if (tag === undefined) return note(inside(walk, shape.tag), 'Field required', 'missing');
  const known = typeof tag === 'string' && Object.hasOwn(shape.cases, tag) ? shape.cases[tag] : undefined;
  if (known !== undefined) return check(walk, known, value);
  if (walk.side === 'answer' && typeof tag === 'string') return;
  note(inside(walk, shape.tag), `Input should be one of ${Object.keys(shape.cases).join(', ')}`, 'union_tag_invalid');
}

function checkField(walk: Walk, field: Field, value: unknown): void {
  if (value === undefined || value === null) {
    const mayBeMissing = field.optional === true || field.type === 'unknown' || (walk.side === 'request' && field.default !== undefined);
    if (mayBeMissing || (value === null && acceptsNull(field.type))) return;
    return value === undefined ? note(walk, 'Field required', 'missing') : check(walk, field.type, value);
  }
  check(walk, field.type, value);
  if (walk.side === 'request') checkLimits(walk, field, value);
}

function acceptsNull(shape: Shape): boolean {
  if (typeof shape === 'string') return shape === 'null' || shape === 'unknown';
  if ('ref' in shape) return acceptsNull(wireShapes()[shape.ref] ?? 'unknown');
  return 'anyOf' in shape && shape.anyOf.some(acceptsNull);
}

function checkLimits(walk: Walk, field: Field, value: unknown): void {
  if (typeof value === 'number') {
    if (field.min !== undefined && value < field.min) note(walk, `Input should be greater than or equal to ${field.min}`, 'greater_than_equal');
    if (field.above !== undefined && value <= field.above) note(walk, `Input should be greater than ${field.above}`, 'greater_than');
    if (field.max !== undefined && value > field.max) note(walk, `Input should be less than or equal to ${field.max}`, 'less_than_equal');
  } else if (typeof value === 'string') {
    if (field.maxLength !== undefined && value.length > field.maxLength)
      note(walk, `String should have at most ${field.maxLength} characters`, 'string_too_long');
  } else if (Array.isArray(value) && field.maxItems !== undefined && value.length > field.maxItems) {
    note(walk, `List should have at most ${field.maxItems} items`, 'too_long');
  }
}

function inside(walk: Walk, part: string | number): Walk {
  return { ...walk, path: [...walk.path, part] };
}

function note(walk: Walk, message: string, type: string): void {
  walk.problems.push({ path: walk.path, message, type });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
