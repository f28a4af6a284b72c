import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openServices, type Services } from '../domain/services';
import type { Email } from '../integrations/email/mailer';
import { silentLogger } from '../lib/logger';
import { scriptedCatalogue } from './catalogue';
import { RecordedJobs } from './recorded-jobs';
import { scriptedSpeech } from './speech';

export const testSecret = 'a-secret-for-tests-that-is-long-enough-0123456789';

/** Services on a folder of their own, with a mailer and a job queue that keep what they were given. */
export function makeServices(): {
  readonly services: Services;
  readonly sent: Email[];
  readonly jobs: RecordedJobs;
  readonly speech: ReturnType<typeof scriptedSpeech>;
  remove(): void;
} {
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-test-'));
  const sent: Email[] = [];
  const jobs = new RecordedJobs();
  const speech = scriptedSpeech();
  const settings = { dataDir, databaseUrl: '', secret: testSecret, publicUrl: 'http://parley.example' };
  const opened = openServices(settings, scriptedCatalogue(), silentLogger, speech);
  return {
    services: { ...opened, jobs, mailer: { send: async (email) => void sent.push(email) } },
    sent,
    jobs,
    speech,
    remove: () => rmSync(dataDir, { recursive: true, force: true }),
  };
}
