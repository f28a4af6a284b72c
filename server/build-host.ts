import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { sessionFromCookieHeader } from './auth/session-cookie';
import { sealKeys } from './auth/scope';
import { knowledgeSettings } from './build-rest';
import type { Env } from './config/env';
import { type Database, openDatabase } from './db/client';
import { localKnowledge } from './domain/knowledge/local-engine';
import { AuthTokens } from './domain/auth-connections/auth-tokens';
import { Host, recordingKeyOf } from './host/start-conversation';
import { LiveConversations } from './host/live-conversations';
import { StartLimit } from './host/start-limit';
import { Outgoing } from './integrations/safe-fetch/outgoing';
import { openStorage } from './integrations/storage/open-storage';
import type { Storage } from './integrations/storage/storage';
import { systemClock } from './lib/clock';
import type { Logger } from './lib/logger';
import { newId } from './lib/new-id';
import { configureEmbedded } from './providers/embedded/configure';
import { embeddedTiers } from './providers/embedded/index';
import { endOfTurnJudges } from './providers/end-of-turn';
import type { VoiceActivityProvider } from './providers/spec/voice-activity';
import { voiceActivityDetectors } from './providers/voice-activity';
import { mendRecording } from './voice/observers/recorder';

export interface RunningHost {
  readonly db: Database;
  readonly storage: Storage;
  /** Tells speech from silence, as conversations do that choose nothing. */
  readonly voiceActivity: VoiceActivityProvider;
  readonly host: Host;
  readonly live: LiveConversations;
  readonly hostId: string;
  /** Brings a crashed conversation's recording into storage. */
  recoverRecording(workspaceId: string, conversationId: string): Promise<{ recordingKey: string; recordingMs: number } | undefined>;
  close(): Promise<void>;
}

export interface BuildHostOptions {
  readonly env: Env;
  readonly log: Logger;
  /** The id this process is known by; absent: the one kept in the data folder. */
  readonly hostId?: string;
  /** Has a conversation that has ended analysed. */
  readonly analyse?: (ids: { workspaceId: string; conversationId: string }) => Promise<void>;
  readonly onChange?: (change: { workspaceId: string; conversationId: string; agentId: string; status: string; kind: 'started' | 'updated' | 'ended' }) => void;
}

/** Wires what runs conversations: for the voice process, and for the command line. */
export function buildHost({ env, log, hostId = keptHostId(env.dataDir), onChange, analyse }: BuildHostOptions): RunningHost {
  const db = openDatabase(env.databaseUrl);
  const storage = openStorage(env);
  const recordingsDir = path.join(env.dataDir, 'recording');
  const live = new LiveConversations(env.maxConversations);
  const outgoing = new Outgoing({ allowPrivateHosts: env.allowPrivateHosts });
  configureEmbedded({ modelsDir: env.modelsDir, log });
  const detectors = voiceActivityDetectors({ log, pluginsDir: path.join(env.dataDir, 'plugins') });
  const host = new Host({
    db,
    clock: systemClock,
    log,
    hostId,
    secret: env.secret,
    previousSecrets: env.previousSecrets,
    providers: { defaultChains: env.defaultChains, environment: env.providerEnvironment },
    voiceActivity: detectors,
    endOfTurn: endOfTurnJudges({ modelsDir: env.modelsDir }),
    knowledge: localKnowledge({ ...knowledgeSettings(env), sealKeys: sealKeys(env.secret, env.previousSecrets), outgoing, log }),
    outgoing,
    authTokens: new AuthTokens(outgoing),
    localSpeech: embeddedTiers,
    live,
    startLimit: new StartLimit({ perMinute: env.agentStartsPerMinute }),
    recordingsDir,
    storeRecording: (key, content) => storage.put(key, content as Readable, { contentType: 'audio/wav' }),
    memberOf: async (cookie) => (await sessionFromCookieHeader(db, cookie, env.secret))?.userId ?? null,
    ...(analyse === undefined ? {} : { analyse }),
    onChange: onChange ?? (() => undefined),
  });
  return {
    db,
    storage,
    voiceActivity: detectors('auto'),
    host,
    live,
    hostId,
    async recoverRecording(workspaceId, conversationId) {
      const file = path.join(recordingsDir, `${conversationId}.wav`);
      if (!existsSync(file)) return undefined;
      const recordingMs = await mendRecording(file);
      if (recordingMs === 0) return undefined;
      const recordingKey = recordingKeyOf(workspaceId, conversationId);
      await storage.put(recordingKey, readFileSync(file), { contentType: 'audio/wav' });
      return { recordingKey, recordingMs };
    },
    async close() {
      await outgoing.close();
      await db.$disconnect();
    },
  };
}

/** The same over restarts, so that a process that starts again knows which conversations were its own. */
function keptHostId(dataDir: string): string {
  const file = path.join(dataDir, 'voice-host-id');
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  mkdirSync(dataDir, { recursive: true });
  const id = newId('conversation').replace('conv_', 'host_');
  writeFileSync(file, id);
  return id;
}
