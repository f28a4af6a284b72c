import { z } from 'zod';
import { createDictionary, type DictionaryView, getDictionary, listDictionaries } from '../../domain/pronunciation-dictionaries/dictionaries';
import { readPls } from '../../domain/pronunciation-dictionaries/read-pls';
import { rulesSchema } from '../../domain/pronunciation-dictionaries/rules';
import { AppError } from '../../lib/app-error';
import { unixSecs } from '../mappers/agent';
import { fromWire, toWire } from '../../contracts/wire-case';
import { fieldOf, fileOf } from '../read-body';
import { type Route, route, type Wire } from '../route';
import type { RouteDeps } from '../routes';
import { flag, pageQuery } from '../wire/query';

const listQuery = z.object({ ...pageQuery, sort_direction: z.enum(['asc', 'desc']).catch('desc').optional(), include_archived: flag.optional() });
const largestFile = 4 * 1024 * 1024;

const rulesBody = z.looseObject({
  name: z.string(),
  description: z.string().max(1000).nullish(),
  rules: z
    .array(z.unknown())
    .transform((rules) => fromWire(rules))
    .pipe(rulesSchema),
});

export function pronunciationRoutes(_: RouteDeps): readonly Route[] {
  return [
    route('GET /v1/pronunciation-dictionaries', { permission: 'agents:read', query: listQuery }, async ({ scope, query }) => {
      const page = await listDictionaries(scope, {
        cursor: query.cursor,
        pageSize: query.page_size,
        includeArchived: query.include_archived,
        direction: query.sort_direction,
      });
      return { pronunciation_dictionaries: page.items.map(summaryToWire), next_cursor: page.nextCursor, has_more: page.nextCursor !== null };
    }),

    route('POST /v1/pronunciation-dictionaries/add-from-rules', { permission: 'agents:write', body: rulesBody }, async ({ scope, body }) =>
      createdToWire(await createDictionary(scope, { name: body.name, description: body.description ?? undefined, rules: body.rules })),
    ),

    route('POST /v1/pronunciation-dictionaries/add-from-file', { permission: 'agents:write', largestBody: largestFile }, async ({ scope, form }) => {
      const name = fieldOf(form, 'name');
      if (name === undefined) throw new AppError('invalid_input', 'Field required', { path: ['name'] });
      const rules = readPls(fileOf(form, 'file').bytes.toString('utf8'));
      return createdToWire(await createDictionary(scope, { name, description: fieldOf(form, 'description'), rules }));
    }),

    route('GET /v1/pronunciation-dictionaries/{pronunciation_dictionary_id}', { permission: 'agents:read' }, async ({ scope, params }) => {
      const dictionary = await getDictionary(scope, params.pronunciation_dictionary_id);
      return { ...summaryToWire(dictionary), rules: toWire(dictionary.rules) };
    }),
  ];
}

function summaryToWire(dictionary: DictionaryView): Wire {
  return {
    id: dictionary.id,
    latest_version_id: dictionary.latestVersionId,
    latest_version_rules_num: dictionary.ruleCount,
    name: dictionary.name,
    permission_on_resource: 'admin',
    created_by: dictionary.createdBy,
    creation_time_unix: unixSecs(dictionary.createdAt),
    archived_time_unix: dictionary.archivedAt === null ? null : unixSecs(dictionary.archivedAt),
    description: dictionary.description,
  };
}

function createdToWire(dictionary: DictionaryView): Wire {
  return {
    id: dictionary.id,
    name: dictionary.name,
    created_by: dictionary.createdBy,
    creation_time_unix: unixSecs(dictionary.createdAt),
    version_id: dictionary.latestVersionId,
    version_rules_num: dictionary.ruleCount,
    description: dictionary.description,
    permission_on_resource: 'admin',
  };
}
