import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openServices, type Services } from '../domain/services';
import type { Email } from '../integrations/email/mailer';
import { silentLogger } from '../lib/logger';
import { scriptedCatalogue } from './catalogue';

export const testSecret = 'a-secret-for-tests-that-is-long-enough-0123456789';

/** Services on a folder of their own, with a mailer that keeps what it was given. */
export function makeServices(): { readonly services: Services; readonly sent: Email[]; remove(): void } {
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-test-'));
  const sent: Email[] = [];
  const opened = openServices({ dataDir, secret: testSecret, publicUrl: 'http://parley.example' }, scriptedCatalogue(), silentLogger);
  return {
    services: { ...opened, mailer: { send: async (email) => void sent.push(email) } },
    sent,
    remove: () => rmSync(dataDir, { recursive: true, force: true }),
  };
}
