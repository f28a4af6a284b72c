import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { globalModels, ownedModels, relations } from './tenancy';

const schemaDir = join(import.meta.dirname, '../../prisma/schema');
const schema = readdirSync(schemaDir)
  .filter((file) => file.endsWith('.prisma'))
  .map((file) => readFileSync(join(schemaDir, file), 'utf8'))
  .join('\n');

const models = [...schema.matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)].map(([, name = '', body = '']) => ({
  name,
  body,
  fields: body
    .split('\n')
    .map((line) => /^ {2}(\w+)\s+(\w+)/.exec(line))
    .filter((match) => match !== null)
    .map(([, field = '', type = '']) => ({ field, type })),
}));
const names = models.map((model) => model.name);

describe('tenancy', () => {
  it('reads the schema at all', () => {
    expect(names.length).toBeGreaterThan(10);
    expect(names).toContain('Conversation');
  });

  it('names every model of the schema as owned or as global, and none twice', () => {
    expect([...ownedModels, ...globalModels].sort()).toEqual([...names].sort());
  });

  it('knows every relation between models', () => {
    const inSchema = Object.fromEntries(
      models.map(({ name, fields }) => [name, Object.fromEntries(fields.filter(({ type }) => names.includes(type)).map(({ field, type }) => [field, type]))]),
    );
    expect(relations).toEqual(inSchema);
  });

  it.each([...ownedModels])('%s has its workspace in its key', (name) => {
    const body = models.find((model) => model.name === name)?.body ?? '';
    expect(body).toMatch(/@@id\(\[workspaceId, \w+/);
  });

  it.each([...ownedModels])('%s points at other owned models by workspace and id together', (name) => {
    const body = models.find((model) => model.name === name)?.body ?? '';
    for (const [field, target] of Object.entries(relations[name])) {
      const line = body.split('\n').find((text) => new RegExp(`^ {2}${field}\\s`).test(text)) ?? '';
      if (!(ownedModels as readonly string[]).includes(target) || !line.includes('@relation') || line.includes('[]')) continue;
      expect(line).toMatch(/fields: \[workspaceId, \w+\], references: \[workspaceId, \w+\]/);
    }
  });
});
