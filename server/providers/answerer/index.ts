import type { GenerateRequest, LanguageModelProvider, ModelPart } from '../spec/language-model';
import type { CapabilitySpec } from '../spec/provider-spec';
import { reply } from './dialogue';
import { answererLanguages } from './languages/packs';

export const answererModel = 'answerer';
/** How every screen names it: people must not take it for a language model. */
export const answererLabel = 'Built-in answerer (no language model)';

/** The language model of an installation that has none: it looks answers up in the agent's prompt and knowledge, and takes messages. */
export const answerer: CapabilitySpec<LanguageModelProvider> = {
  models: [{ id: answererModel, label: answererLabel, languages: answererLanguages }],
  defaultModel: answererModel,
  create: () => ({ id: `embedded:${answererModel}`, generate }),
};

async function* generate(request: GenerateRequest): AsyncGenerator<ModelPart> {
  request.signal.throwIfAborted();
  const { text, endsCall } = reply(request);
  for (const piece of text.match(/\S+\s*/g) ?? []) {
    request.signal.throwIfAborted();
    yield { kind: 'text-delta', text: piece };
  }
  const canEnd = request.tools.some((tool) => tool.name === 'end_call');
  if (endsCall !== undefined && canEnd) {
    yield { kind: 'tool-call', call: { id: `call_${request.messages.length}`, name: 'end_call', argumentsJson: JSON.stringify(endsCall) } };
    yield { kind: 'finished', reason: 'tool-calls' };
    return;
  }
  yield { kind: 'finished', reason: 'stop' };
}
