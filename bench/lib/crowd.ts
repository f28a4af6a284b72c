import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { WebSocket } from 'ws';
import { loadPrompts } from '../wer/prompts';
import { speechOf } from './figures';
import type { Profile } from './stub-providers';

export const frameMs = 60;
const frameSamples = (16_000 * frameMs) / 1_000;

export interface Usage {
  readonly cpuMs: number;
  readonly rssMb: number;
  readonly heapMb: number;
  readonly running: number;
}

export interface CrowdCaller {
  readonly ws: WebSocket;
  /** Last sample of a question sent → first sound of its answer, in ms. */
  readonly responses: number[];
  /** Sends the next frame: of its question when it is due, of a quiet room otherwise. */
  send(): void;
}

/** A server process with vendors of its own, and many callers towards it. */
export class Crowd {
  readonly #server: ChildProcess;
  readonly #url: string;
  readonly #question: readonly string[];
  readonly #turnFrames: number;

  private constructor(server: ChildProcess, url: string, question: readonly string[], turnFrames: number) {
    this.#server = server;
    this.#url = url;
    this.#question = question;
    this.#turnFrames = turnFrames;
  }

  static async start(options: { readonly profile: Profile; readonly turnEveryMs: number; readonly execArgv?: readonly string[] }): Promise<Crowd> {
    const recording = loadPrompts(40)
      .map(({ pcm }) => speechOf(pcm))
      .find((pcm) => pcm.length > 16_000 * 1.2 && pcm.length < 16_000 * 2);
    if (recording === undefined) throw new Error('no recording of a suitable length');
    const question = Array.from({ length: Math.floor(recording.length / frameSamples) }, (_, i) =>
      frame(recording.slice(i * frameSamples, (i + 1) * frameSamples)),
    );
    const server = fork(path.join(import.meta.dirname, 'crowd-server.ts'), [options.profile], { execArgv: ['--import', 'tsx', ...(options.execArgv ?? [])] });
    const [{ url }] = (await once(server, 'message')) as [{ url: string }];
    return new Crowd(server, url, question, Math.round(options.turnEveryMs / frameMs));
  }

  /** One of `count` callers, who ask at different times. */
  async open(index: number, count: number): Promise<CrowdCaller> {
    const ws = new WebSocket(`${this.#url}/v1/convai/conversation?agent_id=agent_test`);
    await once(ws, 'open');
    ws.send(JSON.stringify({ type: 'conversation_initiation_client_data' }));
    let at = Math.round((index / count) * this.#turnFrames) + 20;
    let spokeUntilMs: number | null = null;
    const responses: number[] = [];
    ws.on('message', (data: Buffer) => {
      // Cheap on purpose: the callers' process must not be what is measured.
      if (spokeUntilMs === null || data.length < 200 || !data.subarray(0, 24).includes('"audio"')) return;
      responses.push(performance.now() - spokeUntilMs);
      spokeUntilMs = null;
    });
    ws.on('error', () => undefined);
    return {
      ws,
      responses,
      send: () => {
        const place = at++ % this.#turnFrames;
        if (ws.readyState === WebSocket.OPEN) ws.send(this.#question[place] ?? silence);
        if (place === this.#question.length - 1) spokeUntilMs = performance.now();
      },
    };
  }

  /** Has callers speak in real time until stopped; says how many frames were sent late. */
  speak(callers: readonly CrowdCaller[]): { stop(): number } {
    let ticks = 0;
    let late = 0;
    const startedMs = performance.now();
    const timer = setInterval(() => {
      while (ticks * frameMs <= performance.now() - startedMs) {
        if (performance.now() - startedMs - ticks * frameMs > 2 * frameMs) late++;
        ticks++;
        for (const caller of callers) caller.send();
      }
    }, 10);
    return {
      stop() {
        clearInterval(timer);
        return late;
      },
    };
  }

  async usage(): Promise<Usage> {
    this.#server.send('usage');
    const [answer] = (await once(this.#server, 'message')) as [Usage];
    return answer;
  }

  async close(): Promise<void> {
    this.#server.send('stop');
    await once(this.#server, 'exit');
  }
}

function frame(pcm: Int16Array): string {
  return JSON.stringify({ user_audio_chunk: Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength).toString('base64') });
}

// A quiet room, not nothing: digital silence would be cheaper than any line.
const silence = frame(Int16Array.from({ length: frameSamples }, () => Math.round((Math.random() - 0.5) * 60)));
