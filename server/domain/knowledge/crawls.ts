import type { WorkspaceScope } from '../../auth/scope';
import { crawlSite } from '../../jobs/definitions';
import { AppError, toAppError } from '../../lib/app-error';
import { newId } from '../../lib/new-id';
import { noteChange } from '../audit-log/note-change';
import { pageSizeOf } from '../pagination';
import { createFolder, type WriteServices } from './create-document';
import { readOffset } from './list-documents';
import { checkedDocumentName, hashOf } from './rules';
import { type SyncSettings, writeDocument } from './write-document';

export type CrawlStatus = 'queued' | 'processing' | 'succeeded' | 'failed' | 'cancelled';

export interface CrawlView {
  readonly id: string;
  readonly seedUrl: string;
  readonly pattern: string | null;
  readonly maxPages: number;
  readonly isSitemap: boolean;
  readonly status: CrawlStatus;
  readonly identified: number;
  readonly scraped: number;
  readonly skipped: number;
  readonly failed: number;
  readonly rootFolderId: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface CrawlInput {
  readonly url: string;
  readonly maxDepth?: number | undefined;
  readonly maxPages?: number | undefined;
  /** Pages are read whose address matches: `*` stands for any characters. */
  readonly pattern?: string | undefined;
  readonly sitemapUrls?: readonly string[] | undefined;
  readonly parentId?: string | null | undefined;
  readonly sync?: SyncSettings | undefined;
}

/** Reads a site into a folder of its own, page by page, in the background. */
export async function createCrawl(scope: WorkspaceScope, services: WriteServices, input: CrawlInput): Promise<CrawlView> {
  scope.may('knowledge:write');
  const url = URL.parse(input.url);
  if (url === null || !/^https?:$/.test(url.protocol)) throw new AppError('invalid_input', 'The address is not a web address.', { path: ['url'] });
  const rootFolderId = await createFolder(scope, services, { name: url.host, parentId: input.parentId });
  const id = newId('knowledgeCrawl');
  await scope.db.$transaction(async (db) => {
    await db.knowledgeCrawl.create({
      data: {
        id,
        workspaceId: scope.workspaceId,
        seedUrl: url.href,
        pattern: input.pattern ?? null,
        maxDepth: input.maxDepth ?? 3,
        maxPages: input.maxPages ?? 1_000,
        sitemapUrls: [...(input.sitemapUrls ?? [])],
        rootFolderId,
        syncEveryDays: input.sync?.everyDays ?? null,
        autoRemove: input.sync?.autoRemove ?? false,
        createdBy: scope.actor.id,
      },
    });
    await noteChange(db, scope, { action: 'knowledge.crawl-started', targetKind: 'knowledge', targetId: id, after: { url: url.href } });
  });
  await services.jobs.enqueue(crawlSite, { workspaceId: scope.workspaceId, crawlId: id }, { key: id });
  return getCrawl(scope, id);
}

export async function getCrawl(scope: WorkspaceScope, crawlId: string): Promise<CrawlView> {
  scope.may('knowledge:read');
  const row = await scope.db.knowledgeCrawl.findFirst({ where: { id: crawlId } });
  if (row === null) throw new AppError('not_found', `Crawl job ${crawlId} was not found.`);
  return shape(row);
}

export async function listCrawls(
  scope: WorkspaceScope,
  input: { readonly ids?: readonly string[] | undefined; readonly cursor?: string | undefined; readonly pageSize?: number | undefined },
): Promise<{ readonly items: readonly CrawlView[]; readonly nextCursor: string | null }> {
  scope.may('knowledge:read');
  const size = pageSizeOf(input.pageSize);
  const skip = readOffset(input.cursor);
  const rows = await scope.db.knowledgeCrawl.findMany({
    where: input.ids === undefined ? {} : { id: { in: [...input.ids] } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    skip,
    take: size + 1,
  });
  return { items: rows.slice(0, size).map(shape), nextCursor: rows.length > size ? Buffer.from(String(skip + size)).toString('base64url') : null };
}

/** The page that is being read is finished; what was read stays. */
export async function cancelCrawl(scope: WorkspaceScope, crawlId: string): Promise<void> {
  scope.may('knowledge:write');
  await getCrawl(scope, crawlId);
  await scope.db.$transaction(async (db) => {
    const { count } = await db.knowledgeCrawl.updateMany({ where: { id: crawlId, status: { in: ['queued', 'processing'] } }, data: { status: 'cancelled' } });
    if (count > 0) await noteChange(db, scope, { action: 'knowledge.crawl-cancelled', targetKind: 'knowledge', targetId: crawlId });
  });
}

/** What the job does. Begun again after a crash it skips the pages it has. */
export async function runCrawl(
  scope: WorkspaceScope,
  services: WriteServices,
  crawlId: string,
  { signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress: (percent: number) => Promise<void> },
): Promise<void> {
  const crawl = await scope.db.knowledgeCrawl.findFirst({ where: { id: crawlId } });
  if (crawl === null || !['queued', 'processing'].includes(crawl.status)) return;
  const here = { id: crawlId, status: { in: ['queued', 'processing'] } };
  await scope.db.knowledgeCrawl.updateMany({ where: here, data: { status: 'processing' } });
  const known = await scope.db.knowledgeDocument.findMany({ where: { crawlId }, select: { url: true, contentHash: true } });
  const read = new Set(known.map(({ url }) => url));
  const contents = new Set(known.map(({ contentHash }) => contentHash));
  const counts = { scraped: read.size, skipped: 0, failed: 0 };
  const mayRead = pageRule(crawl.seedUrl, crawl.pattern);
  const waiting: { url: string; depth: number }[] = [{ url: crawl.seedUrl, depth: 0 }];
  for (const address of crawl.sitemapUrls)
    for (const url of await pagesOfSitemap(services, address)) if (mayRead(url)) waiting.push({ url, depth: crawl.maxDepth });
  const seen = new Set(waiting.map(({ url }) => url));
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    signal.throwIfAborted();
    if (counts.scraped >= crawl.maxPages) break;
    const { url, depth } = next;
    try {
      const page = await services.knowledge.readPage(url);
      const isNew = !read.has(url) && !contents.has(hashOf(page.text));
      if (isNew) {
        const sync = crawl.syncEveryDays === null ? undefined : { everyDays: crawl.syncEveryDays, autoRemove: crawl.autoRemove };
        await writeDocument(scope, services.jobs, {
          kind: 'url',
          name: checkedDocumentName(page.title || url),
          parentId: crawl.rootFolderId,
          url,
          contentType: page.contentType,
          content: page.text,
          sync,
          crawlId,
        });
        contents.add(hashOf(page.text));
        counts.scraped++;
      } else if (!read.has(url)) counts.skipped++;
      for (const link of depth < crawl.maxDepth ? page.links : []) {
        if (seen.has(link) || seen.size >= crawl.maxPages * 4 || !mayRead(link)) continue;
        seen.add(link);
        waiting.push({ url: link, depth: depth + 1 });
      }
    } catch (thrown) {
      signal.throwIfAborted();
      // One page that cannot be read is no reason to give the site up.
      if (['internal', 'not_found'].includes(toAppError(thrown).code) && !(await isThere(scope, crawl.rootFolderId))) throw thrown;
      counts.failed++;
    }
    const { count } = await scope.db.knowledgeCrawl.updateMany({ where: here, data: { ...counts, identified: seen.size } });
    if (count === 0) return; // cancelled
    await onProgress((100 * (counts.scraped + counts.skipped + counts.failed)) / Math.min(seen.size, crawl.maxPages));
  }
  await scope.db.knowledgeCrawl.updateMany({ where: here, data: { status: counts.scraped > 0 ? 'succeeded' : 'failed', ...counts, identified: seen.size } });
}

export async function noteCrawlFailure(scope: WorkspaceScope, crawlId: string): Promise<void> {
  await scope.db.knowledgeCrawl.updateMany({ where: { id: crawlId, status: { in: ['queued', 'processing'] } }, data: { status: 'failed' } });
}

/** Pages of the same host, and those a pattern names. */
function pageRule(seedUrl: string, pattern: string | null): (url: string) => boolean {
  const { host } = new URL(seedUrl);
  const escaped = pattern?.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  const matcher = escaped === undefined ? undefined : new RegExp(`^${escaped}$`);
  return (url) => {
    const parsed = URL.parse(url);
    return (
      parsed !== null &&
      parsed.host === host &&
      !/\.(?:png|jpe?g|gif|webp|svg|css|js|zip|mp[34]|woff2?|ico)$/i.test(parsed.pathname) &&
      (matcher?.test(url) ?? true)
    );
  };
}

async function pagesOfSitemap(services: WriteServices, address: string): Promise<string[]> {
  try {
    const { text } = await services.knowledge.readPage(address);
    return [...new Set(text.match(/https?:\/\/[^\s<>"')\]]+/g) ?? [])].slice(0, 10_000);
  } catch {
    // Without it the site is still followed from its first page.
    return [];
  }
}

async function isThere(scope: WorkspaceScope, folderId: string): Promise<boolean> {
  return (await scope.db.knowledgeDocument.count({ where: { id: folderId } })) > 0;
}

function shape(row: {
  id: string;
  seedUrl: string;
  pattern: string | null;
  maxPages: number;
  sitemapUrls: string[];
  status: string;
  identified: number;
  scraped: number;
  skipped: number;
  failed: number;
  rootFolderId: string;
  createdAt: Date;
  updatedAt: Date;
}): CrawlView {
  const { sitemapUrls, status, ...rest } = row;
  return { ...rest, isSitemap: sitemapUrls.length > 0, status: status as CrawlStatus };
}
