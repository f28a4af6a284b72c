import { z } from 'zod';
import {
  changePhoneNumber,
  createPhoneNumber,
  deletePhoneNumber,
  getPhoneNumber,
  listPhoneNumbers,
  type PhoneNumberView,
  phoneProviders,
} from '../../../domain/phone-numbers/phone-numbers';
import { type Route, route, type Wire } from '../../route';
import type { RouteDeps } from '../../routes';
import { flag, pageQuery } from '../../wire/query';

const record = z.record(z.string(), z.unknown());
const createBody = z.looseObject({
  provider: z.enum(phoneProviders),
  phone_number: z.string().max(64),
  label: z.string().max(200),
  supports_inbound: z.boolean().nullish(),
  supports_outbound: z.boolean().nullish(),
  agent_id: z.string().max(100).nullish(),
});
const updateBody = z.looseObject({
  label: z.string().max(200).nullish(),
  agent_id: z.string().max(100).nullish(),
  branch_id: z.string().max(100).nullish(),
  environment: z.string().max(100).nullish(),
});
const filters = { provider: z.string().max(40).optional(), agent_id: z.string().max(100).optional(), branch_id: z.string().max(100).optional() };
const listQuery = z.object(filters);
const pagedQuery = z.object({
  ...filters,
  ...pageQuery,
  search: z.string().max(200).optional(),
  label: z.string().max(200).optional(),
  phone_number: z.string().max(64).optional(),
  supports_outbound: flag.optional(),
  sort_direction: z.enum(['asc', 'desc']).catch('desc').optional(),
});

/** Members of a carrier's settings that are kept sealed and never told again. */
const secretMembers: ReadonlySet<string> = new Set(['token', 'account_auth_token', 'api_key', 'api_token']);
const settingMembers = [
  ...['sid', 'region_config', 'enable_sms', 'account_sid', 'api_subdomain', 'app_id', 'applet_url'],
  ...['inbound_trunk_config', 'outbound_trunk_config', 'livekit_stack', 'store_sip_messages'],
];

export function phoneNumberRoutes({ services }: RouteDeps): readonly Route[] {
  const { sealKeys } = services;
  return [
    route('GET /v1/convai/phone-numbers', { permission: 'agents:read', query: listQuery }, async ({ scope, query }) => {
      const page = await listPhoneNumbers(scope, { provider: query.provider, agentId: query.agent_id, branchId: query.branch_id, pageSize: 100 });
      return page.items.map(numberToWire);
    }),

    route('GET /v1/convai/v2/phone-numbers', { permission: 'agents:read', query: pagedQuery }, async ({ scope, query }) => {
      const page = await listPhoneNumbers(scope, {
        provider: query.provider,
        agentId: query.agent_id,
        branchId: query.branch_id,
        search: query.search ?? query.label ?? query.phone_number,
        supportsOutbound: query.supports_outbound,
        cursor: query.cursor,
        pageSize: query.page_size,
        direction: query.sort_direction,
      });
      return { phone_numbers: page.items.map(numberToWire), next_cursor: page.nextCursor, has_more: page.nextCursor !== null };
    }),

    route('POST /v1/convai/phone-numbers', { permission: 'agents:write', body: createBody }, async ({ scope, body }) => {
      const { settings, secrets } = splitSecrets(body);
      const id = await createPhoneNumber(scope, {
        provider: body.provider,
        phoneNumber: body.phone_number,
        label: body.label,
        supportsInbound: body.supports_inbound ?? true,
        supportsOutbound: body.supports_outbound ?? (body.provider !== 'sip_trunk' || settings['outbound_trunk_config'] !== undefined),
        agentId: body.agent_id ?? undefined,
        settings,
        secrets,
        sealKeys,
      });
      return { phone_number_id: id };
    }),

    route('GET /v1/convai/phone-numbers/{phone_number_id}', { permission: 'agents:read' }, async ({ scope, params }) =>
      numberToWire(await getPhoneNumber(scope, params.phone_number_id)),
    ),

    route('PATCH /v1/convai/phone-numbers/{phone_number_id}', { permission: 'agents:write', body: updateBody }, async ({ scope, params, body }) => {
      const { settings, secrets } = splitSecrets(body);
      return numberToWire(
        await changePhoneNumber(scope, params.phone_number_id, {
          label: body.label ?? undefined,
          agentId: body.agent_id,
          branchId: body.branch_id,
          environment: body.environment,
          settings,
          secrets,
          sealKeys,
        }),
      );
    }),

    route('DELETE /v1/convai/phone-numbers/{phone_number_id}', { permission: 'agents:write' }, async ({ scope, params }) => {
      await deletePhoneNumber(scope, params.phone_number_id);
      return {};
    }),

    route(
      'GET /v1/convai/phone-numbers/{phone_number_id}/sip-messages',
      { permission: 'agents:read', note: 'No SIP connection carries calls yet: always empty.' },
      async ({ scope, params }) => {
        await getPhoneNumber(scope, params.phone_number_id);
        return { sip_messages: [], next_cursor: null, has_more: false };
      },
    ),
  ];
}

/** What may be told again of a carrier's settings, and what may not. Secrets inside sections are named by their path. */
function splitSecrets(body: Wire): { readonly settings: Wire; readonly secrets: Wire } {
  const settings: Wire = {};
  const secrets: Wire = {};
  for (const [name, value] of Object.entries(body)) {
    if (value === undefined || value === null) continue;
    if (secretMembers.has(name)) secrets[name] = value;
    else if (settingMembers.includes(name)) settings[name] = withoutSecrets(value, name, secrets);
  }
  return { settings, secrets };
}

function withoutSecrets(section: unknown, path: string, secrets: Wire): unknown {
  const read = record.safeParse(section);
  if (!read.success || Array.isArray(section)) return section;
  return Object.fromEntries(
    Object.entries(read.data).flatMap(([name, value]) => {
      if (name !== 'password' && name !== 'token') return [[name, withoutSecrets(value, `${path}.${name}`, secrets)]];
      if (value !== null && value !== undefined) secrets[`${path}.${name}`] = value;
      return [];
    }),
  );
}

function numberToWire(number: PhoneNumberView): Wire {
  const { settings } = number;
  const trunk = number.provider === 'sip_trunk' ? trunksToWire(settings) : {};
  return {
    provider: number.provider,
    phone_number: number.phoneNumber,
    label: number.label,
    supports_inbound: number.supportsInbound,
    supports_outbound: number.supportsOutbound,
    phone_number_id: number.id,
    assigned_agent:
      number.agent === null ? null : { agent_id: number.agent.id, agent_name: number.agent.name, environment: number.environment, branch_id: number.branchId },
    ...trunk,
  };
}

function trunksToWire(settings: Wire): Wire {
  const inbound = settings['inbound_trunk_config'] as Wire | undefined;
  const outbound = settings['outbound_trunk_config'] as Wire | undefined;
  const outboundWire = outbound === undefined ? null : outboundToWire(outbound);
  return {
    provider_config: outboundWire,
    outbound_trunk: outboundWire,
    inbound_trunk: inbound === undefined ? null : inboundToWire(inbound),
    livekit_stack: settings['livekit_stack'] ?? 'standard',
    store_sip_messages: settings['store_sip_messages'] ?? true,
  };
}

function outboundToWire(trunk: Wire): Wire {
  return {
    address: trunk['address'] ?? '',
    transport: trunk['transport'] ?? 'auto',
    media_encryption: trunk['media_encryption'] ?? 'allowed',
    headers: trunk['headers'] ?? {},
    attributes_to_headers: trunk['attributes_to_headers'] ?? {},
    ...credentialsToWire(trunk),
    has_outbound_trunk: true,
    enabled_codecs: trunk['enabled_codecs'] ?? null,
  };
}

function inboundToWire(trunk: Wire): Wire {
  return {
    allowed_addresses: trunk['allowed_addresses'] ?? [],
    allowed_numbers: trunk['allowed_numbers'] ?? null,
    media_encryption: trunk['media_encryption'] ?? 'allowed',
    ...credentialsToWire(trunk),
    remote_domains: trunk['remote_domains'] ?? null,
    attributes_to_headers: trunk['attributes_to_headers'] ?? {},
  };
}

function credentialsToWire(trunk: Wire): Wire {
  const username = (trunk['credentials'] as Wire | undefined)?.['username'];
  return { has_auth_credentials: username !== undefined, username: username ?? null };
}
