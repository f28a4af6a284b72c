import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import { isInternalToken } from '../../auth/internal-token';
import { errors } from '../../contracts/errors';
import { cataloguePath } from '../../domain/providers/remote-catalogue';
import { toAppError } from '../../lib/app-error';
import type { RestRoutes, RestVariables, RouteDeps } from '../routes';
import { readBody } from '../read-body';

const settings = z.record(z.string(), z.string());
const checkBody = z.object({ provider: z.string(), settings: settings.nullable() });
const voicesBody = z.object({ settings: z.record(z.string(), settings) });
const localSpeechBody = z.object({ language: z.string().max(35) });
const previewBody = z.object({
  provider: z.string(),
  voiceId: z.string(),
  text: z.string().max(1000),
  language: z.string().max(35),
  settings: settings.nullable(),
});

/** Answers the web process's questions about providers, which run here. To anyone else these routes do not exist. */
export function catalogueRoutes({ services }: RouteDeps): RestRoutes {
  const routes: RestRoutes = new Hono<RestVariables>();
  const { catalogue, secret } = services;
  routes.use(`${cataloguePath}/*`, bodyLimit({ maxSize: 1_048_576 }));

  const answering = (method: string, answer: (context: Context<RestVariables>) => Promise<Response>) => {
    routes.post(`${cataloguePath}/${method}`, async (context) => {
      const token = /^Bearer (\S+)$/.exec(context.req.header('authorization') ?? '')?.[1];
      if (token === undefined || !isInternalToken(secret, token)) return context.json({ detail: 'Not Found' }, 404);
      try {
        return await answer(context);
      } catch (thrown) {
        const error = toAppError(thrown);
        if (!errors[error.code].expected) context.get('log').error({ err: error.cause ?? error }, 'the catalogue could not answer');
        return context.json({ code: error.code, message: error.publicMessage }, errors[error.code].http);
      }
    });
  };

  answering('providers', async (context) => context.json(await catalogue.providers()));
  answering('check', async (context) => {
    const body = await readBody(context, checkBody);
    return context.json(await catalogue.check(body.provider, body.settings));
  });
  answering('voices', async (context) => context.json(await catalogue.voices((await readBody(context, voicesBody)).settings)));
  answering('localSpeech', async (context) => context.json(await catalogue.localSpeech((await readBody(context, localSpeechBody)).language)));
  answering('preview', async (context) => {
    const wav = await catalogue.preview(await readBody(context, previewBody));
    context.header('content-type', 'audio/wav');
    return context.body(Uint8Array.from(wav));
  });

  return routes;
}
