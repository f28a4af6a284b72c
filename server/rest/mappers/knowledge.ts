import type { CrawlView } from '../../domain/knowledge/crawls';
import type { Dependents } from '../../domain/knowledge/dependent-agents';
import type { DependentAgent, DocumentSummary, DocumentView } from '../../domain/knowledge/document-views';
import type { ChunkView } from '../../domain/knowledge/list-chunks';
import type { IndexView } from '../../domain/knowledge/rag-indexes';
import type { ContentMatch } from '../../domain/knowledge/search-content';
import { usageModes } from '../../contracts/knowledge';
import { accessToWire, unixSecs } from './agent';

type Wire = Record<string, unknown>;

/** A document as lists show it. */
export function documentSummaryToWire(document: DocumentSummary): Wire {
  return {
    ...commonToWire(document),
    folder_path: document.folderPath.map(({ id }) => ({ id })),
    dependent_agents: document.dependentAgents.map((agent) => dependentAgentToWire(agent, [document.id])),
  };
}

/** A document with its text. */
export function documentToWire(document: DocumentView): Wire {
  const { folderPath, kind, content } = document;
  return {
    ...commonToWire(document),
    folder_path: folderPath.map(({ id, name }) => ({ id, name })),
    ...(kind === 'folder' ? {} : { extracted_inner_html: content, content_format: 'markdown' }),
  };
}

/** What is told of a document that was just made. */
export function addedToWire({ id, name, folderPath }: DocumentSummary): Wire {
  return { id, name, folder_path: folderPath.map((folder) => ({ id: folder.id })) };
}

function commonToWire(document: DocumentSummary): Wire {
  const { id, name, kind, url, filename, autoSync } = document;
  return {
    id,
    name,
    type: kind,
    metadata: {
      created_at_unix_secs: unixSecs(document.createdAt),
      last_updated_at_unix_secs: unixSecs(document.updatedAt),
      size_bytes: document.sizeBytes,
    },
    supported_usages: [...usageModes],
    access_info: accessToWire(document),
    folder_parent_id: document.parentId,
    ...(kind === 'url' ? { url } : {}),
    ...(kind === 'file' ? { filename } : {}),
    ...(kind === 'folder' ? { children_count: document.childrenCount, document_count: document.documentCount } : {}),
    auto_sync_info:
      autoSync === null
        ? null
        : {
            minimum_frequency_days: autoSync.everyDays,
            auto_remove: autoSync.autoRemove,
            consec_failures: autoSync.failures,
            next_refresh_by: autoSync.nextAt === null ? null : unixSecs(autoSync.nextAt),
          },
  };
}

export function dependentAgentToWire(agent: DependentAgent, documentIds: readonly string[]): Wire {
  return {
    type: 'available',
    id: agent.id,
    name: agent.name,
    created_at_unix_secs: unixSecs(agent.createdAt),
    access_level: 'admin',
    referenced_resource_ids: [...documentIds],
  };
}

export function dependentsToWire(
  { agents, branches }: Dependents,
  documentIds: readonly string[],
  page: { readonly from: number; readonly size: number },
): Wire {
  const end = page.from + page.size;
  const hasMore = agents.length > end;
  return {
    agents: agents.slice(page.from, end).map((agent) => dependentAgentToWire(agent, documentIds)),
    branches: branches.map((branch) => ({
      agent_id: branch.agentId,
      agent_name: branch.agentName,
      branch_id: branch.branchId,
      branch_name: branch.branchName,
      is_main: branch.isMain,
    })),
    next_cursor: hasMore ? Buffer.from(String(end)).toString('base64url') : null,
    has_more: hasMore,
  };
}

export function chunkToWire({ id, heading, text }: ChunkView): Wire {
  return { id, name: heading, content: text };
}

export function indexToWire({ id, model, status, progress, usedBytes }: IndexView): Wire {
  return { id, model, status, progress_percentage: progress, document_model_index_usage: { used_bytes: usedBytes } };
}

export function contentMatchToWire({ document, snippet, score }: ContentMatch): Wire {
  return { document: documentSummaryToWire(document), search_snippet: snippet.map(({ text, isHit }) => ({ value: text, is_hit: isHit })), score };
}

export function crawlToWire(crawl: CrawlView): Wire {
  return {
    id: crawl.id,
    type: crawl.isSitemap ? 'sitemap' : 'discovery',
    seed_url: crawl.seedUrl,
    pattern: crawl.pattern,
    max_pages: crawl.maxPages,
    status: crawl.status,
    pages_identified: crawl.identified,
    pages_scraped: crawl.scraped,
    pages_skipped: crawl.skipped,
    pages_failed: crawl.failed,
    root_folder_id: crawl.rootFolderId,
    created_at: unixSecs(crawl.createdAt),
    updated_at: unixSecs(crawl.updatedAt),
  };
}
