import { serveWorker } from '../../lib/serve-worker';
import { endByProsody } from './prosody';

serveWorker({
  load: () => undefined,
  judge: (sound: Int16Array) => endByProsody(sound),
});
