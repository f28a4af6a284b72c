import type http from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Server as SocketServer } from 'socket.io';
import { z } from 'zod';
import { sessionFromCookieHeader } from './auth/session-cookie';
import { buildHost } from './build-host';
import type { Env } from './config/env';
import { createSpeechHost } from './host/speech-host';
import { closeAbandoned } from './domain/conversations/close-abandoned';
import { heartbeat } from './domain/conversations/heartbeat';
import { openNotices } from './db/notices';
import type { WorkKind } from './contracts/live-feed';
import type { Services } from './domain/services';
import { analyseConversationJob, crawlSite, deliverWebhookJob, indexDocument, refreshDocument, runAgentTestJob } from './jobs/definitions';
import { systemClock } from './lib/clock';
import type { Logger } from './lib/logger';
import { type LiveFeed, attachLiveFeed } from './live-feed/namespace';
import { createHttpServer } from './http';
import { buildRest, buildServices } from './build-rest';
import { handlers } from './jobs/handlers/all';
import { scheduledJobs } from './jobs/schedule';
import { type JobWorkers, startWorkers } from './jobs/worker';
import { startModelDownloads } from './models/download-in-background';
import { warmUpRecognition } from './providers/embedded/speech-to-text';
import { warmUpSpeech } from './providers/embedded/text-to-speech';
import { CallsElsewhere } from './host/calls-elsewhere';
import { Monitor } from './host/monitor';
import { Supervision } from './host/supervision';
import { attachSupervision } from './transports/socketio/supervision';
import { createMonitorSocket } from './transports/convai-websocket/monitor';
import { createConvaiSocket } from './transports/convai-websocket/upgrade';
import { LivekitRooms } from './transports/livekit/rooms';
import { createSpeechSockets } from './transports/speech/upgrade';
import { attachVoiceNamespace } from './transports/socketio/namespace';

const heartbeatEveryMs = 5_000;
/** A conversation whose process has been silent for so long is over. */
const abandonedAfterMs = 30_000;
/** Jobs that take longer than this to end when the process stops are done by the next one. */
const jobGraceMs = 5_000;
/** Nothing our browser client sends is longer; socket.io closes the connection on more. */
const longestSocketMessage = 512 * 1024;

/** Jobs whose steps a page shows. */
const shownWork: Readonly<Record<string, WorkKind>> = {
  [runAgentTestJob.name]: 'tests',
  [deliverWebhookJob.name]: 'webhooks',
  [indexDocument.name]: 'knowledge',
  [refreshDocument.name]: 'knowledge',
  [crawlSite.name]: 'knowledge',
};

export interface VoiceServer {
  readonly http: http.Server;
  listen(port: number, host: string): Promise<number>;
  /** Lets running conversations end for a while, then closes everything. */
  stop(graceMs: number): Promise<void>;
}

/** Wires the voice process: sockets with sound, the public API, health, and the watch over conversations. */
export function buildServer(env: Env, log: Logger): VoiceServer {
  let feed: LiveFeed | undefined;
  const life = new AbortController();
  const onProgress = () => feed?.tellWork(null, 'models');
  const downloads = startModelDownloads({ modelsDir: env.modelsDir, mode: env.modelDownloads, log, signal: life.signal, onProgress });
  const tellOfConversation: Services['tellOfConversation'] = (workspaceId, change) => feed?.tell(workspaceId, change);
  let rooms: LivekitRooms | undefined;
  const webCalls: Services['webCalls'] =
    env.livekit === undefined ? undefined : { open: (call) => rooms?.open(call) ?? Promise.reject(new Error('not ready')) };
  const services: Services = { ...buildServices({ env, log, downloads }), tellOfConversation, ...(webCalls === undefined ? {} : { webCalls }) };
  const analyse = (ids: { workspaceId: string; conversationId: string }) => services.jobs.enqueue(analyseConversationJob, ids, { key: ids.conversationId });
  const running = buildHost({
    env,
    log,
    onChange: ({ workspaceId, ...change }) => feed?.tell(workspaceId, change),
    analyse,
  });
  const { db, host, live, hostId } = running;
  const notices = openNotices({ url: env.databaseUrl, clock: systemClock, log });
  const elsewhere = new CallsElsewhere({ live, notices, clock: systemClock, ownUrl: env.peerUrl });
  const memberOf = async (cookie: string) => (await sessionFromCookieHeader(db, cookie, env.secret))?.userId ?? null;
  const rest = buildRest({ env, db, services, log });
  let workers: JobWorkers | undefined;
  if (env.livekit !== undefined) rooms = new LivekitRooms({ ...env.livekit, host, clock: systemClock, log });
  const convai = createConvaiSocket({ host, clock: systemClock, log, takesBroughtAgents: env.runsBroughtAgents });
  const speech = createSpeechSockets({ host: createSpeechHost({ db, services, voiceActivity: running.voiceActivity }), clock: systemClock, log });
  const monitor = createMonitorSocket({ host: new Monitor(db, live, systemClock), clock: systemClock, log });
  const server = createHttpServer({ rest: getRequestListener(rest.fetch), convai, speech, monitor, isReady: () => !live.isDraining });
  const io = new SocketServer(server, {
    path: '/socket.io',
    serveClient: false,
    maxHttpBufferSize: longestSocketMessage,
    pingInterval: 10_000,
    pingTimeout: 8_000,
    destroyUpgrade: false,
  });
  attachVoiceNamespace(io, host, log);
  attachSupervision(io, { host: new Supervision({ db, live, elsewhere, clock: systemClock, log, memberOf }), clock: systemClock, log });
  feed = attachLiveFeed(io, { db, memberOf, notices, clock: systemClock, log });

  const recover = { recoverRecording: (scope: { workspaceId: string }, conversationId: string) => running.recoverRecording(scope.workspaceId, conversationId) };
  const watch = watchOverConversations({
    log,
    signal: life.signal,
    beat: () => heartbeat(db, hostId, live.ids),
    sweep: (olderThanMs, of) => closeAbandoned(db, { olderThanMs, hostId: of, analyse, ...recover }),
    hostId,
  });

  return {
    http: server,
    async listen(port, address) {
      await Promise.all([watch.closeOwnLeftovers(), notices.open()]);
      const onStep = (job: string, payload: unknown) => {
        const kind = shownWork[job];
        if (kind !== undefined) feed?.tellWork(z.object({ workspaceId: z.string() }).parse(payload).workspaceId, kind);
      };
      workers = startWorkers({ connection: env, handlers, db, services, log, onStep });
      // Whoever is out of reach now is tried again by the next process that starts; it holds up no conversation.
      services.jobs.schedule(scheduledJobs).catch((error: unknown) => log.error({ err: error }, 'recurring jobs could not be scheduled'));
      warmUpRecognition('en');
      warmUpSpeech();
      running.voiceActivity.open().then(
        (detector) => detector.close(),
        (error: unknown) => log.warn({ err: error }, 'the detector of speech could not be made ready'),
      );
      return new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, address, () => {
          const at = server.address();
          resolve(typeof at === 'object' && at !== null ? at.port : port);
        });
      });
    },
    async stop(graceMs) {
      await Promise.all([live.drain(systemClock, graceMs), workers?.stop(Math.min(graceMs, jobGraceMs))]);
      life.abort();
      watch.stop();
      convai.close();
      await rooms?.close();
      speech.close();
      monitor.close();
      await io.close();
      await notices.close();
      server.closeAllConnections();
      await services.jobs.close();
      await running.close();
    },
  };
}

interface WatchOptions {
  readonly log: Logger;
  readonly signal: AbortSignal;
  readonly hostId: string;
  readonly beat: () => Promise<void>;
  readonly sweep: (olderThanMs: number, hostId: string | undefined) => Promise<number>;
}

/** Says that our conversations live, and closes those whose process died. */
function watchOverConversations({ log, signal, hostId, beat, sweep }: WatchOptions): { closeOwnLeftovers(): Promise<void>; stop(): void } {
  let cancel = () => {};
  let rounds = 0;
  const next = () => {
    cancel = systemClock.after(heartbeatEveryMs, () => {
      void round().finally(() => {
        if (!signal.aborted) next();
      });
    });
  };
  const round = async () => {
    try {
      await beat();
      if (++rounds % 3 === 0) await sweep(abandonedAfterMs, undefined);
    } catch (error) {
      log.warn({ err: error }, 'conversations could not be looked after; trying again');
    }
  };
  next();
  return {
    // Before this process takes calls, whatever runs under its id was left by a predecessor that died.
    async closeOwnLeftovers() {
      const closed = await sweep(0, hostId);
      if (closed > 0) log.warn({ conversations: closed }, 'closed conversations that a stopped process left behind');
    },
    stop: () => cancel(),
  };
}
