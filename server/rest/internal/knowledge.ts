import { Readable } from 'node:stream';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import { isInternalToken } from '../../auth/internal-token';
import { scopeForMember, scopeForSystem } from '../../auth/scope';
import { sessionFromCookieHeader } from '../../auth/session-cookie';
import { errors } from '../../contracts/errors';
import { knowledgeLimits } from '../../contracts/knowledge';
import { replaceFile } from '../../domain/knowledge/change-document';
import { createFileDocument } from '../../domain/knowledge/create-document';
import { getDocument } from '../../domain/knowledge/get-document';
import { knowledgePath } from '../../domain/knowledge/remote-engine';
import { AppError, toAppError } from '../../lib/app-error';
import { readUpload } from '../knowledge-upload';
import { fieldOf, fileOf, readBody, readForm } from '../read-body';
import type { RestRoutes, RestVariables, RouteDeps } from '../routes';
import { openSignedFile, signedFilePath } from '../signed-file';

const searchBody = z.object({
  workspaceId: z.string(),
  request: z.object({
    text: z.string(),
    history: z.array(z.string()).optional(),
    documentIds: z.array(z.string()),
    limit: z.number().optional(),
    maxLength: z.number().optional(),
    maxDistance: z.number().optional(),
  }),
});
const pageBody = z.object({ url: z.string() });

/** Path our own pages send files to. */
export const uploadPath = '/v1/parley/workspaces/:workspace/knowledge/files';
/** A page of another origin cannot send it without being asked first, and is then refused. */
const uploadHeader = 'x-parley-upload';

/** Doors of our own beside the public API: for the web process, for our pages' uploads, and for signed addresses. */
export function knowledgeDoors(deps: RouteDeps): RestRoutes {
  const routes: RestRoutes = new Hono<RestVariables>();
  const { services, db } = deps;

  const answering = (method: string, answer: (context: Context<RestVariables>) => Promise<unknown>) => {
    routes.post(`${knowledgePath}/${method}`, async (context) => {
      const token = /^Bearer (\S+)$/.exec(context.req.header('authorization') ?? '')?.[1];
      if (token === undefined || !isInternalToken(services.secret, token)) return context.json({ detail: 'Not Found' }, 404);
      try {
        return context.json(await answer(context));
      } catch (thrown) {
        const error = toAppError(thrown);
        if (!errors[error.code].expected) context.get('log').error({ err: error.cause ?? error }, 'the knowledge engine could not answer');
        return context.json({ code: error.code, message: error.publicMessage }, errors[error.code].http);
      }
    });
  };

  answering('search', async (context) => {
    const { workspaceId, request } = await readBody(context, searchBody);
    return services.knowledge.search(await scopeForSystem(db, workspaceId, 'knowledge search'), request);
  });
  answering('readPage', async (context) => services.knowledge.readPage((await readBody(context, pageBody)).url));

  routes.post(uploadPath, bodyLimit({ maxSize: knowledgeLimits.fileBytes + 1_048_576, onError: tooLarge }), async (context) => {
    if (context.req.header(uploadHeader) === undefined) throw new AppError('bad_request', `Send the header ${uploadHeader}.`);
    const session = await sessionFromCookieHeader(db, context.req.header('cookie'), services.secret);
    if (session === null) throw new AppError('unauthenticated', 'Sign in first.');
    const scope = await scopeForMember(db, session.userId, context.req.param('workspace') ?? '', { ip: context.get('ip') });
    scope.may('knowledge:write');
    const form = await readForm(context);
    const file = await readUpload(fileOf(form, 'file'));
    const replaced = fieldOf(form, 'documentId');
    if (replaced !== undefined) await replaceFile(scope, services, { documentId: replaced, file });
    const documentId =
      replaced ?? (await createFileDocument(scope, services, { file, name: fieldOf(form, 'name'), parentId: fieldOf(form, 'folderId') ?? null }));
    const { id, name, sizeBytes } = await getDocument(scope, documentId);
    return context.json({ id, name, sizeBytes });
  });

  routes.get(`${signedFilePath}/:token`, async (context) => {
    const { key, filename, contentType } = openSignedFile(services.secret, context.req.param('token'));
    const stream = await services.storage.get(key);
    context.header('content-type', contentType);
    // What people uploaded is never shown as a page of ours.
    context.header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(filename)}`);
    context.header('cache-control', 'private, no-store');
    return context.body(Readable.toWeb(stream) as ReadableStream);
  });

  return routes;
}

function tooLarge(): never {
  throw new AppError('too_large', `A file may have ${knowledgeLimits.fileBytes / 1_048_576} MB at most.`);
}
