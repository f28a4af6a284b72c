const contentTypes = { csv: 'text/csv; charset=utf-8', jsonl: 'application/x-ndjson' } as const;
const statuses: Readonly<Record<string, number>> = { UNAUTHORIZED: 401, FORBIDDEN: 403, NOT_FOUND: 404, BAD_REQUEST: 400 };

export interface FileOfPages {
  readonly pageAt: (cursor: string | undefined) => Promise<{ readonly text: string; readonly nextCursor: string | null }>;
  /** Without its ending. */
  readonly name: string;
  readonly format: keyof typeof contentTypes;
}

/** A file made of pages of text, each read as fast as the file is taken. */
export async function fileOfPages({ pageAt, name, format }: FileOfPages): Promise<Response> {
  // The first page is read before anything is answered, so that a refusal has its status.
  let page: Awaited<ReturnType<typeof pageAt>>;
  try {
    page = await pageAt(undefined);
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
    return Response.json({ detail: 'This cannot be exported.' }, { status: statuses[code] ?? 500 });
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
    headers: { 'content-type': contentTypes[format], 'content-disposition': `attachment; filename="${name}.${format}"`, 'cache-control': 'no-store' },
  });
}
