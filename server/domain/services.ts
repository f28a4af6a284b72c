import { type SealKeys, sealKeys } from '../auth/scope';
import { type Mailer, openMailer } from '../integrations/email/mailer';
import { Outgoing } from '../integrations/safe-fetch/outgoing';
import { openStorage } from '../integrations/storage/open-storage';
import type { S3Settings } from '../integrations/storage/s3';
import type { Storage } from '../integrations/storage/storage';
import { type OpenJobQueue, openJobQueue } from '../jobs/queue';
import type { Logger } from '../lib/logger';
import { AuthTokens } from './auth-connections/auth-tokens';
import type { KnowledgeEngine } from './knowledge/knowledge-engine';
import type { AgentLab } from './evaluations/agent-lab';
import type { Catalogue } from './providers/catalogue';
import { noSpeechEngines, type SpeechEngines } from './speech/speech-engines';
import type { WebCalls } from './conversations/invite-participant';
import type { PayloadMaker } from './webhooks/payload-maker';

/** What use cases need besides a scope: opened once a process, closed with it. */
export interface Services {
  readonly storage: Storage;
  readonly mailer: Mailer;
  readonly sealKeys: SealKeys;
  readonly catalogue: Catalogue;
  /** Voices and ears; only the voice process has them. */
  readonly speech: SpeechEngines;
  readonly knowledge: KnowledgeEngine;
  /** Requests to addresses that workspaces name. */
  readonly outgoing: Outgoing;
  /** Proofs for them, kept as long as they are good. */
  readonly authTokens: AuthTokens;
  /** Work left for later; connects on first use and is closed with the process. */
  readonly jobs: OpenJobQueue;
  /** Where agents can be tried out in this process; elsewhere that is left to jobs. */
  readonly lab?: AgentLab;
  /** What webhooks are told, in the public API's words; only in the process that sends. */
  readonly payloadOf?: PayloadMaker;
  /** Tells members that look at a list; only where their sockets are. */
  readonly tellOfConversation?: (workspaceId: string, change: { conversationId: string; agentId: string; status: string; kind: 'started' | 'ended' }) => void;
  /** Carries conversations by WebRTC; only where their sockets are, and where a LiveKit server is set up. */
  readonly webCalls?: WebCalls;
  /** The installation's secret, from which tokens are signed. */
  readonly secret: string;
  /** Origin in links, without a slash at its end. */
  readonly publicUrl: string;
  readonly log: Logger;
}

export interface ServiceSettings {
  readonly databaseUrl: string;
  readonly redisUrl?: string;
  readonly dataDir: string;
  readonly s3?: S3Settings;
  readonly smtp?: { readonly url: string; readonly from: string };
  readonly secret: string;
  readonly previousSecrets?: readonly string[];
  readonly publicUrl: string;
  readonly allowPrivateHosts?: readonly string[];
}

/** What runs in one process only: the others ask it. */
export interface ProcessParts {
  readonly catalogue: Catalogue;
  /** Absent where there are none. */
  readonly speech?: SpeechEngines;
  readonly knowledge: (parts: Pick<Services, 'sealKeys' | 'outgoing' | 'log'>) => KnowledgeEngine;
}

export function openServices(settings: ServiceSettings, parts: ProcessParts, log: Logger): Services {
  const keys = sealKeys(settings.secret, settings.previousSecrets);
  const outgoing = new Outgoing({ allowPrivateHosts: settings.allowPrivateHosts ?? [] });
  return {
    storage: openStorage(settings),
    mailer: openMailer(settings.smtp, log),
    sealKeys: keys,
    catalogue: parts.catalogue,
    speech: parts.speech ?? noSpeechEngines,
    knowledge: parts.knowledge({ sealKeys: keys, outgoing, log }),
    outgoing,
    authTokens: new AuthTokens(outgoing),
    jobs: openJobQueue(settings, (error) => log.warn({ err: error }, 'the job queue is out of reach')),
    secret: settings.secret,
    publicUrl: settings.publicUrl,
    log,
  };
}
