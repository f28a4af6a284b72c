import { createTransport } from 'nodemailer';
import type { Logger } from '../../lib/logger';

export interface Email {
  readonly to: string;
  readonly subject: string;
  /** Plain text; the HTML form is made from it. */
  readonly text: string;
  /** The one thing the reader is asked to do. */
  readonly link: string;
}

export interface Mailer {
  send(email: Email): Promise<void>;
}

/**
 * Sends over SMTP, or, where none is configured, writes one clear line to the log: on a machine of one's own that is where
 * the link is wanted.
 */
export function openMailer(smtp: { readonly url: string; readonly from: string } | undefined, log: Logger): Mailer {
  if (smtp === undefined) {
    return {
      async send({ to, subject, link }) {
        log.warn({ to, link }, `no mail server is configured; this would have been sent: ${subject}`);
      },
    };
  }
  const transport = createTransport(smtp.url, { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 });
  return {
    async send({ to, subject, text, link }) {
      await transport.sendMail({ from: smtp.from, to, subject, text: `${text}\n\n${link}\n`, html: htmlOf(text, link) });
    },
  };
}

function htmlOf(text: string, link: string): string {
  const paragraphs = text.split('\n\n').map((paragraph) => `<p>${escaped(paragraph)}</p>`);
  return `${paragraphs.join('')}<p><a href="${escaped(link)}">${escaped(link)}</a></p>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
