import { describe, expect, it } from 'vitest';
import { toolConfigSchema } from '@/server/contracts/tool-config';
import { exampleArguments, parametersOf, sourceOf, withParameters } from './tool-parameters';

const webhook = toolConfigSchema.parse({
  type: 'webhook',
  name: 'book_table',
  description: 'Books a table.',
  apiSchema: {
    url: 'https://example.com/tables/{table}',
    method: 'POST',
    pathParamsSchema: { table: { type: 'string', description: 'Which one' } },
    queryParamsSchema: {
      properties: { lang: { type: 'string', constant_value: 'en' } },
      required: [],
    },
    requestBodySchema: {
      type: 'object',
      description: 'The booking',
      required: ['people'],
      properties: {
        people: { type: 'integer', description: 'How many' },
        guest: {
          type: 'object',
          properties: { name: { type: 'string', description: 'Who' } },
        },
        caller: { type: 'string', dynamic_variable: 'caller_id' },
      },
    },
  },
});

describe('the parameters of a tool', () => {
  it('are shown one by one, and put back without a change give the same tool', () => {
    const rows = parametersOf(webhook);
    expect(rows.map(({ place, name, isRequired }) => `${place} ${name} ${isRequired}`)).toEqual([
      'path table true',
      'query lang false',
      'body people true',
      'body guest false',
      'body caller false',
    ]);
    expect(withParameters(webhook, rows)).toEqual(webhook);
  });

  it('keep what else the schema says when one is taken away', () => {
    const changed = withParameters(
      webhook,
      parametersOf(webhook).filter(({ name }) => name !== 'people'),
    );
    expect(changed).toMatchObject({
      apiSchema: {
        requestBodySchema: { description: 'The booking', required: [] },
      },
    });
    expect(parametersOf(changed).map(({ name }) => name)).toEqual(['table', 'lang', 'guest', 'caller']);
  });

  it('say where their value comes from', () => {
    expect(Object.fromEntries(parametersOf(webhook).map(({ name, schema }) => [name, sourceOf(schema)]))).toEqual({
      table: 'model',
      lang: 'constant',
      people: 'model',
      guest: 'other',
      caller: 'variable',
    });
  });

  it('make an example of what a model gives, and of nothing else', () => {
    expect(exampleArguments(parametersOf(webhook))).toEqual({
      table: '',
      people: 1,
      guest: { name: '' },
    });
  });

  it('of a client tool are its own, and a tool without any gets no schema', () => {
    const client = toolConfigSchema.parse({
      type: 'client',
      name: 'open_page',
    });
    expect(withParameters(client, [])).toEqual(client);
    const added = withParameters(client, [
      {
        place: 'client',
        name: 'page',
        schema: { type: 'string', description: 'Which' },
        isRequired: true,
      },
    ]);
    expect(toolConfigSchema.parse(added)).toMatchObject({
      parameters: {
        type: 'object',
        required: ['page'],
        properties: { page: { type: 'string' } },
      },
    });
  });
});
