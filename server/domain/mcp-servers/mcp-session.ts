import type { DynamicVariables } from '../../contracts/agent-config';
import type { McpServerConfig } from '../../contracts/mcp-server-config';
import { type McpEndpoint, McpConnection, type McpResult, type McpTool } from '../../integrations/mcp/mcp-connection';
import type { Outgoing } from '../../integrations/safe-fetch/outgoing';
import { AppError } from '../../lib/app-error';
import type { AuthTokens } from '../auth-connections/auth-tokens';
import { locatedHeaders, locatedText } from '../tools/call/located-headers';
import { Masking } from '../tools/call/masking';
import { fillTemplate } from '../tools/call/template';
import type { ValueSources } from '../tools/call/value-sources';

export interface McpDeps {
  readonly outgoing: Outgoing;
  readonly tokens: AuthTokens;
  readonly sources: ValueSources;
}

/** One server as one conversation, or one look at its tools, uses it: connects when it is first needed, and again when the connection was lost. */
export class McpSession {
  readonly masking = new Masking();
  readonly #config: McpServerConfig;
  readonly #deps: McpDeps;
  #connecting: Promise<McpConnection> | null = null;
  #isClosed = false;

  constructor(config: McpServerConfig, deps: McpDeps) {
    this.#config = config;
    this.#deps = deps;
  }

  async listTools(variables: DynamicVariables, signal?: AbortSignal): Promise<readonly McpTool[]> {
    const connection = await this.#connection(variables);
    return connection.listTools(signal);
  }

  async call(
    call: { readonly name: string; readonly parameters: Readonly<Record<string, unknown>>; readonly variables: DynamicVariables; readonly timeoutMs: number },
    signal: AbortSignal,
  ): Promise<McpResult> {
    const meta = await this.#meta(call.variables);
    const connection = await this.#connection(call.variables);
    return connection.callTool({ ...call, ...(meta === undefined ? {} : { meta }) }, signal);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const connecting = this.#connecting;
    this.#connecting = null;
    // One that failed to open has nothing to close.
    await connecting?.then((connection) => connection.close()).catch(() => undefined);
  }

  async #connection(variables: DynamicVariables): Promise<McpConnection> {
    if (this.#isClosed) throw new AppError('request_failed', 'The connection to the MCP server is closed.');
    const before = this.#connecting;
    if (before !== null) {
      const kept = await before.catch(() => null);
      if (kept?.isOpen) return kept;
      // Someone else may have begun to connect anew while this one waited.
      if (this.#connecting !== before) return this.#connection(variables);
    }
    const connecting = this.#endpoint(variables).then((endpoint) => McpConnection.open(endpoint, this.#deps.outgoing));
    this.#connecting = connecting;
    return connecting;
  }

  async #endpoint(variables: DynamicVariables): Promise<McpEndpoint> {
    const { url, transport, requestHeaders, secretToken, authConnection, disableCompression } = this.#config;
    const { sources, tokens } = this.#deps;
    const located = await locatedHeaders(requestHeaders, variables, sources, this.masking);
    const address =
      typeof url === 'string'
        ? fillTemplate(url, variables, { maySecrets: false, encode: encodeURIComponent })
        : { text: await this.#secret(url.secretId), missing: [] };
    const missing = [...located.missing, ...address.missing];
    if (missing.length > 0) throw new AppError('missing_dynamic_variable', `The MCP server needs a value for ${missing.join(', ')}.`);
    const headers: Record<string, string> = { ...located.headers };
    if (secretToken) headers['authorization'] = bearer(await this.#secret(secretToken.secretId));
    if (authConnection) {
      const { config, key } = await sources.connection(authConnection);
      Object.assign(headers, await tokens.headers(config, key));
    }
    if (headers['authorization'] !== undefined) this.masking.add(headers['authorization'].replace(/^\w+ /, ''));
    return { url: address.text, transport, headers, isCompressed: !disableCompression };
  }

  async #secret(secretId: string): Promise<string> {
    const value = await this.#deps.sources.secret(secretId);
    this.masking.add(value);
    return value;
  }

  async #meta(variables: DynamicVariables): Promise<Readonly<Record<string, unknown>> | undefined> {
    const { requestMeta } = this.#config;
    if (!requestMeta) return undefined;
    const members = await Promise.all(
      Object.entries(requestMeta).map(async ([name, value]) => {
        if (typeof value === 'number' || typeof value === 'boolean') return [name, value] as const;
        const { text, secrets } = await locatedText(value, variables, this.#deps.sources);
        for (const secret of secrets) this.masking.add(secret);
        return [name, text] as const;
      }),
    );
    return Object.fromEntries(members);
  }
}

function bearer(token: string): string {
  return /^(bearer|basic) /i.test(token) ? token : `Bearer ${token}`;
}
