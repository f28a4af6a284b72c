import { z } from 'zod';
import { api } from '../../../../../server-api';

interface ExportContext {
  readonly params: Promise<{ workspace: string }>;
}

type Filter = NonNullable<Parameters<Awaited<ReturnType<typeof api>>['conversations']['exportPage']>[0]['filter']>;

const contentTypes = { csv: 'text/csv; charset=utf-8', jsonl: 'application/x-ndjson' } as const;
const statuses: Readonly<Record<string, number>> = { UNAUTHORIZED: 401, FORBIDDEN: 403, NOT_FOUND: 404, BAD_REQUEST: 400 };

/** The list as a file, with the filter that the page shows: read page by page, as fast as it is taken. */
export async function GET(request: Request, { params }: ExportContext): Promise<Response> {
  const { workspace } = await params;
  const asked = new URL(request.url).searchParams;
  const format = z.enum(['csv', 'jsonl']).catch('csv').parse(asked.get('format'));
  const filter = readFilter(asked.get('filter'));
  if (filter === undefined) return Response.json({ detail: 'The filter is not valid.' }, { status: 400 });
  const { conversations } = await api();
  const pageAt = (cursor: string | undefined) => conversations.exportPage({ workspace, filter, format, ...(cursor === undefined ? {} : { cursor }) });
  // The first page is read before anything is answered, so that a refusal has its status.
  let page: Awaited<ReturnType<typeof pageAt>>;
  try {
    page = await pageAt(undefined);
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
    return Response.json({ detail: 'The conversations cannot be exported.' }, { status: statuses[code] ?? 500 });
  }
  const encoder = new TextEncoder();
  let isFirst = true;
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (!isFirst) page = await pageAt(page.nextCursor ?? undefined);
        isFirst = false;
        controller.enqueue(encoder.encode(page.text));
        if (page.nextCursor === null) controller.close();
      },
    },
    { highWaterMark: 1 },
  );
  return new Response(body, {
    headers: { 'content-type': contentTypes[format], 'content-disposition': `attachment; filename="conversations.${format}"`, 'cache-control': 'no-store' },
  });
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
