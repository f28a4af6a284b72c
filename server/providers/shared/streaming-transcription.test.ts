import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { deepgramSpeechToText } from '../deepgram/speech-to-text';

let server: WebSocketServer | undefined;
afterEach(() => {
  for (const client of server?.clients ?? []) client.terminate();
  server?.close();
});

/** Answers a request for the rest with how much it has heard; the first connection goes deaf after so many pieces of sound without a word. */
async function startVendor(deafAfter: number): Promise<{ readonly url: string; readonly connections: number[] }> {
  const connections: number[] = [];
  const vendor = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  server = vendor;
  vendor.on('connection', (socket: WebSocket) => {
    const id = connections.push(0) - 1;
    let pieces = 0;
    socket.on('message', (data, isBinary) => {
      if (isBinary) {
        connections[id] = (connections[id] ?? 0) + (data as Buffer).length / 2;
        // Nothing is read any more, so nothing is answered, a ping neither; the connection stays open all the same.
        if (id === 0 && ++pieces === deafAfter) socket.pause();
        return;
      }
      if (!String(data).includes('Finalize')) return;
      const alternatives = [{ transcript: `${connections[id]} samples`, confidence: 0.9, words: [] }];
      socket.send(
        JSON.stringify({ type: 'Results', start: 0, duration: 1, is_final: true, speech_final: false, from_finalize: true, channel: { alternatives } }),
      );
    });
  });
  await new Promise((resolve) => vendor.once('listening', resolve));
  return { url: `http://127.0.0.1:${(vendor.address() as AddressInfo).port}`, connections };
}

describe('a recogniser over a socket', () => {
  it('notices within a second of speech that the line is dead, and opens another that hears the whole turn', async () => {
    const vendor = await startVendor(3);
    const ending = new AbortController();
    const errors: Error[] = [];
    const provider = deepgramSpeechToText.create({ apiKey: 'k', baseUrl: vendor.url }, 'nova-3');
    const session = await provider.open({
      language: 'en',
      hints: [],
      signal: ending.signal,
      onPartial: () => undefined,
      onError: (error) => errors.push(error),
    });
    let pushed = 0;
    const speaking = setInterval(() => {
      session.push(new Int16Array(512));
      pushed += 512;
    }, 32);
    const startedMs = performance.now();
    while (vendor.connections.length < 2 && performance.now() - startedMs < 4_000) await new Promise((resolve) => setTimeout(resolve, 20));
    const noticedMs = performance.now() - startedMs;
    clearInterval(speaking);
    expect((await session.transcribe(ending.signal)).text).toBe(`${pushed} samples`);
    expect(vendor.connections).toHaveLength(2);
    expect(errors[0]).toMatchObject({ category: 'connectivity' });
    // Three pieces of sound, and a second for noticing; the rest is for a machine that is busy.
    expect(noticedMs).toBeLessThan(3_000);
    ending.abort();
    await session.close();
  });
});
