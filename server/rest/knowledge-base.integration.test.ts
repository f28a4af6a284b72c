import { ElevenLabsClient } from '@elevenlabs/elevenlabs-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeDatabase, type Database, openDatabase } from '../db/client';
import { createTestDatabase } from '../testing/database';
import { makePdf } from '../testing/documents/make-pdf';
import { startRestServer } from '../testing/rest-server';
import { makeServices } from '../testing/services';
import { type FullWorkspace, makeFullWorkspace } from '../testing/two-workspaces';

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;
let workspace: FullWorkspace;
let server: Awaited<ReturnType<typeof startRestServer>>;
let client: ElevenLabsClient;
const made = makeServices();
const filler = 'Our house stands at the end of the lane and has a green door, which everybody in the village knows well. '.repeat(6);
const model = 'e5_mistral_7b_instruct';

beforeAll(async () => {
  test = await createTestDatabase();
  db = openDatabase(test.url);
  workspace = await makeFullWorkspace(db, made.services);
  server = await startRestServer(db, made.services);
  client = new ElevenLabsClient({ apiKey: workspace.apiKey, baseUrl: server.url, maxRetries: 0 });
});

afterAll(async () => {
  await server.close();
  await closeDatabase(db);
  await test.drop();
  made.remove();
});

const knowledge = () => client.conversationalAi.knowledgeBase;
const index = () => made.jobs.runAll(db, made.services);

describe('the official client’s knowledge base', () => {
  it('makes documents from text, page and file, and reads, renames and rewrites them', async () => {
    const { documents } = knowledge();
    const text = await documents.createFromText({ text: '# Hours\n\nOpen from nine.', name: 'Hours' });
    expect(await documents.get(text.id)).toMatchObject({
      type: 'text',
      name: 'Hours',
      extractedInnerHtml: '# Hours\n\nOpen from nine.',
      contentFormat: 'markdown',
    });

    made.knowledge.pages.set('https://shop.example/', '<html><head><title>Shop</title></head><body><p>We sell tea.</p></body></html>');
    const page = await documents.createFromUrl({ url: 'https://shop.example/', enableAutoSync: true, minimumFrequencyDays: 3 });
    expect(await documents.get(page.id)).toMatchObject({ type: 'url', name: 'Shop', url: 'https://shop.example/', autoSyncInfo: { minimumFrequencyDays: 3 } });

    const pdf = makePdf([['# Warranty', 'The warranty lasts three years.']]);
    const file = await documents.createFromFile({ file: new File([new Uint8Array(pdf)], 'terms.pdf', { type: 'application/pdf' }), name: 'Terms' });
    expect(await documents.get(file.id)).toMatchObject({ type: 'file', name: 'Terms', filename: 'terms.pdf' });
    expect(await documents.getContent(file.id)).toContain('The warranty lasts three years.');

    const { signedUrl } = await documents.getSourceFileUrl(file.id);
    const source = await fetch(signedUrl.replace('http://parley.example', server.url));
    expect(Buffer.from(await source.arrayBuffer()).equals(pdf)).toBe(true);
    expect(source.headers.get('content-disposition')).toContain('terms.pdf');
    expect((await fetch(`${server.url}/v1/parley/files/${signedUrl.split('/').at(-1)?.replace(/^./, 'X')}`)).status).toBe(404);

    expect(await documents.update(text.id, { name: 'New hours', content: 'Open from ten.' })).toMatchObject({
      name: 'New hours',
      extractedInnerHtml: 'Open from ten.',
    });
    const replaced = await knowledge().document.updateFile(file.id, { file: new File(['It lasts five years.'], 'new.txt', { type: 'text/plain' }) });
    expect(replaced).toMatchObject({ filename: 'new.txt', extractedInnerHtml: 'It lasts five years.' });
    made.knowledge.pages.set('https://shop.example/', '<html><head><title>Shop</title></head><body><p>We sell coffee.</p></body></html>');
    expect(await knowledge().document.refresh(page.id)).toMatchObject({ extractedInnerHtml: 'We sell coffee.' });

    const summaries = await documents.summaries.get({ documentIds: [text.id, 'doc_none'] });
    expect(summaries[text.id]).toMatchObject({ status: 'success', data: { name: 'New hours' } });
    expect(summaries['doc_none']).toMatchObject({ status: 'failure', errorCode: 404 });
  });

  it('refuses what cannot be read, in words', async () => {
    const { documents } = knowledge();
    const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
    await expect(documents.createFromFile({ file: new File([new Uint8Array(png)], 'notes.txt') })).rejects.toMatchObject({ statusCode: 400 });
    await expect(documents.createFromUrl({ url: 'https://nowhere.example/' })).rejects.toMatchObject({ statusCode: 404 });
    await expect(documents.createFromText({ text: '  ' })).rejects.toMatchObject({ statusCode: 422 });
    await expect(documents.get('doc_none')).rejects.toMatchObject({ statusCode: 404 });
  });

  it('keeps documents in folders, lists, moves and deletes them', async () => {
    const { documents } = knowledge();
    const folder = await documents.createFolder({ name: 'Folder' });
    const inside = await documents.createFromText({ text: 'Inside.', name: 'Inside', parentFolderId: folder.id });
    expect(inside.folderPath?.map(({ id }) => id)).toEqual([folder.id]);
    const outside = await documents.createFromText({ text: 'Outside.', name: 'Outside' });
    const listed = async (parentFolderId: string) => (await knowledge().list({ parentFolderId })).documents.map(({ name }) => name);
    expect(await listed(folder.id)).toEqual(['Inside']);
    await documents.move(outside.id, { moveTo: folder.id });
    expect((await listed(folder.id)).toSorted()).toEqual(['Inside', 'Outside']);
    expect(await documents.get(folder.id)).toMatchObject({ type: 'folder', childrenCount: 2, documentCount: 2 });
    await documents.bulkMove({ documentIds: [inside.id, outside.id] });
    expect(await listed(folder.id)).toEqual([]);
    const first = await knowledge().list({ pageSize: 1, foldersFirst: true, types: ['folder', 'text'] });
    expect(first).toMatchObject({ hasMore: true, documents: [{ type: 'folder', name: 'Folder' }] });
    const next = await knowledge().list({ pageSize: 1, foldersFirst: true, types: ['folder', 'text'], cursor: first.nextCursor ?? '' });
    expect(next.documents[0]?.type).toBe('text');
    const deleted = await documents.bulkDelete({ documentIds: [inside.id, 'doc_none'] });
    expect(deleted[inside.id]).toMatchObject({ status: 'success', data: { id: inside.id } });
    expect(deleted['doc_none']).toMatchObject({ status: 'failure', errorCode: 404 });
  });

  it('indexes documents, tells how far it is, and gives their chunks', async () => {
    const { documents, document } = knowledge();
    const { id } = await documents.createFromText({ text: `# Parking\n\nParking costs two euros an hour. ${filler}`, name: 'Parking' });
    expect(await document.computeRagIndex(id, { model })).toMatchObject({ model, status: 'created', progressPercentage: 0 });
    await index();
    const ready = await document.computeRagIndex(id, { model });
    expect(ready).toMatchObject({ status: 'succeeded', progressPercentage: 100 });
    const { chunks } = await documents.chunks.list(id, { embeddingModel: model });
    expect(chunks[0]).toMatchObject({ name: 'Parking', content: expect.stringContaining('two euros') });
    expect(await documents.chunk.get(id, chunks[0]?.id ?? '')).toEqual(chunks[0]);
    const many = await knowledge().getOrCreateRagIndexes({
      items: [
        { documentId: id, model, createIfMissing: false },
        { documentId: 'doc_none', model, createIfMissing: true },
      ],
    });
    expect(many[id]).toMatchObject({ status: 'success', data: { status: 'succeeded' } });
    expect(many['doc_none']).toMatchObject({ status: 'failure' });
    expect((await client.conversationalAi.ragIndexOverview()).totalUsedBytes).toBeGreaterThan(0);
    expect((await client.conversationalAi.getDocumentRagIndexes(id)).indexes).toEqual([ready]);
    expect((await client.conversationalAi.deleteDocumentRagIndex(id, ready.id)).id).toBe(ready.id);
    expect((await client.conversationalAi.getDocumentRagIndexes(id)).indexes).toEqual([]);

    const found = await knowledge().search({ query: 'what does parking cost' });
    expect(found.results[0]).toMatchObject({ document: { type: 'text', name: 'Parking' } });
    expect(found.results[0]?.searchSnippet?.some(({ isHit, value }) => isHit && value === 'Parking')).toBe(true);
  });

  it('tells which agents use a document, how much they know, and takes a document out of them', async () => {
    const { documents } = knowledge();
    const { id } = await documents.createFromText({ text: filler, name: 'Used' });
    const { agentId } = await client.conversationalAi.agents.create({
      name: 'User',
      conversationConfig: { agent: { prompt: { knowledgeBase: [{ type: 'text', name: 'Used', id, usageMode: 'auto' }], rag: { enabled: true } } } },
    });
    expect(await documents.getAgents(id)).toMatchObject({ hasMore: false, agents: [{ type: 'available', id: agentId, name: 'User' }] });
    expect((await documents.getBulkAgents({ documentIds: [id], dependentType: 'all' })).agents).toHaveLength(1);
    expect((await client.conversationalAi.agents.knowledgeBase.size(agentId)).numberOfPages).toBeGreaterThan(0);
    await expect(documents.delete(id)).rejects.toMatchObject({ statusCode: 409 });
    await documents.delete(id, { force: true });
    expect((await client.conversationalAi.agents.get(agentId)).conversationConfig.agent?.prompt?.knowledgeBase).toEqual([]);
  });

  it('reads a site into a folder', async () => {
    made.knowledge.pages.set('https://site.example/', '<html><head><title>Home</title></head><body><p>Welcome.</p><a href="/a">a</a></body></html>');
    made.knowledge.pages.set('https://site.example/a', '<html><head><title>A</title></head><body><p>Page A.</p></body></html>');
    const { crawlJobs } = knowledge();
    const started = await crawlJobs.create({ url: 'https://site.example/' });
    expect(started).toMatchObject({ type: 'discovery', status: 'queued' });
    await index();
    expect(await crawlJobs.get(started.id)).toMatchObject({ status: 'succeeded', pagesScraped: 2 });
    expect((await crawlJobs.list()).crawlJobs.map(({ id }) => id)).toEqual([started.id]);
    await crawlJobs.cancel(started.id);
    expect((await crawlJobs.get(started.id)).status).toBe('succeeded');
  });
});
