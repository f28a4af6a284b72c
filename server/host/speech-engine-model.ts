import { type SealKeys, type WorkspaceScope } from '../auth/scope';
import type { DynamicVariables } from '../contracts/agent-config';
import { engineToDial } from '../domain/speech-engines/engine-to-dial';
import type { Outgoing } from '../integrations/safe-fetch/outgoing';
import { EngineLink, type EngineTurn } from '../integrations/speech-engine/engine-link';
import { engineToken, engineTokenHeader } from '../integrations/speech-engine/engine-token';
import type { Clock } from '../lib/clock';
import { ownLanguageModel } from '../providers/registry';
import type { LanguageModelProvider, ModelMessage } from '../providers/spec/language-model';
import type { ChosenProviders } from './choose-providers';

const openMs = 5_000;
const largestMessage = 256 * 1024;
const ref = 'speech-engine';

export interface EngineForConversation {
  /** The same ears and voice, with the engine's server for a mind. */
  readonly providers: ChosenProviders;
  /** Dials before the first question, so that it need not wait. */
  open(): Promise<unknown>;
  close(): void;
}

/** What a speech engine's agent answers with: its customer's server over a socket that we dial. Throws `not_configured`. */
export async function withSpeechEngine(
  providers: ChosenProviders,
  options: {
    readonly scope: WorkspaceScope;
    readonly sealKeys: SealKeys;
    readonly engineId: string;
    readonly conversationId: string;
    readonly variables: DynamicVariables;
    readonly outgoing: Outgoing;
    readonly clock: Clock;
  },
): Promise<EngineForConversation> {
  const { conversationId, clock, outgoing } = options;
  const { url, headers, signingKey } = await engineToDial(options.scope, options.sealKeys, options.engineId, options.variables);
  const link = new EngineLink({
    conversationId,
    clock,
    dial: () =>
      outgoing.socket({
        url,
        headers: { ...headers, [engineTokenHeader]: engineToken(signingKey, Date.now()) },
        timeoutMs: openMs,
        maxBytes: largestMessage,
      }),
  });
  const model = modelOf(link);
  return {
    providers: {
      ...providers,
      ids: { ...providers.ids, languageModel: ref },
      chains: (events) => ({ ...providers.chains(events), languageModel: ownLanguageModel(ref, model, providers.contextOf(events)) }),
    },
    open: () => link.open(),
    close: () => link.close(),
  };
}

function modelOf(link: EngineLink): LanguageModelProvider {
  return {
    id: ref,
    async *generate({ messages, signal }) {
      for await (const text of link.answer(turnsOf(messages), signal)) yield { kind: 'text-delta', text };
      yield { kind: 'finished', reason: 'stop' };
    },
  };
}

/** What was said, and nothing of what a model of ours would be told besides. */
function turnsOf(messages: readonly ModelMessage[]): readonly EngineTurn[] {
  return messages.flatMap(({ role, content }) =>
    (role === 'user' || role === 'assistant') && content !== '' ? [{ role: role === 'user' ? ('user' as const) : ('agent' as const), content }] : [],
  );
}
