import { z } from 'zod';

/** Ways to prove oneself to another service, by the public API's names in camelCase. Which members are secret stands in `secretMembers`. */

const text = z.string().min(1).max(20_000);
const names = { name: z.string().trim().min(1).max(200), provider: z.string().max(200).default('') };
const texts = z.record(z.string().max(200), z.string().max(20_000));
const address = z
  .string()
  .max(5_000)
  .regex(/^https?:\/\//i, 'must be an http or https address');

const jwt = {
  algorithm: z.enum(['HS256', 'HS384', 'HS512', 'RS256', 'RS384', 'RS512']).default('HS256'),
  keyId: z.string().max(500).nullish(),
  issuer: text,
  audience: text,
  subject: text,
  expirationSeconds: z.number().int().min(1).max(86_400).default(3_600),
  extraParams: texts.nullish(),
  secretKey: text,
};

const connectionShapes = {
  oauth2_client_credentials: z.looseObject({
    ...names,
    clientId: text,
    tokenUrl: address,
    scopes: z.array(z.string()).max(100).nullish(),
    extraParams: texts.nullish(),
    basicAuthInHeader: z.boolean().default(false),
    customHeaders: texts.nullish(),
    clientSecret: text,
  }),
  oauth2_jwt: z.looseObject({
    ...names,
    ...jwt,
    tokenUrl: address,
    scopes: z.array(z.string()).max(100).nullish(),
    tokenResponseField: z.enum(['access_token', 'id_token']).default('access_token'),
  }),
  private_key_jwt: z.looseObject({ ...names, ...jwt }),
  basic_auth: z.looseObject({ ...names, username: text, password: z.string().max(20_000) }),
  bearer_auth: z.looseObject({ ...names, token: text }),
  custom_header_auth: z.looseObject({
    ...names,
    headerName: z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}$/, 'is not the name of a header'),
    token: text,
  }),
  mtls: z.looseObject({ ...names, clientCertificate: text, clientKey: text, caCertificate: z.string().nullish(), keyPassphrase: z.string().nullish() }),
} as const;

export type AuthType = keyof typeof connectionShapes;
export const authTypes = Object.keys(connectionShapes) as AuthType[];

export const authConnectionSchema = z.discriminatedUnion('authType', [
  connectionShapes.oauth2_client_credentials.extend({ authType: z.literal('oauth2_client_credentials') }),
  connectionShapes.oauth2_jwt.extend({ authType: z.literal('oauth2_jwt') }),
  connectionShapes.private_key_jwt.extend({ authType: z.literal('private_key_jwt') }),
  connectionShapes.basic_auth.extend({ authType: z.literal('basic_auth') }),
  connectionShapes.bearer_auth.extend({ authType: z.literal('bearer_auth') }),
  connectionShapes.custom_header_auth.extend({ authType: z.literal('custom_header_auth') }),
  connectionShapes.mtls.extend({ authType: z.literal('mtls') }),
]);
export type AuthConnectionConfig = z.output<typeof authConnectionSchema>;

/** Sealed, and never answered. */
export const secretMembers: Readonly<Record<AuthType, readonly string[]>> = {
  oauth2_client_credentials: ['clientSecret', 'customHeaders'],
  oauth2_jwt: ['secretKey'],
  private_key_jwt: ['secretKey'],
  basic_auth: ['password'],
  bearer_auth: ['token'],
  custom_header_auth: ['token'],
  mtls: ['clientKey', 'keyPassphrase', 'clientCertificate', 'caCertificate'],
};

export const authConnectionFreeKeyedPaths: readonly { readonly path: string; readonly verbatim: boolean }[] = [
  { path: 'extraParams', verbatim: true },
  { path: 'customHeaders', verbatim: true },
];
