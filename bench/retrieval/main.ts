// How well knowledge is found: recall and mean reciprocal rank of words alone, meaning alone, both fused, and both looked at again, over the
// documents of packages this product is built from. `npm run bench -- retrieval [--models <dir>] [--show-missed]`.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startEmbeddedPostgres } from '../../scripts/house/embedded-postgres';
import { foundWorkspace } from '../../server/auth/found-workspace';
import { scopeForSystem, type WorkspaceScope } from '../../server/auth/scope';
import { applyMigrations } from '../../server/db/apply-migrations';
import { closeDatabase, openDatabase } from '../../server/db/client';
import { createTextDocument } from '../../server/domain/knowledge/create-document';
import { indexDocument } from '../../server/domain/knowledge/index-document';
import type { KnowledgeEngine } from '../../server/domain/knowledge/knowledge-engine';
import { type SearchWays, searchKnowledge } from '../../server/domain/knowledge/retrieval/search-knowledge';
import { newId } from '../../server/lib/new-id';
import { fetchModel } from '../../server/models/model-store';
import { configureEmbedded } from '../../server/providers/embedded/configure';
import { miniLm, miniLmModel } from '../../server/providers/embedded/minilm/engine';
import type { EmbeddingProvider } from '../../server/providers/spec/embeddings';
import { percentile } from '../lib/figures';
import { packages, type Question, questions } from './questions';

const { values } = parseArgs({
  options: { models: { type: 'string', default: path.join(tmpdir(), 'parley-test-models') }, 'show-missed': { type: 'boolean', default: false } },
});
const root = path.resolve(import.meta.dirname, '../..');
const signal = AbortSignal.timeout(60 * 60_000);

const trials: readonly { readonly label: string; readonly ways: SearchWays; readonly needsModel: boolean }[] = [
  { label: 'words (PostgreSQL full text)', ways: { words: true, meaning: false, rerank: false }, needsModel: false },
  { label: 'words, looked at again', ways: { words: true, meaning: false, rerank: true }, needsModel: false },
  { label: 'meaning (all-MiniLM-L6-v2)', ways: { words: false, meaning: true, rerank: false }, needsModel: true },
  { label: 'both, fused (as used)', ways: { words: true, meaning: true, rerank: false }, needsModel: true },
  { label: 'both, fused, looked at again', ways: { words: true, meaning: true, rerank: true }, needsModel: true },
];

const dataDir = mkdtempSync(path.join(tmpdir(), 'parley-bench-'));
const postgres = await startEmbeddedPostgres({ dataDir, database: 'bench', isDisposable: true });
await applyMigrations(postgres.url, path.join(root, 'prisma/migrations'));
const db = openDatabase(postgres.url);
let indexingSeconds = 0;
try {
  const embedder = await modelIfThere();
  const scope = await workspace();
  const documents = await addDocuments(scope, embedder);
  const chunks = await scope.db.knowledgeChunk.findMany({ select: { documentId: true, heading: true, text: true } });
  const answerable = questions.filter((question) => chunks.some((chunk) => isAnswer(question, documents, { ...chunk, title: chunk.heading })));
  const seconds = indexingSeconds.toFixed(0);
  console.log(
    `${documents.size} documents, ${chunks.length} passages, indexed in ${seconds} s; ${answerable.length} of ${questions.length} questions can be answered\n`,
  );
  console.log('| searched by | recall@1 | recall@3 | recall@10 | MRR | p50 | p95 |\n|---|---|---|---|---|---|---|');
  for (const { label, ways, needsModel } of trials) {
    if (needsModel && embedder === undefined) console.log(`| ${label} | not run: the model could not be had |`);
    else console.log(await measure(scope, label, ways, embedder, documents, answerable));
  }
} finally {
  await closeDatabase(db);
  await postgres.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
process.exit();

async function modelIfThere(): Promise<EmbeddingProvider | undefined> {
  try {
    await fetchModel(miniLmModel, { modelsDir: values.models, signal });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
  }
  configureEmbedded({ modelsDir: values.models });
  const provider = miniLm.create({}, miniLmModel);
  return provider.isReady() ? provider : undefined;
}

async function workspace(): Promise<WorkspaceScope> {
  const owner = await db.user.create({ data: { id: newId('user'), email: 'bench@example.com' } });
  return scopeForSystem(db, (await foundWorkspace(db, { ownerId: owner.id, name: 'Bench', slug: 'bench' })).id, 'bench');
}

async function addDocuments(scope: WorkspaceScope, embedder: EmbeddingProvider | undefined): Promise<ReadonlyMap<string, string>> {
  const engine: KnowledgeEngine = {
    mostBytes: Number.MAX_SAFE_INTEGER,
    embedderOf: async () => embedder,
    readPage: async () => Promise.reject(new Error('the bench reads no pages')),
    search: async () => Promise.reject(new Error('the bench searches by itself')),
  };
  const services = { jobs: { enqueue: async () => undefined }, knowledge: engine, storage: undefined as never };
  const names = new Map<string, string>();
  const startedAt = performance.now();
  for (const name of packages) {
    const folder = path.join(root, 'node_modules', name);
    const file = existsSync(folder) ? readdirSync(folder).find((each) => /^readme\.md$/i.test(each)) : undefined;
    if (file === undefined) continue;
    const id = await createTextDocument(scope, services, { name, text: readFileSync(path.join(folder, file), 'utf8') });
    await indexDocument(scope, id, { engine, signal, onProgress: async () => undefined });
    names.set(id, name);
  }
  indexingSeconds = (performance.now() - startedAt) / 1000;
  return names;
}

async function measure(
  scope: WorkspaceScope,
  label: string,
  ways: SearchWays,
  embedder: EmbeddingProvider | undefined,
  documents: ReadonlyMap<string, string>,
  asked: readonly Question[],
): Promise<string> {
  const ranks: number[] = [];
  const times: number[] = [];
  for (const question of asked) {
    const outcome = await searchKnowledge(
      scope,
      { text: question.asked, documentIds: [...documents.keys()], limit: 10, maxDistance: 2 },
      { embedder, signal, ways, onProblem: (error) => console.error(error) },
    );
    const rank = outcome.passages.findIndex((passage) => isAnswer(question, documents, passage)) + 1;
    if (rank !== 1 && values['show-missed']) console.error(`${label}: ${rank === 0 ? 'not found' : `place ${rank}`}: ${question.asked}`);
    ranks.push(rank);
    times.push(outcome.latencyMs);
  }
  const within = (most: number) => `${Math.round((100 * ranks.filter((rank) => rank > 0 && rank <= most).length) / ranks.length)} %`;
  const reciprocal = ranks.reduce((sum, rank) => sum + (rank === 0 ? 0 : 1 / rank), 0) / ranks.length;
  return `| ${label} | ${within(1)} | ${within(3)} | ${within(10)} | ${reciprocal.toFixed(2)} | ${Math.round(percentile(times, 0.5))} ms | ${Math.round(percentile(times, 0.95))} ms |`;
}

function isAnswer(
  question: Question,
  documents: ReadonlyMap<string, string>,
  passage: { readonly documentId: string; readonly title: string; readonly text: string },
): boolean {
  return documents.get(passage.documentId) === question.in && question.says.test(`${passage.title}\n${passage.text}`);
}
