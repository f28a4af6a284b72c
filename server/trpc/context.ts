import { randomUUID } from 'node:crypto';
import { installation } from '../auth/installation';
import { type Session, sessionFromCookieHeader } from '../auth/session-cookie';
import type { Database } from '../auth/scope';
import { remoteKnowledge } from '../domain/knowledge/remote-engine';
import { remoteCatalogue } from '../domain/providers/remote-catalogue';
import { openServices, type Services } from '../domain/services';
import type { Logger } from '../lib/logger';

export interface Context {
  readonly session: Session | null;
  readonly db: Database;
  readonly services: Services;
  readonly ip: string | undefined;
  readonly requestId: string;
  readonly log: Logger;
}

const kept = globalThis as typeof globalThis & { parleyServices?: Services };

/** What a request of the web process brings, told by its headers: who is signed in, and from where. */
export async function createContext(headers: Headers): Promise<Context> {
  const { db, env, log } = installation();
  const voice = { url: `http://127.0.0.1:${env.voicePort}`, secret: env.secret };
  kept.parleyServices ??= openServices(
    env,
    { catalogue: remoteCatalogue(voice), knowledge: () => remoteKnowledge({ ...voice, mostBytes: env.knowledgeBytes }) },
    log,
  );
  return {
    session: await sessionFromCookieHeader(db, headers.get('cookie'), env.secret),
    db,
    services: kept.parleyServices,
    ip: headers.get('x-forwarded-for')?.split(',')[0]?.trim(),
    requestId: headers.get('x-request-id') ?? randomUUID(),
    log,
  };
}
