// The process under test: real sockets and pipeline, vendors with set delays. Tells its use of CPU and memory when asked.
import { startSocketServer } from '../../server/testing/socket-server';
import { type Profile, stubProviders } from './stub-providers';

const profile = process.argv[2] as Profile;
const words = 'table breakfast saturday morning coffee window garden evening ';
const stubs = await stubProviders(profile, {
  // A streaming recogniser gives them one by one as long as the call lasts: enough for an hour of questions.
  words: profile === 'streaming' ? words.repeat(500).trim() : words.trim(),
  answer: 'We open at nine in the morning, and we close at two.',
});
const server = await startSocketServer(
  { conversationConfig: { turn: { turnTimeout: -1 }, conversation: { maxDurationSeconds: 3600 } } },
  { providers: stubs.providers },
);
process.on('message', (message) => {
  if (message === 'usage') tellUsage();
});
process.on('message', (message) => {
  if (message !== 'stop') return;
  void server
    .close()
    .then(() => stubs.close())
    .then(() => process.exit(0));
});
process.send?.({ url: server.url });

function tellUsage(): void {
  // With `--expose-gc` what is told is what is held, not what waits to be collected.
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  process.send?.({ cpuMs: cpuMs(), rssMb: rss / 1e6, heapMb: heapUsed / 1e6, running: server.running.size });
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
