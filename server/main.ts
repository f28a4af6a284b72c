import { buildServer } from './build-server';
import { loadEnv } from './config/env';
import { createLogger } from './lib/logger';

const env = loadEnv();
const log = createLogger({ name: 'voice', level: env.logLevel });
const server = buildServer(env, log);

process.on('unhandledRejection', (reason) => log.error({ err: reason }, 'a promise failed and nobody was waiting for it'));

const port = await server.listen(env.voicePort, '127.0.0.1');
log.info({ port }, 'voice server is ready');

let isStopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (isStopping) return;
    isStopping = true;
    log.info({ signal }, 'stopping: running conversations may end first');
    server.stop(env.drainSeconds * 1000).then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'stopping failed');
        process.exit(1);
      },
    );
  });
}
