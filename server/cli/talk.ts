import { createInterface } from 'node:readline';
import { Channel } from '../lib/channel';
import type { AudioOutFrame, ConversationEventFrame } from '../voice/frames';
import type { Transport, UplinkFrame } from '../voice/transport';
import { findAgentByName, openCliHost, readOptions } from './open-host';

/** A conversation by text in the terminal, through the same pipeline. Ends with the agent's goodbye, Ctrl-D or an empty input. */
export async function run(args: string[]): Promise<number> {
  const { options, rest } = readOptions(args);
  const [agentName] = rest;
  if (agentName === undefined) {
    console.error('Usage: npm run -s parley -- talk <agent> [--workspace demo]');
    return 2;
  }
  const host = openCliHost();
  const workspace = options.get('workspace') ?? 'demo';
  const agent = await findAgentByName(host, agentName, workspace);
  try {
    const conversation = await host.host.admit({
      agentId: agent.id,
      proof: { kind: 'operator' },
      source: 'cli',
      overrides: { conversation: { textOnly: true } },
    });
    console.log(`${agent.name} (${conversation.providers.languageModel}). Type and press Enter; Ctrl-D ends.\n`);
    await conversation.begin(new TerminalTransport());
    return 0;
  } finally {
    await host.close();
  }
}

class TerminalTransport implements Transport {
  readonly outputSampleRate = 16_000;
  readonly reportsPlayhead = false;
  readonly canHold = false;
  readonly leadMs = 0;
  readonly #frames = new Channel<UplinkFrame>({ capacity: 100, whenFull: 'wait' });
  readonly #lines = createInterface({ input: process.stdin });
  /** Lines typed ahead wait until the agent has answered the one before. */
  readonly #typed: string[] = [];
  #isInputOver = false;
  #isAgentDone = false;

  constructor() {
    this.#lines.on('line', (line) => {
      this.#typed.push(line);
      this.#next();
    });
    this.#lines.on('close', () => {
      this.#isInputOver = true;
      this.#next();
    });
  }

  get uplink(): AsyncIterable<UplinkFrame> {
    return this.#frames;
  }

  sendAudio(_frame: AudioOutFrame): void {}

  sendEvent(event: ConversationEventFrame): void {
    switch (event.kind) {
      case 'response-text':
        process.stdout.write(event.delta);
        if (event.isFinal) process.stdout.write('\n\n');
        return;
      case 'provider-failed':
        console.log(`! ${event.capability}: ${event.message}`);
        return;
      case 'state-changed':
        if (event.state === 'listening') {
          this.#isAgentDone = true;
          this.#next();
        }
        return;
      case 'conversation-ended':
        console.log(`(${event.reason}${event.detail === '' ? '' : `: ${event.detail}`})`);
        return;
      default:
        return;
    }
  }

  bufferedBytes(): number {
    return 0;
  }

  close(): void {
    this.#frames.close();
    this.#lines.close();
  }

  #next(): void {
    if (!this.#isAgentDone) return;
    const line = this.#typed.shift();
    if (line !== undefined) {
      this.#isAgentDone = line.trim() === '';
      this.#frames.offer({ kind: 'user-text', text: line });
      if (this.#isAgentDone) this.#next();
    } else if (this.#isInputOver) this.#frames.offer({ kind: 'hangup', reason: 'participant-left', detail: 'the input ended' });
  }
}
