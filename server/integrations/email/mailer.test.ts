import { type AddressInfo, createServer, type Server } from 'node:net';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLogger } from '../../lib/logger';
import { openMailer } from './mailer';

/** Takes mail as a mail server does and keeps what it was given. */
class MailServer {
  readonly messages: string[] = [];
  readonly recipients: string[] = [];
  readonly #server: Server;

  constructor() {
    this.#server = createServer((socket) => {
      let waiting = '';
      let message: string[] | undefined;
      socket.on('error', () => socket.destroy());
      socket.write('220 test ESMTP\r\n');
      socket.on('data', (chunk) => {
        waiting += chunk.toString('utf8');
        for (let end = waiting.indexOf('\r\n'); end >= 0; end = waiting.indexOf('\r\n')) {
          const line = waiting.slice(0, end);
          waiting = waiting.slice(end + 2);
          if (message !== undefined && line !== '.') {
            // A dot at the start of a line was doubled, since one alone ends the message.
            message.push(line.replace(/^\.\./, '.'));
            continue;
          }
          if (line === '.') {
            this.messages.push((message ?? []).join('\n'));
            message = undefined;
          } else if (/^RCPT TO:/i.test(line)) {
            this.recipients.push(line.slice(8));
          }
          if (/^DATA/i.test(line)) message = [];
          socket.write(/^DATA/i.test(line) ? '354 go on\r\n' : /^QUIT/i.test(line) ? '221 bye\r\n' : '250 ok\r\n');
        }
      });
    });
  }

  listen(): Promise<number> {
    return new Promise((resolve) => {
      this.#server.listen(0, '127.0.0.1', () => resolve((this.#server.address() as AddressInfo).port));
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
    });
  }
}

const email = { to: 'ada@example.com', subject: 'Hello', text: 'First <b>line</b>.\n\nSecond.', link: 'http://127.0.0.1:3000/x?a=1&b=2' };

describe('the mailer', () => {
  const server = new MailServer();
  let port: number;

  beforeAll(async () => {
    port = await server.listen();
  });

  afterAll(() => server.close());

  it('hands a message to the mail server, with the link as text and as HTML that nobody can break out of', async () => {
    await openMailer({ url: `smtp://127.0.0.1:${port}?ignoreTLS=true`, from: 'Parley <parley@example.com>' }, silentLogger).send(email);
    expect(server.recipients).toEqual(['<ada@example.com>']);
    const message = (server.messages[0] ?? '').replaceAll('=\n', '').replaceAll('=3D', '=');
    expect(message).toContain('Subject: Hello');
    expect(message).toContain('http://127.0.0.1:3000/x?a=1&b=2');
    expect(message).toContain('<a href="http://127.0.0.1:3000/x?a=1&amp;b=2">');
    expect(message).toContain('First &lt;b&gt;line&lt;/b&gt;.');
  });

  it('fails when the mail server does', async () => {
    await expect(openMailer({ url: 'smtp://127.0.0.1:1', from: 'x@example.com' }, silentLogger).send(email)).rejects.toThrow();
  });

  it('without a mail server writes one line with the link', async () => {
    const lines = new PassThrough();
    await openMailer(undefined, pino(lines)).send(email);
    lines.end();
    const written = (await text(lines)).trim().split('\n');
    expect(written).toHaveLength(1);
    expect(JSON.parse(written[0] ?? '')).toMatchObject({ to: email.to, link: email.link });
  });
});
