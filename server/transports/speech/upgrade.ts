import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { SpeechProof } from '../speech-host';
import { serveScribe } from './realtime-scribe';
import { bearerOf, type SpeechSocketOptions } from './speech-socket';
import { serveStreamInput } from './stream-input';

/** Largest frame taken: several seconds of 48 kHz sound in base64. */
const largestFrameBytes = 4 * 1024 * 1024;
const mostSockets = 500;
const speakingPath = /^\/v1\/text-to-speech\/([^/]{1,300})\/(stream-input|multi-stream-input)$/;
const hearingPath = '/v1/speech-to-text/realtime';

/** The sockets that speak text and hear sound. `upgrade` answers whether the path is one of theirs. */
export function createSpeechSockets(options: SpeechSocketOptions): { upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean; close(): void } {
  const server = new WebSocketServer({ noServer: true, maxPayload: largestFrameBytes, perMessageDeflate: false });
  return {
    upgrade(request, socket, head) {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const speaking = speakingPath.exec(url.pathname);
      if (speaking === null && url.pathname !== hearingPath) return false;
      if (server.clients.size >= mostSockets) {
        socket.on('error', () => socket.destroy());
        socket.end('HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\nretry-after: 5\r\ncontent-length: 0\r\n\r\n');
        return true;
      }
      server.handleUpgrade(request, socket, head, (ws) => {
        ws.on('error', (error) => options.log.info({ err: error }, 'a speech socket failed'));
        const connection = { ws, query: url.searchParams, proof: proofOf(request, url.searchParams) };
        if (speaking === null) void serveScribe(connection, options);
        else void serveStreamInput({ ...connection, voiceId: decoded(speaking[1] ?? ''), isMulti: speaking[2] === 'multi-stream-input' }, options);
      });
      return true;
    },
    close() {
      for (const client of server.clients) client.close(1001, 'the server is stopping');
      server.close();
    },
  };
}

function proofOf(request: IncomingMessage, query: URLSearchParams): SpeechProof {
  const header = request.headers['xi-api-key'];
  const forwarded = request.headers['x-forwarded-for'];
  return {
    key: (typeof header === 'string' && header !== '' ? header : undefined) ?? bearerOf(query.get('authorization') ?? request.headers.authorization),
    token: query.get('single_use_token') ?? query.get('token') ?? undefined,
    ip: (typeof forwarded === 'string' ? forwarded.split(',')[0]?.trim() : undefined) ?? request.socket.remoteAddress,
  };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // no voice is called that
  }
}
