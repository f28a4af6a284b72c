import { listProviders } from '../../../domain/providers/list-providers';
import { type Route, route } from '../../route';
import type { RouteDeps } from '../../routes';

/** Language models this workspace can run, and no others. */
export function llmRoutes(deps: RouteDeps): readonly Route[] {
  return [
    route('GET /v1/convai/llm/list', { permission: 'agents:read' }, async ({ scope }) => {
      const providers = await listProviders(scope, deps.services.catalogue);
      const llms = providers
        .filter((provider) => provider.configured !== null)
        .flatMap((provider) =>
          (provider.capabilities.languageModel?.models ?? []).map((model) => llmToWire(provider.isLocal ? `${provider.name}:${model.id}` : model.id)),
        );
      return { llms, default_deprecation_config: deprecation };
    }),
  ];
}

const deprecation = {
  warning_start_days: 30,
  fallback_start_days: 14,
  fallback_complete_days: 0,
  fallback_start_percentage: 0,
  fallback_complete_percentage: 100,
};

function llmToWire(llm: string) {
  return {
    llm,
    is_checkpoint: false,
    max_tokens_limit: 4096,
    max_context_limit: 128_000,
    supports_image_input: false,
    supports_document_input: false,
    supports_parallel_tool_calls: true,
    available_reasoning_efforts: null,
    deprecation_info: null,
  };
}
