import { z } from 'zod';

/**
 * What a tool's parameter may be, in the public API's own spelling: schemas are data, their keys are the caller's.
 * A value has one source: the model (`description`), a dynamic variable, the system, a constant; or it is left out.
 */

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const scalarTypes = ['boolean', 'string', 'integer', 'number'] as const;

export const literalSchema = z
  .looseObject({
    type: z.union([z.enum(scalarTypes), z.array(z.string()).min(1).max(2)]),
    description: z.string().max(20_000).default(''),
    enum: z.array(z.string()).max(1_000).nullish(),
    is_system_provided: z.boolean().default(false),
    dynamic_variable: z.string().max(200).default(''),
    constant_value: scalar.nullish(),
    is_omitted: z.boolean().default(false),
    allowed_values: z.looseObject({ dynamic_variable: z.string().min(1) }).nullish(),
    allowed_values_dynamic_variable: z.string().default(''),
  })
  .superRefine((schema, context) => {
    const sources = [
      schema.dynamic_variable !== '' && 'dynamic_variable',
      schema.is_system_provided && 'is_system_provided',
      isSet(schema.constant_value) && 'constant_value',
      schema.is_omitted && 'is_omitted',
    ].filter((source) => source !== false);
    if (sources.length > 1) context.addIssue({ code: 'custom', message: `has more than one source: ${sources.join(', ')}`, path: [sources[1] ?? ''] });
    if (sources.length > 0 && allowedValuesVariable(schema) !== undefined) {
      context.addIssue({ code: 'custom', message: 'allowed_values is for values that the model gives', path: ['allowed_values'] });
    }
  });
export type LiteralSchema = z.output<typeof literalSchema>;

const requiredSets = z.array(z.looseObject({ required: z.array(z.string()) }));

export interface ObjectSchema {
  readonly type: 'object';
  readonly description: string;
  readonly dynamic_variable: string;
  readonly constant_value?: Record<string, unknown> | null | undefined;
  readonly is_omitted: boolean;
  readonly required: string[];
  readonly properties: Record<string, ParameterSchema>;
  readonly required_constraints?:
    | { any_of?: { required: string[] }[] | null | undefined; all_of?: { required: string[] }[] | null | undefined }
    | null
    | undefined;
  readonly [other: string]: unknown;
}

export interface ArraySchema {
  readonly type: 'array';
  readonly description: string;
  readonly dynamic_variable: string;
  readonly constant_value?: unknown[] | null | undefined;
  readonly is_omitted: boolean;
  readonly items: ParameterSchema;
  readonly [other: string]: unknown;
}

export type ParameterSchema = LiteralSchema | ObjectSchema | ArraySchema;

const parameterSchema: z.ZodType<ParameterSchema> = z.lazy(() => z.union([literalSchema, arraySchema, objectSchema]));

const common = {
  description: z.string().max(20_000).default(''),
  dynamic_variable: z.string().max(200).default(''),
  is_omitted: z.boolean().default(false),
};

export const objectSchema: z.ZodType<ObjectSchema> = z.looseObject({
  type: z.literal('object').default('object'),
  ...common,
  constant_value: z.record(z.string(), z.unknown()).nullish(),
  required: z
    .array(z.string())
    .nullish()
    .transform((names) => names ?? []),
  properties: z
    .record(z.string(), parameterSchema)
    .nullish()
    .transform((properties) => properties ?? {}),
  required_constraints: z.looseObject({ any_of: requiredSets.nullish(), all_of: requiredSets.nullish() }).nullish(),
});

const arraySchema: z.ZodType<ArraySchema> = z.looseObject({
  type: z.literal('array'),
  ...common,
  constant_value: z.array(z.unknown()).nullish(),
  items: parameterSchema.default(() => literalSchema.parse({ type: 'string', description: 'Array element' })),
});

export function isObjectSchema(schema: ParameterSchema): schema is ObjectSchema {
  return schema.type === 'object';
}

export function isArraySchema(schema: ParameterSchema): schema is ArraySchema {
  return schema.type === 'array';
}

/** The public API's empty text stands for no constant. */
export function isSet(constant: unknown): boolean {
  return constant !== undefined && constant !== null && constant !== '';
}

export function allowedValuesVariable(schema: Pick<LiteralSchema, 'allowed_values' | 'allowed_values_dynamic_variable'>): string | undefined {
  return schema.allowed_values?.dynamic_variable ?? (schema.allowed_values_dynamic_variable === '' ? undefined : schema.allowed_values_dynamic_variable);
}
