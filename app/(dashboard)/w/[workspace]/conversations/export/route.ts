import { z } from 'zod';
import { fileOfPages } from '../../../../../file-of-pages';
import { api } from '../../../../../server-api';

interface ExportContext {
  readonly params: Promise<{ workspace: string }>;
}

type Filter = NonNullable<Parameters<Awaited<ReturnType<typeof api>>['conversations']['exportPage']>[0]['filter']>;

/** The list as a file, with the filter that the page shows: read page by page, as fast as it is taken. */
export async function GET(request: Request, { params }: ExportContext): Promise<Response> {
  const { workspace } = await params;
  const asked = new URL(request.url).searchParams;
  const format = z.enum(['csv', 'jsonl']).catch('csv').parse(asked.get('format'));
  const filter = readFilter(asked.get('filter'));
  if (filter === undefined) return Response.json({ detail: 'The filter is not valid.' }, { status: 400 });
  const { conversations } = await api();
  const pageAt = (cursor: string | undefined) => conversations.exportPage({ workspace, filter, format, ...(cursor === undefined ? {} : { cursor }) });
  return fileOfPages({ pageAt, name: 'conversations', format });
}

/** Undefined for text that is no object; what is in it is checked by the procedure. */
function readFilter(text: string | null): Filter | undefined {
  if (text === null || text === '') return {};
  try {
    const filter: unknown = JSON.parse(text);
    return typeof filter === 'object' && filter !== null && !Array.isArray(filter) ? (filter as Filter) : undefined;
  } catch {
    // Anyone can type an address.
    return undefined;
  }
}
