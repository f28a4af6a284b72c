import { z } from 'zod';
import { auditFilterOf } from '@/components/settings/audit-filter';
import { fileOfPages } from '../../../../../../file-of-pages';
import { api } from '../../../../../../server-api';

interface ExportContext {
  readonly params: Promise<{ workspace: string }>;
}

/** The audit log as a file, with the filter that the page shows. */
export async function GET(request: Request, { params }: ExportContext): Promise<Response> {
  const { workspace } = await params;
  const asked = new URL(request.url).searchParams;
  const format = z.enum(['csv', 'jsonl']).catch('csv').parse(asked.get('format'));
  const filter = auditFilterOf((name) => asked.get(name));
  const { auditLog } = await api();
  return fileOfPages({
    pageAt: (cursor) => auditLog.exportPage({ workspace, ...filter, format, ...(cursor === undefined ? {} : { cursor }) }),
    name: 'audit-log',
    format,
  });
}
