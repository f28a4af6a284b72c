import type { WebhookTool } from '../../../contracts/tool-config';
import type { ParameterSchema } from '../../../contracts/tool-parameters';
import { pathPlaceholders } from '../rules';
import { shownToModel } from './parameters';

/** One value of a request and the argument of the model that fills it. */
export interface Slot {
  readonly place: 'path' | 'query' | 'body';
  readonly name: string;
  /** The model's name for it: the same, unless two places have one of that name. */
  readonly argument: string;
  readonly schema: ParameterSchema;
  readonly isRequired: boolean;
}

/** Everything a webhook's request is filled with: what stands in the address, the query and the top of the body, side by side. */
export function slotsOf({ apiSchema }: WebhookTool): Slot[] {
  const taken = new Set<string>();
  const argumentFor = (place: Slot['place'], name: string) => {
    const argument = taken.has(name) ? `${place}_${name}` : name;
    taken.add(argument);
    return argument;
  };
  const path = pathPlaceholders(apiSchema.url)
    .filter((name, i, all) => all.indexOf(name) === i)
    .flatMap((name) => {
      const schema = apiSchema.pathParamsSchema[name];
      return schema === undefined ? [] : [{ place: 'path' as const, name, argument: argumentFor('path', name), schema, isRequired: true }];
    });
  const query = Object.entries(apiSchema.queryParamsSchema?.properties ?? {}).map(([name, schema]) => ({
    place: 'query' as const,
    name,
    argument: argumentFor('query', name),
    schema,
    isRequired: apiSchema.queryParamsSchema?.required.includes(name) === true,
  }));
  const body = Object.entries(bodyProperties(apiSchema)).map(([name, schema]) => ({
    place: 'body' as const,
    name,
    argument: argumentFor('body', name),
    schema,
    isRequired: apiSchema.requestBodySchema?.required.includes(name) === true,
  }));
  return [...path, ...query, ...body];
}

/** The arguments the model gives, as JSON schema. */
export function webhookParameters(tool: WebhookTool): Record<string, unknown> {
  const shown = slotsOf(tool).flatMap((slot) => {
    const schema = shownToModel(slot.schema);
    return schema === undefined ? [] : [{ slot, schema }];
  });
  return {
    type: 'object',
    properties: Object.fromEntries(shown.map(({ slot, schema }) => [slot.argument, schema])),
    required: shown.filter(({ slot }) => slot.isRequired).map(({ slot }) => slot.argument),
  };
}

/** A body that is a constant or a variable as a whole has no members to fill. */
function bodyProperties({ method, requestBodySchema: body }: WebhookTool['apiSchema']): Readonly<Record<string, ParameterSchema>> {
  if (method === 'GET' || body === null || body === undefined || body.is_omitted || body.dynamic_variable !== '' || body.constant_value) return {};
  return body.properties;
}
