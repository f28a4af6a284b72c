import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openServices, type Services } from '../domain/services';
import type { Email } from '../integrations/email/mailer';
import { silentLogger } from '../lib/logger';
import { scriptedCatalogue } from './catalogue';
import { RecordedJobs } from './recorded-jobs';
import { ScriptedKnowledge } from './scripted-knowledge';
import { scriptedSpeech } from './speech';

export const testSecret = 'a-secret-for-tests-that-is-long-enough-0123456789';

/** Services on a folder of their own, with a mailer and a job queue that keep what they were given. */
export function makeServices(): {
  readonly services: Services;
  readonly sent: Email[];
  readonly jobs: RecordedJobs;
  readonly speech: ReturnType<typeof scriptedSpeech>;
  readonly knowledge: ScriptedKnowledge;
  remove(): void;
} {
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-test-'));
  const sent: Email[] = [];
  const jobs = new RecordedJobs();
  const speech = scriptedSpeech();
  const knowledge = new ScriptedKnowledge();
  const settings = { dataDir, databaseUrl: '', secret: testSecret, publicUrl: 'http://parley.example' };
  const opened = openServices(settings, { catalogue: scriptedCatalogue(), speech, knowledge: () => knowledge }, silentLogger);
  return {
    services: { ...opened, jobs, mailer: { send: async (email) => void sent.push(email) } },
    sent,
    jobs,
    speech,
    knowledge,
    remove: () => rmSync(dataDir, { recursive: true, force: true }),
  };
}
