import type { WorkspaceScope } from '../../auth/scope';
import { charactersThisMonth } from '../../domain/speech/note-speech-use';
import { getWorkspace } from '../../domain/workspaces/get-workspace';
import { type Route, route } from '../route';
import type { RouteDeps } from '../routes';
import { unixSecs } from '../mappers/agent';

/** Who a key belongs to; clients call it to see whether a key is good. There are no plans and no quotas here, so the numbers say "unlimited". */
export function userRoutes(_: RouteDeps): readonly Route[] {
  return [
    route('GET /v1/user', { permission: 'workspace:read' }, async ({ scope }) => {
      const workspace = await getWorkspace(scope);
      return {
        user_id: scope.actor.id,
        workspace_id: workspace.id,
        subscription: await subscriptionOf(scope),
        is_new_user: false,
        can_use_delayed_payment_methods: false,
        is_onboarding_completed: true,
        is_onboarding_checklist_completed: true,
        show_compliance_terms: false,
        first_name: workspace.name,
        is_api_key_hashed: true,
        xi_api_key_preview: null,
        created_at: unixSecs(workspace.createdAt),
        seat_type: 'workspace_admin',
      };
    }),

    route('GET /v1/user/subscription', { permission: 'workspace:read' }, async ({ scope }) => ({
      ...(await subscriptionOf(scope)),
      next_invoice: null,
      open_invoices: [],
      has_open_invoices: false,
      pending_change: null,
    })),
  ];
}

/** What was used this month is counted; what may be used is not limited. */
async function subscriptionOf(scope: WorkspaceScope) {
  return { ...subscription, character_count: await charactersThisMonth(scope) };
}

const unlimited = 1_000_000_000;

const subscription = {
  tier: 'self_hosted',
  character_limit: unlimited,
  max_character_limit_extension: null,
  max_credit_limit_extension: 'unlimited',
  can_extend_character_limit: false,
  allowed_to_extend_character_limit: false,
  next_character_count_reset_unix: null,
  voice_slots_used: 0,
  professional_voice_slots_used: 0,
  professional_voice_slots_used_in_workspace: 0,
  voice_limit: 1000,
  voice_add_edit_counter: 0,
  professional_voice_limit: 0,
  can_extend_voice_limit: false,
  can_use_instant_voice_cloning: false,
  can_use_professional_voice_cloning: false,
  currency: 'usd',
  current_overage: { amount: '0', currency: 'usd' },
  status: 'active',
  billing_period: null,
  character_refresh_period: null,
};
