import { z } from 'zod';
import type { WorkspaceScope } from '../../../auth/scope';
import { contextLimitOf } from '../../../contracts/model-context';
import { getAgent } from '../../../domain/agents/get-agent';
import { estimatePrice, type PromptSize } from '../../../domain/language-models/estimate-prices';
import { listProviders } from '../../../domain/providers/list-providers';
import { type Route, route } from '../../route';
import type { RouteDeps } from '../../routes';

const size = {
  prompt_length: z.number().int().min(0).max(10_000_000),
  number_of_pages: z.number().int().min(0).max(1_000_000),
  rag_enabled: z.boolean(),
};
const priceBody = z.looseObject(size);
const agentPriceBody = z.looseObject({
  prompt_length: size.prompt_length.nullish(),
  number_of_pages: size.number_of_pages.nullish(),
  rag_enabled: size.rag_enabled.nullish(),
});
const note = 'Estimated from list prices for the models this workspace can run; models whose price is not known are left out.';

/** Language models this workspace can run, and no others. */
export function llmRoutes({ services }: RouteDeps): readonly Route[] {
  const prices = async (scope: WorkspaceScope, prompt: PromptSize) => {
    const llms = await runnable(scope, services.catalogue);
    return {
      llm_prices: llms.flatMap(({ llm, isLocal }) => {
        const price = estimatePrice(llm, isLocal, prompt);
        return price === undefined ? [] : [{ llm, price_per_minute: price.perMinute, price_per_message: price.perMessage }];
      }),
    };
  };
  return [
    route('GET /v1/convai/llm/list', { permission: 'agents:read' }, async ({ scope }) => ({
      llms: (await runnable(scope, services.catalogue)).map(({ llm }) => llmToWire(llm)),
      default_deprecation_config: deprecation,
    })),

    route('POST /v1/convai/llm-usage/calculate', { permission: 'agents:read', body: priceBody, note }, async ({ scope, body }) =>
      prices(scope, { promptLength: body.prompt_length, pages: body.number_of_pages, usesRetrieval: body.rag_enabled }),
    ),

    route(
      'POST /v1/convai/agent/{agent_id}/llm-usage/calculate',
      { permission: 'agents:read', body: agentPriceBody, note },
      async ({ scope, params, body }) => {
        const { prompt } = (await getAgent(scope, { agentId: params.agent_id })).version.config.conversationConfig.agent;
        return prices(scope, {
          promptLength: body.prompt_length ?? prompt.prompt.length,
          pages: body.number_of_pages ?? prompt.knowledgeBase.length,
          usesRetrieval: body.rag_enabled ?? prompt.rag.enabled,
        });
      },
    ),
  ];
}

/** By the name an agent gives a model. */
async function runnable(
  scope: WorkspaceScope,
  catalogue: RouteDeps['services']['catalogue'],
): Promise<readonly { readonly llm: string; readonly isLocal: boolean }[]> {
  const providers = await listProviders(scope, catalogue);
  return providers
    .filter((provider) => provider.configured !== null)
    .flatMap(({ name, isLocal, capabilities }) =>
      (capabilities.languageModel?.models ?? []).map((model) => ({ llm: isLocal ? `${name}:${model.id}` : model.id, isLocal })),
    );
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
    max_context_limit: contextLimitOf(llm),
    supports_image_input: false,
    supports_document_input: false,
    supports_parallel_tool_calls: true,
    available_reasoning_efforts: null,
    deprecation_info: null,
  };
}
