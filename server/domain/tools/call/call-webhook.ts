import type { WebhookTool } from '../../../contracts/tool-config';
import type { Outgoing, OutgoingAnswer } from '../../../integrations/safe-fetch/outgoing';
import { outgoingUrl } from '../../../integrations/safe-fetch/outgoing';
import { OutgoingError } from '../../../integrations/safe-fetch/outgoing-error';
import { AppError } from '../../../lib/app-error';
import { type AuthTokens, AuthRefusedError } from '../../auth-connections/auth-tokens';
import { readAnswer } from './answer';
import { failedCall, type Failure, type ToolCallOutcome } from './call-outcome';
import { Masking } from './masking';
import type { SourcedConnection, ValueSources } from './value-sources';
import { type RequestInput, type WebhookDetails, type WebhookRequest, webhookRequest } from './webhook-request';

export interface WebhookCallDeps {
  readonly sources: ValueSources;
  readonly outgoing: Outgoing;
  readonly tokens: AuthTokens;
}

/** What came back, as a person testing the tool sees it. */
export interface ShownAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface WebhookOutcome extends ToolCallOutcome {
  readonly answer: ShownAnswer | null;
}

const largestAnswer = 1_048_576;

/** Makes one call. Whatever goes wrong is an outcome; only being cancelled throws. */
export async function callWebhook(tool: WebhookTool, input: RequestInput, deps: WebhookCallDeps, signal: AbortSignal): Promise<WebhookOutcome> {
  const masking = new Masking();
  let details: WebhookDetails | null = null;
  const failed = (failure: Omit<Failure, 'details'>, answer: ShownAnswer | null = null): WebhookOutcome => ({
    ...failedCall({ ...failure, raw: masking.masked(failure.raw), details: masked(details, masking) }, tool.toolErrorHandlingMode),
    answer,
  });
  try {
    const built = await webhookRequest(tool, input, deps.sources, masking);
    if ('problems' in built) {
      const problems = `The arguments are not valid: ${built.problems.join('; ')}.`;
      return failed({ type: 'invalid_parameters', summary: problems, raw: problems });
    }
    details = built.details;
    const answer = await send(tool, built.request, deps, masking, signal);
    const shown = shownAnswer(answer, masking);
    if (answer.status < 200 || answer.status > 299) {
      const summary = `The service answered with status ${answer.status}.`;
      return failed({ type: 'http_error', summary, raw: `${summary} ${shown.body}`.trim() }, shown);
    }
    const { result, assigns } = readAnswer(textOf(answer), { assignments: tool.assignments, filter: tool.apiSchema.responseFilter });
    return { result: masking.masked(result), isError: false, assigns, details: masked(details, masking), errorType: null, errorMessage: null, answer: shown };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof AppError)) throw error;
    return failed(failureOf(error));
  }
}

async function send(tool: WebhookTool, request: WebhookRequest, deps: WebhookCallDeps, masking: Masking, signal: AbortSignal): Promise<OutgoingAnswer> {
  const locator = tool.apiSchema.authConnection;
  const connection = locator === null || locator === undefined ? undefined : await deps.sources.connection(locator);
  const timeoutMs = tool.responseTimeoutSecs * 1000;
  const ask = async () => {
    const proof = connection === undefined ? {} : await proofOf(connection, deps, masking);
    return deps.outgoing.request({ ...request, headers: { ...request.headers, ...proof }, timeoutMs, maxBytes: largestAnswer, signal });
  };
  let answer = await ask();
  if (answer.status === 401 && connection !== undefined && isRenewable(connection)) {
    // The token may have been revoked before its time: one more try with a new one.
    deps.tokens.forget(connection.key);
    answer = await ask();
  }
  if (answer.status === 401 && connection !== undefined) {
    await deps.sources.noteConnection(connection.id, 'credential_invalid', 'The service answered with status 401.');
  }
  return tool.followRedirects ? followed(tool, answer, deps, signal) : answer;
}

async function proofOf(connection: SourcedConnection, deps: WebhookCallDeps, masking: Masking): Promise<Readonly<Record<string, string>>> {
  try {
    const headers = await deps.tokens.headers(connection.config, connection.key);
    for (const value of Object.values(headers)) {
      masking.add(value);
      masking.add(value.replace(/^(Bearer|Basic) /, ''));
    }
    return headers;
  } catch (error) {
    if (error instanceof AuthRefusedError) await deps.sources.noteConnection(connection.id, 'credential_invalid', error.message);
    throw error;
  }
}

function isRenewable({ config }: SourcedConnection): boolean {
  return config.authType === 'oauth2_client_credentials' || config.authType === 'oauth2_jwt';
}

/** One redirect, as GET without body and without anything of the tool's: neither headers nor proof go to the other address. */
async function followed(tool: WebhookTool, answer: OutgoingAnswer, deps: WebhookCallDeps, signal: AbortSignal): Promise<OutgoingAnswer> {
  const location = answer.headers['location'];
  if (location === undefined || answer.status < 300 || answer.status > 399) return answer;
  if (!URL.canParse(location, answer.url)) throw new OutgoingError('broken-answer', 'The redirect led to something that is not a URL.');
  const target = outgoingUrl(new URL(location, answer.url));
  const isAllowed = tool.followRedirectsAllowedDomains.some((domain) => domain.toLowerCase() === target.hostname.toLowerCase());
  if (!isAllowed) throw new OutgoingError('refused-redirect', `The redirect led to ${target.hostname}, which is not among the allowed domains.`);
  if (target.protocol === 'http:' && new URL(answer.url).protocol === 'https:') {
    throw new OutgoingError('refused-redirect', 'The redirect led from https to http.');
  }
  return deps.outgoing.request({ url: target, timeoutMs: tool.responseTimeoutSecs * 1000, maxBytes: largestAnswer, signal });
}

function failureOf(error: AppError): Omit<Failure, 'details'> {
  if (error instanceof AuthRefusedError) return { type: 'auth_error', summary: 'The service could not be signed in to.', raw: error.message };
  if (!(error instanceof OutgoingError)) return { type: 'configuration_error', summary: 'The tool is not set up completely.', raw: error.publicMessage };
  if (error.reason === 'timed-out') return { type: 'timeout', summary: 'The service did not answer in time.', raw: error.message };
  return { type: 'connection_error', summary: 'The service could not be reached.', raw: error.message };
}

function textOf({ body, headers }: OutgoingAnswer): string {
  const type = headers['content-type'] ?? '';
  if (/^(image|audio|video|font)\/|octet-stream|application\/(pdf|zip|gzip)/i.test(type)) return `A binary answer of ${body.byteLength} bytes (${type}).`;
  return new TextDecoder().decode(body);
}

function shownAnswer(answer: OutgoingAnswer, masking: Masking): ShownAnswer {
  const headers = Object.fromEntries(Object.entries(answer.headers).filter(([name]) => name !== 'set-cookie'));
  return { status: answer.status, headers, body: masking.masked(textOf(answer)).slice(0, 20_000) };
}

function masked(details: WebhookDetails | null, masking: Masking): Readonly<Record<string, unknown>> | null {
  return details === null ? null : (JSON.parse(masking.masked(JSON.stringify(details))) as Record<string, unknown>);
}
