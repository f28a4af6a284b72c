import type { DynamicVariables } from '../../../contracts/agent-config';
import {
  allowedValuesVariable,
  type ArraySchema,
  isArraySchema,
  isObjectSchema,
  isSet,
  type LiteralSchema,
  type ObjectSchema,
  type ParameterSchema,
} from '../../../contracts/tool-parameters';

type JsonSchema = Record<string, unknown>;

/** What the model is told of a parameter; nothing when the model does not give it. */
export function shownToModel(schema: ParameterSchema): JsonSchema | undefined {
  if (isObjectSchema(schema)) return shownObject(schema);
  if (isArraySchema(schema)) return shownArray(schema);
  if (!isGivenByModel(schema)) return undefined;
  return {
    type: schema.type,
    ...(schema.description === '' ? {} : { description: schema.description }),
    ...(schema.enum === undefined || schema.enum === null || schema.enum.length === 0 ? {} : { enum: schema.enum }),
  };
}

export interface FillContext {
  readonly variables: DynamicVariables;
  /** Collects what is wrong, in words the model can act on. */
  readonly problems: string[];
}

/** The value to send: from its source, checked. `undefined` leaves it out; the caller knows whether it may be. */
export function filledValue(schema: ParameterSchema, given: unknown, path: string, context: FillContext): unknown {
  if (schema.is_omitted) return undefined;
  if (isSet(schema.constant_value)) return schema.constant_value;
  if (schema.dynamic_variable !== '') return fromVariable(schema, schema.dynamic_variable, path, context);
  if (isObjectSchema(schema)) return filledObject(schema, given, path, context);
  if (isArraySchema(schema)) return filledArray(schema, given, path, context);
  if (schema.is_system_provided) return context.variables[`system__${path.split('.').at(-1) ?? ''}`];
  return fromModel(schema, given, path, context);
}

/** Fills an object's members and looks that those it needs are there. */
export function filledObject(schema: ObjectSchema, given: unknown, path: string, context: FillContext): Record<string, unknown> | undefined {
  if (given !== undefined && given !== null && (typeof given !== 'object' || Array.isArray(given))) {
    context.problems.push(`${path || 'the arguments'} must be an object`);
    return undefined;
  }
  const members = Object.entries(schema.properties).flatMap(([name, property]) => {
    const value = filledValue(property, memberOf(given, name), path === '' ? name : `${path}.${name}`, context);
    return value === undefined ? [] : [[name, value] as const];
  });
  // An optional object of which nothing was given is left out, needs and all.
  if (members.length === 0 && (given === undefined || given === null) && path !== '') return undefined;
  const filled = Object.fromEntries(members);
  for (const name of schema.required) {
    if (filled[name] === undefined && !context.problems.some((problem) => problem.startsWith(`${path === '' ? name : `${path}.${name}`} `))) {
      context.problems.push(`${path === '' ? name : `${path}.${name}`} is required`);
    }
  }
  checkConstraints(schema, filled, path, context);
  return filled;
}

function shownObject(schema: ObjectSchema): JsonSchema | undefined {
  if (!isGivenByModel(schema)) return undefined;
  const properties = Object.entries(schema.properties).flatMap(([name, property]) => {
    const shown = shownToModel(property);
    return shown === undefined ? [] : [[name, shown] as const];
  });
  if (properties.length === 0 && Object.keys(schema.properties).length > 0) return undefined;
  const names = properties.map(([name]) => name);
  return {
    type: 'object',
    ...(schema.description === '' ? {} : { description: schema.description }),
    properties: Object.fromEntries(properties),
    required: schema.required.filter((name) => names.includes(name)),
  };
}

function shownArray(schema: ArraySchema): JsonSchema | undefined {
  const items = isGivenByModel(schema) ? shownToModel(schema.items) : undefined;
  if (items === undefined) return undefined;
  return { type: 'array', ...(schema.description === '' ? {} : { description: schema.description }), items };
}

function isGivenByModel(schema: ParameterSchema): boolean {
  const isSystem = 'is_system_provided' in schema && schema.is_system_provided === true;
  return !schema.is_omitted && !isSystem && schema.dynamic_variable === '' && !isSet(schema.constant_value);
}

function fromVariable(schema: ParameterSchema, name: string, path: string, context: FillContext): unknown {
  const value = Object.hasOwn(context.variables, name) ? context.variables[name] : undefined;
  if (value === undefined || name.startsWith('secret__')) return undefined;
  if (isObjectSchema(schema) || isArraySchema(schema)) {
    const parsed = typeof value === 'string' ? parsedJson(value) : value;
    const isRight = typeof parsed === 'object' && parsed !== null && Array.isArray(parsed) === isArraySchema(schema);
    if (!isRight) context.problems.push(`${path} is filled from ${name}, which holds no ${schema.type}`);
    return isRight ? parsed : undefined;
  }
  const converted = inType(schema, value);
  if (converted === undefined) context.problems.push(`${path} is filled from ${name}, which holds no ${typeName(schema)}`);
  return converted;
}

function fromModel(schema: LiteralSchema, given: unknown, path: string, context: FillContext): unknown {
  if (given === undefined || given === null) return undefined;
  const value = inType(schema, given);
  if (value === undefined) {
    context.problems.push(`${path} must be ${article(typeName(schema))}`);
    return undefined;
  }
  const allowed = schema.enum;
  if (allowed !== undefined && allowed !== null && allowed.length > 0 && !allowed.includes(String(value))) {
    context.problems.push(`${path} must be one of ${allowed.join(', ')}`);
    return undefined;
  }
  const guard = allowedValuesVariable(schema);
  if (guard !== undefined && !permittedBy(context.variables[guard]).includes(String(value))) {
    context.problems.push(`${path} is not one of the permitted values`);
    return undefined;
  }
  return value;
}

function filledArray(schema: ArraySchema, given: unknown, path: string, context: FillContext): unknown[] | undefined {
  if (given === undefined || given === null) return undefined;
  if (!Array.isArray(given)) {
    context.problems.push(`${path} must be an array`);
    return undefined;
  }
  return given.map((item, i) => filledValue(schema.items, item, `${path}.${i}`, context));
}

/** Looks that a set of members of which one is needed, or that are needed together, is there. */
export function checkConstraints(schema: ObjectSchema, filled: Record<string, unknown>, path: string, context: FillContext): void {
  const { any_of, all_of } = schema.required_constraints ?? {};
  const has = (names: readonly string[]) => names.every((name) => filled[name] !== undefined);
  const sets = (constraints: readonly { required: string[] }[]) => constraints.map(({ required }) => required.join(' and ')).join(', or ');
  const where = path === '' ? '' : `${path} needs `;
  if (any_of && any_of.length > 0 && !any_of.some(({ required }) => has(required))) context.problems.push(`${where}${sets(any_of)} is required`);
  for (const { required } of all_of ?? []) if (!has(required)) context.problems.push(`${where}${required.join(' and ')} is required`);
}

/** The value in the schema's type, when it can be read as that; models write numbers as text and the like. */
function inType(schema: LiteralSchema, value: unknown): unknown {
  const types = typeof schema.type === 'string' ? [schema.type] : schema.type;
  for (const type of types) {
    if (type === 'string' && typeof value !== 'object') return String(value);
    if (type === 'boolean' && typeof value === 'boolean') return value;
    if (type === 'boolean' && typeof value === 'string' && /^(true|false)$/i.test(value)) return value.toLowerCase() === 'true';
    if (type !== 'number' && type !== 'integer') continue;
    const number = typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
    if (Number.isFinite(number) && (type === 'number' || Number.isInteger(number))) return number;
  }
  return undefined;
}

function permittedBy(list: unknown): string[] {
  const parsed = typeof list === 'string' ? parsedJson(list) : list;
  return Array.isArray(parsed) ? parsed.map(String) : [];
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // told by the caller as a value of the wrong type
  }
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
}

const typeName = (schema: LiteralSchema) => (typeof schema.type === 'string' ? schema.type : schema.type.join(' or '));
const article = (noun: string) => (/^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`);
