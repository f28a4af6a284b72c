import { createLinkToken, type LinkClaim, readLinkToken } from '../auth/link-token';
import { scopeForSystem } from '../auth/scope';
import { readAgentFile } from '../domain/agent-files/agent-files';
import { previewVoice } from '../domain/voices/preview-voice';
import { withoutKey } from './auth';
import type { RestRoutes, RouteDeps } from './routes';

const path = '/v1/links';
const previewText = 'Hello! I am happy to help you today. What can I do for you?';

/** An address that gives one file to whoever knows it. */
export function linkTo(deps: Pick<RouteDeps, 'services'>, claim: LinkClaim): string {
  return `${deps.services.publicUrl}${path}/${createLinkToken(deps.services.secret, claim)}`;
}

/** What `linkTo` leads to. */
export function mountLinks(app: RestRoutes, deps: RouteDeps): void {
  app.get(`${path}/:token`, withoutKey(deps), async (context) => {
    const { kind, workspaceId, id } = readLinkToken(deps.services.secret, context.req.param('token'));
    const scope = await scopeForSystem(deps.db, workspaceId, 'link');
    const file =
      kind === 'voice-preview'
        ? { contentType: 'audio/wav', bytes: await previewVoice(scope, deps.services, { voiceRef: id, text: previewText, language: 'en' }) }
        : await readAgentFile(scope, deps.services, id);
    return context.body(Uint8Array.from(file.bytes), 200, {
      'content-type': file.contentType,
      'cache-control': 'public, max-age=86400',
      'cross-origin-resource-policy': 'cross-origin',
      'content-security-policy': "default-src 'none'; sandbox",
    });
  });
}
