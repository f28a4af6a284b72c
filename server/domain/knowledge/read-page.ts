import { knowledgeLimits } from '../../contracts/knowledge';
import type { Outgoing } from '../../integrations/safe-fetch/outgoing';
import { AppError } from '../../lib/app-error';
import { extractText } from './extraction/extract';
import type { ReadPage } from './knowledge-engine';

const limitMs = 30_000;
const gone = new Set([404, 410]);

/** Fetches a page, which may be a file as well, and reads it. */
export async function readPage(outgoing: Outgoing, url: string): Promise<ReadPage> {
  const answer = await outgoing.request({
    url,
    timeoutMs: limitMs,
    maxBytes: knowledgeLimits.fileBytes,
    redirects: { limit: 5 },
    headers: { accept: 'text/html,application/xhtml+xml,text/markdown,text/plain,application/pdf,*/*;q=0.5' },
  });
  if (gone.has(answer.status)) throw new AppError('not_found', `There is no page at this address: it answered ${answer.status}.`);
  if (answer.status < 200 || answer.status > 299) throw new AppError('request_failed', `The address answered ${answer.status}.`);
  const filename = decodeURIComponent(new URL(answer.url).pathname.split('/').at(-1) ?? '');
  const contentType = answer.headers['content-type'];
  const {
    text,
    title,
    links,
    contentType: found,
  } = await extractText({
    bytes: answer.body,
    url: answer.url,
    filename,
    ...(contentType === undefined ? {} : { contentType }),
  });
  return { url: answer.url, title, text, contentType: found, links };
}
