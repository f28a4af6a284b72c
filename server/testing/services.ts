import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openServices, type Services } from '../domain/services';
import type { Email } from '../integrations/email/mailer';
import { createAgentLab } from '../host/agent-lab';
import { systemClock } from '../lib/clock';
import { silentLogger } from '../lib/logger';
import { payloadMaker } from '../rest/webhook-payloads';
import { scriptedCatalogue } from './catalogue';
import { RecordedJobs } from './recorded-jobs';
import { ScriptedKnowledge } from './scripted-knowledge';
import { scriptedSpeech } from './speech';

export const testSecret = 'a-secret-for-tests-that-is-long-enough-0123456789';

export interface ServiceOptions {
  /** The installation's chain of language models. */
  readonly llm?: readonly string[];
  /** What the environment says about providers. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Private hosts that requests may go to. */
  readonly allowPrivateHosts?: readonly string[];
}

/** Services on a folder of their own, with a mailer and a job queue that keep what they were given. */
export function makeServices(options: ServiceOptions = {}): {
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
  const settings = { dataDir, databaseUrl: '', secret: testSecret, publicUrl: 'http://parley.example', allowPrivateHosts: options.allowPrivateHosts ?? [] };
  const opened = openServices(settings, { catalogue: scriptedCatalogue(), speech, knowledge: () => knowledge }, silentLogger);
  const lab = createAgentLab({
    providers: { defaultChains: { stt: ['embedded'], llm: options.llm ?? ['embedded'], tts: ['embedded'] }, environment: options.environment ?? {} },
    knowledge,
    outgoing: opened.outgoing,
    authTokens: opened.authTokens,
    secret: testSecret,
    previousSecrets: [],
    clock: systemClock,
    log: silentLogger,
  });
  return {
    services: { ...opened, jobs, lab, payloadOf: payloadMaker(opened.storage), mailer: { send: async (email) => void sent.push(email) } },
    sent,
    jobs,
    speech,
    knowledge,
    remove: () => rmSync(dataDir, { recursive: true, force: true }),
  };
}
