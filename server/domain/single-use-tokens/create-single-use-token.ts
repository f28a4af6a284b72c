import { makeSingleUseToken, singleUseTokenLifetimeMs, type WorkspaceScope } from '../../auth/scope';

export const singleUseTokenKinds = ['realtime_scribe', 'batch_scribe', 'tts_websocket'] as const;
export type SingleUseTokenKind = (typeof singleUseTokenKinds)[number];

/** For a browser that must not know a key: opens one connection within a quarter of an hour. Those that ran out are forgotten on the way. */
export async function createSingleUseToken(scope: WorkspaceScope, kind: SingleUseTokenKind): Promise<string> {
  scope.may('conversations:start');
  const { token, hash } = makeSingleUseToken();
  const now = Date.now();
  await scope.db.singleUseToken.deleteMany({ where: { expiresAt: { lt: new Date(now) } } });
  await scope.db.singleUseToken.create({
    data: { id: hash, workspaceId: scope.workspaceId, kind, expiresAt: new Date(now + singleUseTokenLifetimeMs) },
  });
  return token;
}
