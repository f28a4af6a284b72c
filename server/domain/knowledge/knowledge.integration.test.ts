import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { closeDatabase, type Database, openDatabase } from '../../db/client';
import { parseAgentConfig } from '../../contracts/agent-config';
import { createTestDatabase } from '../../testing/database';
import { makePdf } from '../../testing/documents/make-pdf';
import { makeWorkspace, type TestWorkspace } from '../../testing/factories';
import { makeServices } from '../../testing/services';
import { createAgent } from '../agents/create-agent';
import { getAgent } from '../agents/get-agent';
import { moveDocuments, replaceFile, updateDocument } from './change-document';
import { createFileDocument, createFolder, createTextDocument, createUrlDocument } from './create-document';
import { cancelCrawl, createCrawl, getCrawl } from './crawls';
import { deleteDocument } from './delete-document';
import { dependentAgents } from './dependent-agents';
import { extractText } from './extraction/extract';
import { getContent, getDocument, getSourceFile } from './get-document';
import { listChunks } from './list-chunks';
import { listDocuments } from './list-documents';
import { lookAfterKnowledge } from './look-after';
import { planKnowledge } from './plan-knowledge';
import { getOrCreateIndex, indexOverview, listIndexes } from './rag-indexes';
import { refreshDocument } from './refresh-document';
import { askKnowledge, searchContent } from './search-content';

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;
let workspace: TestWorkspace;
const made = makeServices();
const { services, jobs, knowledge } = made;
const model = 'e5_mistral_7b_instruct' as const;
const filler = 'Our house stands at the end of the lane and has a green door, which everybody in the village knows well. '.repeat(6);

beforeAll(async () => {
  test = await createTestDatabase();
  db = openDatabase(test.url);
});

beforeEach(async () => {
  workspace = await makeWorkspace(db);
  knowledge.pages.clear();
  knowledge.embedder = undefined;
  jobs.waiting.length = 0;
});

afterAll(async () => {
  await closeDatabase(db);
  await test.drop();
  made.remove();
});

const addText = (text: string, name?: string) => createTextDocument(workspace.scope, services, { text, name });
const index = () => jobs.runAll(db, services);
const ask = (question: string) => askKnowledge(workspace.scope, knowledge, { question });

async function fileOf(bytes: Buffer, filename: string) {
  const { text, title, contentType } = await extractText({ bytes, filename });
  return { bytes, filename, text, title, contentType };
}

describe('documents', () => {
  it('a file is kept as it was uploaded beside what was read from it, and gone with its document', async () => {
    const { scope } = workspace;
    const file = await fileOf(makePdf([['# Warranty', 'The warranty lasts three years from the day of purchase.']]), 'terms.pdf');
    const id = await createFileDocument(scope, services, { file });
    expect(await getDocument(scope, id)).toMatchObject({
      kind: 'file',
      name: 'terms.pdf',
      filename: 'terms.pdf',
      contentType: 'application/pdf',
      sizeBytes: file.bytes.length,
    });
    expect(await getContent(scope, id)).toBe('## Warranty\n\nThe warranty lasts three years from the day of purchase.');
    const { key } = await getSourceFile(scope, id);
    expect((await services.storage.stat(key))?.size).toBe(file.bytes.length);
    await replaceFile(scope, services, { documentId: id, file: await fileOf(Buffer.from('It lasts five years.'), 'terms.txt') });
    expect(await getContent(scope, id)).toBe('It lasts five years.');
    expect(await services.storage.stat(key)).toBeNull();
    const { key: newKey } = await getSourceFile(scope, id);
    await deleteDocument(scope, services, { documentId: id });
    expect(await services.storage.stat(newKey)).toBeNull();
    await expect(getDocument(scope, id)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('a page is read again only when asked or due, and indexed again only when it changed', async () => {
    const { scope } = workspace;
    const url = 'https://shop.example/hours';
    knowledge.pages.set(url, '<html><title>Hours</title><body><p>Open from nine.</p></body></html>');
    const id = await createUrlDocument(scope, services, { url, sync: { everyDays: 2, autoRemove: true } });
    await index();
    const before = await getDocument(scope, id);
    expect(before).toMatchObject({ kind: 'url', name: 'Hours', content: 'Open from nine.', autoSync: { everyDays: 2, failures: 0 } });
    await refreshDocument(scope, services, id);
    expect(jobs.waiting).toEqual([]);
    knowledge.pages.set(url, '<html><title>Hours</title><body><p>Open from ten.</p></body></html>');
    const inThreeDays = new Date(Date.now() + 3 * 86_400_000);
    await lookAfterKnowledge(db, services, inThreeDays);
    expect(jobs.waiting.map(({ name }) => name)).toEqual(['refresh-document']);
    await index(); // the job looks at the clock itself: it is not due yet
    expect((await getDocument(scope, id)).content).toBe('Open from nine.');
    await scope.db.knowledgeDocument.updateMany({ where: { id }, data: { nextSyncAt: new Date(0) } });
    await lookAfterKnowledge(db, services);
    await index();
    expect((await getDocument(scope, id)).content).toBe('Open from ten.');
    expect((await ask('when open')).passages[0]?.text).toBe('Open from ten.');
  });

  it('a page that stays away is asked for ever less often, and taken away in the end where that was wished for', async () => {
    const { scope } = workspace;
    const url = 'https://shop.example/gone';
    knowledge.pages.set(url, 'Soon gone.');
    const id = await createUrlDocument(scope, services, { url, sync: { everyDays: 1, autoRemove: true } });
    await index();
    knowledge.pages.clear();
    for (let i = 1; i <= 2; i++) {
      await scope.db.knowledgeDocument.updateMany({ where: { id }, data: { nextSyncAt: new Date(0) } });
      await lookAfterKnowledge(db, services);
      await index();
      expect((await getDocument(scope, id)).autoSync?.failures).toBe(i);
    }
    await scope.db.knowledgeDocument.updateMany({ where: { id }, data: { nextSyncAt: new Date(0) } });
    await lookAfterKnowledge(db, services);
    await index();
    await expect(getDocument(scope, id)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('folders hold documents and folders, tell their paths, and cannot go into themselves', async () => {
    const { scope } = workspace;
    const outer = await createFolder(scope, services, { name: 'Outer' });
    const inner = await createFolder(scope, services, { name: 'Inner', parentId: outer });
    const id = await createTextDocument(scope, services, { text: 'In the middle.', parentId: inner });
    expect((await getDocument(scope, id)).folderPath).toEqual([
      { id: outer, name: 'Outer' },
      { id: inner, name: 'Inner' },
    ]);
    expect(await getDocument(scope, outer)).toMatchObject({ childrenCount: 1, documentCount: 1 });
    await expect(moveDocuments(scope, { documentIds: [outer], folderId: inner })).rejects.toThrow(/into itself/);
    await expect(moveDocuments(scope, { documentIds: [id], folderId: id })).rejects.toThrow(/folders only/);
    await expect(deleteDocument(scope, services, { documentId: outer })).rejects.toMatchObject({ code: 'conflict' });
    await moveDocuments(scope, { documentIds: [id], folderId: null });
    expect((await getDocument(scope, id)).parentId).toBeNull();
    await deleteDocument(scope, services, { documentId: outer, force: true });
    expect((await listDocuments(scope)).items.map((item) => item.id)).toEqual([id]);
  });

  it('lists are filtered, sorted and cut into pages, folders first when asked', async () => {
    const { scope } = workspace;
    for (const name of ['Beta', 'alpha', 'Gamma']) await addText(`About ${name}`, name);
    const folder = await createFolder(scope, services, { name: 'Zoo' });
    const names = async (input: Parameters<typeof listDocuments>[1]) => (await listDocuments(scope, input)).items.map(({ name }) => name);
    expect(await names({ search: 'AM' })).toEqual(['Gamma']);
    expect(await names({ kinds: ['folder'] })).toEqual(['Zoo']);
    expect(await names({ parentId: folder })).toEqual([]);
    const first = await listDocuments(scope, { sortBy: 'name', foldersFirst: true, pageSize: 2 });
    const second = await listDocuments(scope, { sortBy: 'name', foldersFirst: true, pageSize: 2, cursor: first.nextCursor ?? '' });
    expect([...first.items, ...second.items].map(({ name }) => name)[0]).toBe('Zoo');
    expect(new Set([...first.items, ...second.items].map(({ name }) => name))).toEqual(new Set(['Zoo', 'Beta', 'alpha', 'Gamma']));
    expect(second.nextCursor).toBeNull();
  });

  it('what an agent uses goes only with force, and then out of the agent as well', async () => {
    const { scope } = workspace;
    const folder = await createFolder(scope, services, { name: 'Folder' });
    const id = await createTextDocument(scope, services, { text: 'Used.', parentId: folder });
    const agent = await createAgent(scope, {
      name: 'User',
      config: { conversationConfig: { agent: { prompt: { knowledgeBase: [{ type: 'text', name: 'Used', id }] } } } },
    });
    const byFolder = await createAgent(scope, {
      name: 'Folder user',
      config: { conversationConfig: { agent: { prompt: { knowledgeBase: [{ type: 'folder', name: 'Folder', id: folder }] } } } },
    });
    const names = async (dependence: 'direct' | 'transitive' | 'all') => (await dependentAgents(scope, [id], dependence)).agents.map(({ name }) => name);
    expect(await names('direct')).toEqual(['User']);
    expect(await names('transitive')).toEqual(['Folder user']);
    expect(await names('all')).toEqual(['Folder user', 'User']);
    await expect(deleteDocument(scope, services, { documentId: id })).rejects.toThrow(/used by User/);
    await deleteDocument(scope, services, { documentId: id, force: true });
    expect((await getAgent(scope, { agentId: agent.id })).version.config.conversationConfig.agent.prompt.knowledgeBase).toEqual([]);
    expect((await getAgent(scope, { agentId: byFolder.id })).version.config.conversationConfig.agent.prompt.knowledgeBase).toHaveLength(1);
  });

  it('a site is read page by page within its host, no page twice, and begun again where it stopped', async () => {
    const { scope } = workspace;
    const page = (text: string, ...links: string[]) =>
      `<html><title>${text}</title><body><p>${text} page.</p>${links.map((link) => `<a href="${link}">x</a>`).join('')}</body></html>`;
    knowledge.pages.set('https://site.example/', page('Home', '/a', '/b', 'https://elsewhere.example/', '/missing'));
    knowledge.pages.set('https://site.example/a', page('A', '/b', '/'));
    knowledge.pages.set('https://site.example/b', page('B', '/a'));
    const crawl = await createCrawl(scope, services, { url: 'https://site.example/' });
    expect(crawl.status).toBe('queued');
    await index();
    expect(await getCrawl(scope, crawl.id)).toMatchObject({ status: 'succeeded', scraped: 3, failed: 1, identified: 4 });
    expect((await listDocuments(scope, { parentId: crawl.rootFolderId, sortBy: 'name' })).items.map(({ name }) => name)).toEqual(['A', 'B', 'Home']);
    await scope.db.knowledgeCrawl.updateMany({ where: { id: crawl.id }, data: { status: 'processing', updatedAt: new Date(0) } });
    await lookAfterKnowledge(db, services);
    await index();
    expect((await listDocuments(scope, { parentId: crawl.rootFolderId })).items).toHaveLength(3);
    const another = await createCrawl(scope, services, { url: 'https://site.example/' });
    await cancelCrawl(scope, another.id);
    await index();
    expect(await getCrawl(scope, another.id)).toMatchObject({ status: 'cancelled', scraped: 0 });
  });
});

it('what the database cannot hold is taken out of names and texts', async () => {
  const id = await addText('A\u0000B\ud800.', 'na\u0000me');
  expect(await getDocument(workspace.scope, id)).toMatchObject({ name: 'name', content: 'AB\ufffd.' });
});

describe('indexes', () => {
  it('a document is indexed after it was made, and asking for its index tells how far it is', async () => {
    const { scope } = workspace;
    const id = await addText(`# Delivery\n\nParcels arrive within two days. ${filler}`);
    expect(await listIndexes(scope, id)).toMatchObject([{ model, status: 'created', progress: 0 }]);
    await index();
    const [ready] = await listIndexes(scope, id);
    expect(ready).toMatchObject({ status: 'succeeded', progress: 100, embedder: '' });
    expect(await getOrCreateIndex(scope, jobs, { documentId: id, model })).toEqual(ready);
    expect(jobs.waiting).toEqual([]);
    expect(await getOrCreateIndex(scope, jobs, { documentId: id, model: 'multilingual_e5_large_instruct' })).toMatchObject({ status: 'created' });
    await index();
    expect((await listIndexes(scope, id)).map(({ status }) => status)).toEqual(['succeeded', 'succeeded']);
    expect((await indexOverview(scope, 1000)).usedBytes).toBeGreaterThan(1000);
    expect((await listChunks(scope, { documentId: id })).items[0]).toMatchObject({ heading: 'Delivery', position: 0 });
    expect(await getOrCreateIndex(scope, jobs, { documentId: await createFolder(scope, services, { name: 'F' }), model })).toMatchObject({
      status: 'cannot_index_folder',
    });
  });

  it('a short document says that it is too small, one past the room that there is none; a failure is told and can be tried again', async () => {
    const { scope } = workspace;
    const small = await addText('Short.');
    const large = await addText('word '.repeat(300_000));
    await index();
    expect((await listIndexes(scope, small))[0]?.status).toBe('document_too_small');
    expect((await listIndexes(scope, large))[0]?.status).toBe('rag_limit_exceeded');
    knowledge.embedder = { id: 'scripted:broken', isReady: () => true, embed: async () => Promise.reject(new Error('out of order')) };
    await updateDocument(scope, services, { documentId: small, content: filler });
    await expect(index()).rejects.toThrow('out of order');
    expect((await listIndexes(scope, small))[0]).toMatchObject({ status: 'failed', problem: 'out of order' });
    knowledge.embedder = undefined;
    await getOrCreateIndex(scope, jobs, { documentId: small, model });
    await index();
    expect((await listIndexes(scope, small))[0]?.status).toBe('succeeded');
  });

  it('what was left behind is found, and vectors are made once there is a model for them', async () => {
    const { scope } = workspace;
    const id = await addText(filler);
    jobs.waiting.length = 0; // the process died before it enqueued
    await lookAfterKnowledge(db, services);
    expect(jobs.waiting).toEqual([]);
    await lookAfterKnowledge(db, services, new Date(Date.now() + 10 * 60_000));
    await index();
    expect((await listIndexes(scope, id))[0]).toMatchObject({ status: 'succeeded', embedder: '' });
    knowledge.useTopics([['house']]);
    await lookAfterKnowledge(db, services);
    await index();
    expect((await listIndexes(scope, id))[0]).toMatchObject({ status: 'succeeded', embedder: 'scripted:topics' });
    await lookAfterKnowledge(db, services);
    expect(jobs.waiting).toEqual([]);
  });
});

describe('searching', () => {
  it('finds by words in the language of the document, the better match first', async () => {
    await addText('La garantía cubre las reparaciones durante tres años. Los envíos son gratis en la península y las islas para los clientes.', 'Garantía');
    await addText('The guarantee covers repairs for three years. Deliveries are free for all of our customers in the country.', 'Guarantee');
    await index();
    const spanish = await ask('¿Cuánto dura la reparación en garantía?');
    expect(spanish.method).toBe('words');
    expect(spanish.passages[0]?.title).toBe('Garantía');
    expect((await ask('is a repair guaranteed')).passages[0]?.title).toBe('Guarantee');
    expect((await ask('zebra')).passages).toEqual([]);
  });

  it('finds by meaning what shares no word with the question, and leaves out what is too far', async () => {
    knowledge.useTopics([
      ['refund', 'money back', 'return'],
      ['parking', 'car park', 'vehicle'],
    ]);
    const refunds = await addText(`You get your money back within five days.\n\n${filler}`, 'Refunds');
    await addText('Vehicles stand behind the building.', 'Car park');
    await index();
    const { passages, method } = await ask('How do I get a refund?');
    expect(method).toBe('hybrid');
    expect(passages.map(({ documentId }) => documentId)).toEqual([refunds]);
    expect(passages[0]).toMatchObject({ title: 'Refunds' });
    expect(passages[0]?.distance).toBeLessThan(0.1);
    const near = await askKnowledge(workspace.scope, knowledge, { question: 'refund parking', maxDistance: 0.05 });
    expect(near.passages).toEqual([]);
  });

  it('a short question leans on what was said before', async () => {
    await addText('On Sundays the bakery is closed.\n\n# Pool\n\nOn Sundays the pool opens at eleven.', 'Hours');
    await index();
    const { documents } = { documents: (await listDocuments(workspace.scope)).items.map(({ id }) => id) };
    const outcome = await knowledge.search(workspace.scope, { text: 'and sundays?', history: ['When does the pool open?'], documentIds: documents });
    expect(outcome.query).toBe('When does the pool open? and sundays?');
    expect(outcome.passages[0]?.title).toBe('Hours › Pool');
  });

  it('content search gives each document once, with the words that were found marked', async () => {
    await addText(`The lighthouse was built in 1871. ${filler}\n\nThe lighthouse fell silent.`, 'Lighthouse');
    await addText('Nothing about it.', 'Other');
    await index();
    const { matches, nextCursor } = await searchContent(workspace.scope, knowledge, { query: 'lighthouses built' });
    expect(matches.map(({ document }) => document.name)).toEqual(['Lighthouse']);
    expect(matches[0]?.snippet.filter(({ isHit }) => isHit).map(({ text }) => text)).toEqual(['lighthouse', 'built']);
    expect(nextCursor).toBeNull();
  });

  it('never finds what belongs to another workspace, whatever ids are asked for', async () => {
    const id = await addText(`Secret plans for the moon. ${filler}`);
    await index();
    const other = await makeWorkspace(db);
    const { passages } = await knowledge.search(other.scope, { text: 'secret moon plans', documentIds: [id] });
    expect(passages).toEqual([]);
    await expect(askKnowledge(other.scope, knowledge, { question: 'moon', documentIds: [id] })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('an agent’s knowledge', () => {
  const agentWith = (prompt: Record<string, unknown>, knowledgeText = '') =>
    parseAgentConfig({ conversationConfig: { agent: { prompt } }, parley: { knowledgeText } });
  const plan = (config: ReturnType<typeof agentWith>) => planKnowledge(workspace.scope, knowledge, config);

  it('small texts go into the prompt whole, large ones are looked up', async () => {
    const small = await addText('We close at noon.', 'Small');
    const large = await addText(
      `# Parking\n\nParking costs two euros an hour. ${filler}\n\n${'Another paragraph about nothing in particular. '.repeat(1500)}`,
      'Large',
    );
    await index();
    const knowledgeBase = [small, large].map((id) => ({ type: 'text', name: 'x', id }));
    const { whole, lookUp } = await plan(agentWith({ knowledgeBase }, 'We are a hotel.'));
    expect(whole.map(({ text }) => text)).toEqual(['We are a hotel.', 'We close at noon.']);
    const passages = await lookUp?.({ text: 'How much is parking?', history: [] }, AbortSignal.timeout(10_000));
    expect(passages?.[0]).toMatchObject({ documentId: large, title: 'Large › Parking' });
  });

  it('with retrieval on documents are looked up within its limits, but for those meant for the prompt and those too small', async () => {
    const folder = await createFolder(workspace.scope, services, { name: 'Folder' });
    const inFolder = await createTextDocument(workspace.scope, services, { text: `Towels are blue. ${filler}`, parentId: folder });
    const forPrompt = await addText(`Always say hello. ${filler}`, 'Manners');
    const tiny = await addText('Tiny.');
    await index();
    const { whole, lookUp } = await plan(
      agentWith({
        rag: { enabled: true, maxRetrievedRagChunksCount: 1 },
        knowledgeBase: [
          { type: 'folder', name: 'Folder', id: folder },
          { type: 'text', name: 'Manners', id: forPrompt, usageMode: 'prompt' },
          { type: 'text', name: 'Tiny', id: tiny },
          { type: 'text', name: 'Gone', id: 'doc_gone' },
        ],
      }),
    );
    expect(whole.map(({ documentId }) => documentId).sort()).toEqual([forPrompt, tiny].sort());
    const passages = await lookUp?.({ text: 'towels house village', history: [] }, AbortSignal.timeout(10_000));
    expect(passages).toHaveLength(1);
    expect(passages?.[0]?.documentId).toBe(inFolder);
  });

  it('an agent’s own text that is too long for a prompt is looked up too', async () => {
    const paragraphs = Array.from({ length: 900 }, (_, i) => `Room ${i} has ${i % 4} beds and a view of number ${i * 3}.`);
    const { whole, lookUp } = await plan(agentWith({}, [...paragraphs, 'The sauna opens at six in the evening. '.repeat(2), 'x'.repeat(20_000)].join('\n\n')));
    expect(whole).toEqual([]);
    const passages = await lookUp?.({ text: 'When does the sauna open?', history: [] }, AbortSignal.timeout(10_000));
    expect(passages?.[0]?.text).toContain('sauna opens at six');
  });
});
