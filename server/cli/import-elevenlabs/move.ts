import { type Api, ApiFailure, isJson, type Json } from './api';
import type { KnownItems } from './known-items';

export type Outcome = 'created' | 'updated' | 'kept' | 'failed';

export interface Report {
  readonly lines: { readonly kind: string; readonly name: string; readonly outcome: Outcome; readonly problem?: string }[];
  /** What somebody has to do by hand. */
  readonly notes: string[];
}

export interface Move {
  readonly source: Api;
  readonly target: Api;
  readonly known: KnownItems;
}

const convai = '/v1/convai';

/** Moves secrets (by name), tools, knowledge, agents and tests, in this order: each may name what came before. What fails is told and does not stop the rest. */
export async function moveWorkspace(move: Move): Promise<Report> {
  const report: Report = { lines: [], notes: [] };
  await moveSecrets(move, report);
  await eachOf(
    move,
    report,
    { kind: 'tool', list: `${convai}/tools`, member: 'tools', id: 'id', nameOf: (tool) => text(objectOf(tool['tool_config'])['name']) },
    moveTool,
  );
  await eachOf(
    move,
    report,
    { kind: 'knowledge', list: `${convai}/knowledge-base`, member: 'documents', id: 'id', nameOf: (document) => text(document['name']) },
    moveDocument,
  );
  const agents = { kind: 'agent', list: `${convai}/agents`, member: 'agents', id: 'agent_id', nameOf: (agent: Json) => text(agent['name']) };
  // First all of them empty, since agents may hand over to each other.
  await eachOf(move, { lines: [], notes: [] }, agents, makeAgent);
  await eachOf(move, report, { kind: 'test', list: `${convai}/agent-testing`, member: 'tests', id: 'id', nameOf: (test) => text(test['name']) }, moveTest);
  await eachOf(move, report, agents, fillAgent);
  return report;
}

interface Kind {
  readonly kind: string;
  readonly list: string;
  readonly member: string;
  readonly id: string;
  readonly nameOf: (item: Json) => string;
}

type Step = (move: Move, item: Json, sourceId: string, report: Report) => Promise<Outcome>;

async function eachOf(move: Move, report: Report, { kind, list, member, id, nameOf }: Kind, step: Step): Promise<void> {
  let items: Json[];
  try {
    items = await move.source.all(list, member);
  } catch (error) {
    report.lines.push({ kind, name: '*', outcome: 'failed', problem: problemOf(error) });
    return;
  }
  for (const item of items) {
    const name = nameOf(item);
    try {
      report.lines.push({ kind, name, outcome: await step(move, item, text(item[id]), report) });
    } catch (error) {
      report.lines.push({ kind, name, outcome: 'failed', problem: problemOf(error) });
    }
  }
}

/** Values are never answered: where there is none of that name, an empty place is made for it. */
async function moveSecrets({ source, target, known }: Move, report: Report): Promise<void> {
  let theirs: Json[];
  try {
    theirs = await source.all(`${convai}/secrets`, 'secrets');
  } catch (error) {
    report.notes.push(`Secrets could not be listed (${problemOf(error)}): tools that use them may not come over.`);
    return;
  }
  const ours = new Map((await target.all(`${convai}/secrets`, 'secrets')).map((secret) => [text(secret['name']), text(secret['secret_id'])]));
  for (const secret of theirs) {
    const name = text(secret['name']);
    const existing = ours.get(name);
    if (existing !== undefined) {
      known.note(text(secret['secret_id']), existing);
      continue;
    }
    const made = await target.send('POST', `${convai}/secrets`, { type: 'new', name, value: 'not moved: set the value' });
    known.note(text(secret['secret_id']), text(made['secret_id']));
    report.notes.push(`Set the value of the secret ${name}: it cannot be read at the source.`);
  }
}

const moveTool: Step = async ({ target, known }, tool, sourceId) => {
  const body = { tool_config: known.translated(tool['tool_config']) };
  const targetId = await livingTarget(target, known, sourceId, (id) => `${convai}/tools/${id}`);
  if (targetId !== undefined) {
    await target.send('PATCH', `${convai}/tools/${targetId}`, body);
    return 'updated';
  }
  known.note(sourceId, text((await target.send('POST', `${convai}/tools`, body))['id']));
  return 'created';
};

/** A document is its content: one that is there stays as it is. */
const moveDocument: Step = async ({ source, target, known }, document, sourceId, report) => {
  const name = text(document['name']);
  const type = text(document['type']);
  if ((await livingTarget(target, known, sourceId, (id) => `${convai}/knowledge-base/${id}`)) !== undefined) return 'kept';
  const parent = known.targetOf(text(document['folder_parent_id'])) ?? null;
  const made = await makeDocument({ source, target, name, type, sourceId, parent });
  known.note(sourceId, text(made['id']));
  if (type === 'file') report.notes.push(`The file ${name} came over as its text.`);
  return 'created';
};

async function makeDocument(options: {
  readonly source: Api;
  readonly target: Api;
  readonly name: string;
  readonly type: string;
  readonly sourceId: string;
  readonly parent: string | null;
}): Promise<Json> {
  const { source, target, name, type, sourceId, parent } = options;
  const place = parent === null ? { name } : { name, parent_folder_id: parent };
  if (type === 'folder') return target.send('POST', `${convai}/knowledge-base/folder`, place);
  if (type === 'url') {
    const { url } = await source.get(`${convai}/knowledge-base/${sourceId}`);
    return target.send('POST', `${convai}/knowledge-base/url`, { ...place, url });
  }
  return target.send('POST', `${convai}/knowledge-base/text`, { ...place, text: plain(await source.text(`${convai}/knowledge-base/${sourceId}/content`)) });
}

const makeAgent: Step = async ({ target, known }, agent, sourceId) => {
  if ((await livingTarget(target, known, sourceId, (id) => `${convai}/agents/${id}`)) !== undefined) return 'kept';
  known.note(sourceId, text((await target.send('POST', `${convai}/agents/create`, { name: agent['name'], conversation_config: {} }))['agent_id']));
  return 'created';
};

const agentMembers = ['name', 'tags', 'conversation_config', 'platform_settings', 'workflow', 'procedures'];

const fillAgent: Step = async ({ source, target, known }, _, sourceId) => {
  const targetId = known.targetOf(sourceId);
  if (targetId === undefined) throw new Error('it could not be created');
  const full = await source.get(`${convai}/agents/${sourceId}`);
  const before = await target.get(`${convai}/agents/${targetId}`);
  const changes = Object.fromEntries(
    agentMembers.flatMap((member) => (full[member] === undefined || full[member] === null ? [] : [[member, known.translated(full[member])]])),
  );
  await target.send('PATCH', `${convai}/agents/${targetId}`, withoutToolCopies(changes));
  const { first_message, prompt } = objectOf(objectOf(before['conversation_config'])['agent']);
  return first_message === '' && objectOf(prompt)['prompt'] === '' ? 'created' : 'updated';
};

/** `tools` is a copy of what `tool_ids` names; sent back it would make each tool twice. */
function withoutToolCopies(agent: Json): Json {
  const config = objectOf(agent['conversation_config']);
  const section = objectOf(config['agent']);
  const { tools, ...prompt } = objectOf(section['prompt']);
  const ids = prompt['tool_ids'];
  if (!Array.isArray(ids) || ids.length === 0 || tools === undefined) return agent;
  return { ...agent, conversation_config: { ...config, agent: { ...section, prompt } } };
}

const moveTest: Step = async ({ source, target, known }, _, sourceId) => {
  const { id: _id, ...test } = objectOf(known.translated(await source.get(`${convai}/agent-testing/${sourceId}`)));
  const targetId = await livingTarget(target, known, sourceId, (id) => `${convai}/agent-testing/${id}`);
  if (targetId !== undefined) return 'kept';
  known.note(sourceId, text((await target.send('POST', `${convai}/agent-testing/create`, test))['id']));
  return 'created';
};

/** What the thing became the last time, if that is still there. */
async function livingTarget(target: Api, known: KnownItems, sourceId: string, pathOf: (targetId: string) => string): Promise<string | undefined> {
  const targetId = known.targetOf(sourceId);
  if (targetId === undefined) return undefined;
  try {
    await target.get(pathOf(targetId));
    return targetId;
  } catch (error) {
    if (error instanceof ApiFailure && error.status === 404) return undefined;
    throw error;
  }
}

/** Some answers give a document as a page. */
const plain = (content: string) =>
  content
    .replace(/<(?:br|\/p|\/div|\/li|\/h\d)\s*\/?>/giu, '\n')
    .replace(/<[^>]+>/gu, '')
    .trim();
const objectOf = (value: unknown): Json => (isJson(value) ? value : {});
const text = (value: unknown) => (typeof value === 'string' ? value : '');
const problemOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
