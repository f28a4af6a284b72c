import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { CallToolResultSchema, type CallToolResult, type Tool } from '@modelcontextprotocol/sdk/types.js';
import { AppError } from '../../lib/app-error';
import { asFetch } from '../safe-fetch/as-fetch';
import type { Outgoing } from '../safe-fetch/outgoing';
import { outgoingUrl } from '../safe-fetch/outgoing';
import { OutgoingError } from '../safe-fetch/outgoing-error';

export type McpTool = Tool;
export type McpResult = CallToolResult;

export interface McpEndpoint {
  readonly url: string;
  readonly transport: 'SSE' | 'STREAMABLE_HTTP';
  readonly headers: Readonly<Record<string, string>>;
  readonly isCompressed: boolean;
}

const connectTimeoutMs = 10_000;
const listTimeoutMs = 15_000;
/** Of one stream of answers: a conversation's worth of results. */
const largestStream = 64 * 1_048_576;
const mostTools = 500;

/** A connection to one MCP server. It is closed by whoever opened it. */
export class McpConnection {
  readonly #client: Client;
  #isOpen = true;

  private constructor(client: Client) {
    this.#client = client;
    client.onclose = () => {
      this.#isOpen = false;
    };
    // A stream that breaks shows in the call that waits for it.
    client.onerror = () => undefined;
  }

  /** Throws `OutgoingError` when the host may not or cannot be reached, `request_failed` when it does not speak the protocol. */
  static async open(endpoint: McpEndpoint, outgoing: Outgoing, signal?: AbortSignal): Promise<McpConnection> {
    const client = new Client({ name: 'parley', version: '1.0.0' });
    const connection = new McpConnection(client);
    try {
      await client.connect(transportTo(endpoint, outgoing), { timeout: connectTimeoutMs, ...(signal === undefined ? {} : { signal }) });
      return connection;
    } catch (error) {
      await connection.close();
      throw connectionFailure(error);
    }
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  async listTools(signal?: AbortSignal): Promise<readonly McpTool[]> {
    const tools: McpTool[] = [];
    let cursor: string | undefined;
    try {
      do {
        const page = await this.#client.listTools(cursor === undefined ? {} : { cursor }, {
          timeout: listTimeoutMs,
          ...(signal === undefined ? {} : { signal }),
        });
        tools.push(...page.tools);
        cursor = page.nextCursor;
      } while (cursor !== undefined && tools.length < mostTools);
    } catch (error) {
      throw connectionFailure(error);
    }
    return tools.slice(0, mostTools);
  }

  async callTool(
    call: {
      readonly name: string;
      readonly parameters: Readonly<Record<string, unknown>>;
      readonly meta?: Readonly<Record<string, unknown>>;
      readonly timeoutMs: number;
    },
    signal: AbortSignal,
  ): Promise<McpResult> {
    const { name, parameters, meta, timeoutMs } = call;
    const result = await this.#client.request(
      { method: 'tools/call', params: { name, arguments: { ...parameters }, ...(meta === undefined ? {} : { _meta: { ...meta } }) } },
      CallToolResultSchema,
      { timeout: timeoutMs, maxTotalTimeout: timeoutMs, signal },
    );
    return result;
  }

  async close(): Promise<void> {
    this.#isOpen = false;
    // The other side may be gone already; there is nothing left to close then.
    await this.#client.close().catch(() => undefined);
  }
}

/** A failure as one of ours, with a message that may be shown. */
export function connectionFailure(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const inner = [...causes(error)].find((cause): cause is OutgoingError => cause instanceof OutgoingError);
  if (inner !== undefined) return inner;
  const isForeign = [...causes(error)].some((cause) => cause instanceof Error && (cause.name === 'ZodError' || cause instanceof SyntaxError));
  // What the schema found amiss tells nobody anything: another kind of server answered.
  const message = isForeign
    ? 'its answer is not MCP. Is this the address of its MCP endpoint?'
    : error instanceof Error
      ? error.message.slice(0, 300)
      : 'unknown';
  return new AppError('request_failed', `The MCP server could not be used: ${message}`, { cause: error });
}

function* causes(error: unknown): Generator<unknown> {
  for (let at: unknown = error, depth = 0; at !== undefined && depth < 8; depth++) {
    yield at;
    if (at instanceof Error && 'event' in at && typeof at.event === 'object' && at.event !== null && 'message' in at.event) yield at.event.message;
    at = at instanceof Error ? at.cause : undefined;
  }
}

function transportTo({ url, transport, headers, isCompressed }: McpEndpoint, outgoing: Outgoing): Transport {
  const fetch = asFetch(outgoing, { headersTimeoutMs: 300_000, maxBytes: largestStream });
  const requestInit = { headers: { ...headers, ...(isCompressed ? { 'accept-encoding': 'gzip, deflate, br' } : { 'accept-encoding': 'identity' }) } };
  const address = outgoingUrl(url);
  // The SDK's classes declare optional members in a way that exact optional types refuse; they are transports all the same.
  return (
    transport === 'SSE' ? new SSEClientTransport(address, { fetch, requestInit }) : new StreamableHTTPClientTransport(address, { fetch, requestInit })
  ) as Transport;
}
