import { changeSettings, readSettings, type StoredSettings } from '../../../domain/workspaces/convai-settings';
import { type Route, route, type Wire } from '../../route';
import type { RouteDeps } from '../../routes';

const settingNames = [
  'conversation_initiation_client_data_webhook',
  'webhooks',
  'can_use_mcp_servers',
  'rag_retention_period_days',
  'conversation_embedding_retention_days',
  'default_livekit_stack',
];

export function settingsRoutes(_: RouteDeps): readonly Route[] {
  return [
    route('GET /v1/convai/settings', { permission: 'workspace:read' }, async ({ scope }) => settingsToWire(await readSettings(scope, 'convaiSettings'))),

    route('PATCH /v1/convai/settings', { permission: 'agents:admin' }, async ({ scope, body }) =>
      settingsToWire(await changeSettings(scope, 'convaiSettings', only(body, settingNames))),
    ),

    route('GET /v1/convai/settings/dashboard', { permission: 'workspace:read' }, async ({ scope }) =>
      dashboardToWire(await readSettings(scope, 'dashboardSettings')),
    ),

    route('PATCH /v1/convai/settings/dashboard', { permission: 'agents:admin' }, async ({ scope, body }) =>
      dashboardToWire(await changeSettings(scope, 'dashboardSettings', only(body, ['charts']))),
    ),
  ];
}

function only(body: Wire, names: readonly string[]): Wire {
  return Object.fromEntries(names.filter((name) => Object.hasOwn(body, name)).map((name) => [name, body[name]]));
}

function settingsToWire(stored: StoredSettings): Wire {
  return {
    conversation_initiation_client_data_webhook: null,
    can_use_mcp_servers: false,
    rag_retention_period_days: 10,
    conversation_embedding_retention_days: null,
    default_livekit_stack: 'standard',
    ...stored,
    webhooks: { post_call_webhook_id: null, events: ['transcript'], transcript_format: 'json', send_audio: null, ...(stored['webhooks'] as Wire | undefined) },
  };
}

function dashboardToWire(stored: StoredSettings): Wire {
  return { charts: stored['charts'] ?? [{ name: 'Call success', type: 'call_success' }] };
}
