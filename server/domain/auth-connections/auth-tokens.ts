import { createHmac, createSign, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { AuthConnectionConfig } from '../../contracts/auth-connection';
import type { Outgoing } from '../../integrations/safe-fetch/outgoing';
import { AppError } from '../../lib/app-error';

const tokenTimeoutMs = 10_000;
const largestTokenAnswer = 100_000;
/** A token is not used in its last moments: it must still be good when the request arrives. */
const marginMs = 30_000;
const unknownLifetimeMs = 300_000;
const mostTokens = 1_000;

interface Token {
  readonly value: string;
  readonly expiresAtMs: number;
}

/** Thrown when the service does not give a token for what it was shown. */
export class AuthRefusedError extends AppError {
  constructor(message: string) {
    super('request_failed', message);
    this.name = 'AuthRefusedError';
  }
}

/** Headers that prove who we are, with tokens fetched when needed and kept as long as they are good. One for a process. */
export class AuthTokens {
  readonly #outgoing: Outgoing;
  readonly #nowMs: () => number;
  /** By connection and its version; what is being fetched is waited for by everyone who needs it. */
  readonly #tokens = new Map<string, Promise<Token>>();

  constructor(outgoing: Outgoing, nowMs: () => number = Date.now) {
    this.#outgoing = outgoing;
    this.#nowMs = nowMs;
  }

  /** Throws `AuthRefusedError` when no token is given, `OutgoingError` when the service is not reached. */
  async headers(connection: AuthConnectionConfig, key: string): Promise<Readonly<Record<string, string>>> {
    switch (connection.authType) {
      case 'basic_auth':
        return { authorization: basic(connection.username, connection.password) };
      case 'bearer_auth':
        return { authorization: `Bearer ${connection.token}` };
      case 'custom_header_auth':
        return { [connection.headerName.toLowerCase()]: connection.token };
      case 'private_key_jwt':
      case 'oauth2_client_credentials':
      case 'oauth2_jwt':
        return { authorization: `Bearer ${(await this.#token(connection, key)).value}` };
      case 'mtls':
        throw new AppError('not_configured', 'Connections by client certificate are stored, but calls cannot be made with them yet.');
    }
  }

  /** The service refused what it gave: the next call fetches anew. */
  forget(key: string): void {
    this.#tokens.delete(key);
  }

  async #token(connection: JwtConnection | OauthConnection, key: string): Promise<Token> {
    const before = this.#tokens.get(key);
    if (before !== undefined) {
      const kept = await before;
      if (kept.expiresAtMs - marginMs > this.#nowMs()) return kept;
      // While this one waited, another may have begun to fetch.
      if (this.#tokens.has(key) && this.#tokens.get(key) !== before) return this.#token(connection, key);
    }
    const fetching = connection.authType === 'private_key_jwt' ? Promise.resolve(this.#ownToken(connection)) : this.#fetchToken(connection);
    this.#tokens.set(key, fetching);
    const [oldest] = this.#tokens.keys();
    if (this.#tokens.size > mostTokens && oldest !== undefined) this.#tokens.delete(oldest);
    try {
      return await fetching;
    } catch (error) {
      if (this.#tokens.get(key) === fetching) this.#tokens.delete(key);
      throw error;
    }
  }

  #ownToken(connection: JwtConnection): Token {
    return { value: signedJwt(connection, this.#nowMs()), expiresAtMs: this.#nowMs() + connection.expirationSeconds * 1000 };
  }

  async #fetchToken(connection: OauthConnection): Promise<Token> {
    const { form, headers } = connection.authType === 'oauth2_jwt' ? jwtGrant(connection, this.#nowMs()) : clientGrant(connection);
    const answer = await this.#outgoing.request({
      url: connection.tokenUrl,
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: form.toString(),
      timeoutMs: tokenTimeoutMs,
      maxBytes: largestTokenAnswer,
    });
    if (answer.status < 200 || answer.status > 299) throw new AuthRefusedError(`The token address answered with status ${answer.status}.`);
    return this.#readToken(answer.body, connection.authType === 'oauth2_jwt' ? connection.tokenResponseField : 'access_token');
  }

  #readToken(body: Uint8Array, field: 'access_token' | 'id_token'): Token {
    const parsed = tokenAnswer.safeParse(jsonOf(body));
    const value = parsed.success ? parsed.data[field] : undefined;
    if (!parsed.success || value === undefined) throw new AuthRefusedError(`The token address gave no ${field}.`);
    const lifetimeMs = parsed.data.expires_in === undefined ? unknownLifetimeMs : parsed.data.expires_in * 1000;
    return { value, expiresAtMs: this.#nowMs() + lifetimeMs };
  }
}

type JwtConnection = Extract<AuthConnectionConfig, { authType: 'private_key_jwt' }>;
type OauthConnection = Extract<AuthConnectionConfig, { authType: 'oauth2_client_credentials' | 'oauth2_jwt' }>;

const tokenAnswer = z.looseObject({
  access_token: z.string().min(1).optional(),
  id_token: z.string().min(1).optional(),
  expires_in: z.coerce.number().positive().optional(),
});

function clientGrant(connection: Extract<OauthConnection, { authType: 'oauth2_client_credentials' }>) {
  const form = new URLSearchParams({ grant_type: 'client_credentials', ...connection.extraParams });
  if (connection.scopes?.length) form.set('scope', connection.scopes.join(' '));
  if (connection.basicAuthInHeader) {
    return {
      form,
      headers: { ...connection.customHeaders, authorization: basic(encodeURIComponent(connection.clientId), encodeURIComponent(connection.clientSecret)) },
    };
  }
  form.set('client_id', connection.clientId);
  form.set('client_secret', connection.clientSecret);
  return { form, headers: { ...connection.customHeaders } };
}

function jwtGrant(connection: Extract<OauthConnection, { authType: 'oauth2_jwt' }>, nowMs: number) {
  const form = new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: signedJwt(connection, nowMs) });
  if (connection.scopes?.length) form.set('scope', connection.scopes.join(' '));
  return { form, headers: {} };
}

function signedJwt(connection: JwtConnection | Extract<OauthConnection, { authType: 'oauth2_jwt' }>, nowMs: number): string {
  const { algorithm, keyId, issuer, audience, subject, expirationSeconds, extraParams, secretKey } = connection;
  const issuedAt = Math.floor(nowMs / 1000);
  const head = { alg: algorithm, typ: 'JWT', ...(keyId ? { kid: keyId } : {}) };
  const claims = { iss: issuer, aud: audience, sub: subject, iat: issuedAt, exp: issuedAt + expirationSeconds, jti: randomUUID(), ...extraParams };
  const signed = `${base64url(JSON.stringify(head))}.${base64url(JSON.stringify(claims))}`;
  return `${signed}.${signatureOf(algorithm, secretKey, signed)}`;
}

function signatureOf(algorithm: JwtConnection['algorithm'], key: string, text: string): string {
  const hash = `sha${algorithm.slice(2)}`;
  if (algorithm.startsWith('HS')) return createHmac(hash, key).update(text).digest('base64url');
  try {
    return createSign(hash).update(text).sign(key, 'base64url');
  } catch (cause) {
    throw new AppError('not_configured', `The connection's key is not a private key in PEM form for ${algorithm}.`, { cause });
  }
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined; // told as an answer without a token
  }
}

const basic = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
const base64url = (text: string) => Buffer.from(text).toString('base64url');
