import { once } from 'node:events';
import { WebSocket } from 'ws';
import { Line, type LineOptions } from './line';

const blockMs = 20;
const blockSamples = 320;

export interface Received {
  readonly type: string;
  readonly atMs: number;
  readonly body: Record<string, unknown>;
}

/** A caller over the ElevenLabs-compatible socket who speaks in real time and plays what comes, as the official client does. */
export class Caller {
  readonly received: Received[] = [];
  readonly #ws: WebSocket;
  readonly #line: Line;
  readonly #startedMs = performance.now();
  #queue: Int16Array[] = [];
  #timer: NodeJS.Timeout | undefined;
  #blocks = 0;
  /** When everything received so far will have been played. */
  #playedOutMs = 0;
  /** Stretches during which the agent was audible. */
  readonly audible: { fromMs: number; toMs: number; eventId: number }[] = [];

  private constructor(ws: WebSocket, line: LineOptions) {
    this.#ws = ws;
    this.#line = new Line(line);
    ws.on('message', (data) => this.#receive(JSON.parse(String(data)) as Record<string, unknown>));
    ws.on('error', () => undefined);
  }

  static async call(url: string, line: LineOptions = {}): Promise<Caller> {
    const ws = new WebSocket(`${url}/v1/convai/conversation?agent_id=agent_test`);
    const caller = new Caller(ws, line);
    await once(ws, 'open');
    ws.send(JSON.stringify({ type: 'conversation_initiation_client_data' }));
    caller.#timer = setInterval(() => caller.#tick(), 5);
    return caller;
  }

  now(): number {
    return performance.now() - this.#startedMs;
  }

  /** Says this from the next block on; resolves with the time at which its last sample was sent. */
  async say(pcm: Int16Array): Promise<{ readonly beganMs: number; readonly endedMs: number }> {
    for (let at = 0; at < pcm.length; at += blockSamples) {
      const block = new Int16Array(blockSamples);
      block.set(pcm.subarray(at, at + blockSamples));
      this.#queue.push(block);
    }
    const beganMs = this.now();
    while (this.#queue.length > 0) await sleep(2);
    return { beganMs, endedMs: this.now() };
  }

  async until(find: (received: Received) => boolean, limitMs: number): Promise<Received | null> {
    const deadline = this.now() + limitMs;
    while (this.now() < deadline) {
      const found = this.received.find(find);
      if (found !== undefined) return found;
      await sleep(2);
    }
    return null;
  }

  /** When the agent, audible at `fromMs`, first became silent for at least `gapMs`. */
  silentAfter(fromMs: number, gapMs = 60): number {
    let silentMs = fromMs;
    for (const stretch of this.audible) {
      if (stretch.toMs <= fromMs) continue;
      if (stretch.fromMs > silentMs + gapMs) break;
      silentMs = Math.max(silentMs, stretch.toMs);
    }
    return silentMs;
  }

  close(): void {
    clearInterval(this.#timer);
    this.#ws.terminate();
  }

  #tick(): void {
    while (this.#blocks * blockMs <= this.now()) {
      const block = this.#queue.shift() ?? new Int16Array(blockSamples);
      for (const sent of this.#line.carry(block, this.#blocks++)) {
        if (this.#ws.readyState === WebSocket.OPEN) this.#ws.send(JSON.stringify({ user_audio_chunk: Buffer.from(sent.buffer).toString('base64') }));
      }
    }
  }

  #receive(body: Record<string, unknown>): void {
    const atMs = this.now();
    const type = String(body['type']);
    this.received.push({ type, atMs, body });
    if (type === 'audio') {
      const event = body['audio_event'] as { audio_base_64: string; event_id: number };
      const bytes = Uint8Array.from(Buffer.from(event.audio_base_64, 'base64'));
      const durationMs = bytes.length / 32;
      const fromMs = Math.max(atMs, this.#playedOutMs);
      this.#playedOutMs = fromMs + durationMs;
      this.#line.plays(new Int16Array(bytes.buffer), fromMs);
      this.audible.push({ fromMs, toMs: this.#playedOutMs, eventId: event.event_id });
    }
    if (type === 'interruption') {
      // The client empties its playback queue.
      this.#playedOutMs = atMs;
      this.#line.stopsPlaying(atMs);
      for (const stretch of this.audible) stretch.toMs = Math.min(stretch.toMs, Math.max(atMs, stretch.fromMs));
      while ((this.audible.at(-1)?.fromMs ?? 0) > atMs) this.audible.pop();
    }
  }
}

export const sleep = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
