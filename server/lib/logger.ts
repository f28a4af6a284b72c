import pino from 'pino';

export type Logger = pino.Logger;

/** Members that never reach a log line in the clear. What people said goes under `pii`, which exporters drop. */
const redacted = [
  'pii',
  '*.pii',
  'apiKey',
  '*.apiKey',
  'password',
  '*.password',
  'authorization',
  '*.authorization',
  'secret',
  '*.secret',
  'token',
  '*.token',
  'headers["xi-api-key"]',
  'headers.authorization',
  'headers.cookie',
];

/** A structured logger on standard output; children carry workspaceId, conversationId, responseId. */
export function createLogger(options: { name: string; level?: string; revealPii?: boolean }): Logger {
  return pino({
    name: options.name,
    level: options.level ?? 'info',
    redact: { paths: options.revealPii === true ? redacted.filter((path) => !path.endsWith('pii')) : redacted, censor: '[redacted]' },
  });
}

export const silentLogger: Logger = pino({ level: 'silent' });
