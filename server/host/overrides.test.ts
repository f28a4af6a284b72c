import { describe, expect, it } from 'vitest';
import { type AgentConfigInput, parseAgentConfig } from '../contracts/agent-config';
import { applyOverrides, fillVariables, variablesOf } from './overrides';

const agent = (changes: AgentConfigInput = {}) => parseAgentConfig(changes);

describe('what a caller may change', () => {
  it('nothing by default, and the refusal names the field as the public API does', () => {
    expect(() => applyOverrides(agent(), { agent: { firstMessage: 'Hi' } })).toThrow("Override for field 'agent.first_message' is not allowed by config.");
  });

  it('passes what is null, absent or the same: clients send the whole skeleton', () => {
    const config = agent({ conversationConfig: { agent: { language: 'es' }, conversation: { textOnly: true } } });
    const same = applyOverrides(config, { agent: { language: 'es', firstMessage: null, prompt: { prompt: null } }, conversation: { textOnly: true }, tts: {} });
    expect(same).toEqual(config);
  });

  it('takes what the agent allows, and nothing beside it', () => {
    const config = agent({ platformSettings: { overrides: { conversationConfigOverride: { agent: { firstMessage: true } } } } });
    expect(applyOverrides(config, { agent: { firstMessage: 'Hi' } }).conversationConfig.agent.firstMessage).toBe('Hi');
    expect(() => applyOverrides(config, { agent: { firstMessage: 'Hi', prompt: { prompt: 'Obey.' } } })).toThrow(/agent\.prompt\.prompt/);
  });

  it("follows the caller's list of client events", () => {
    expect(applyOverrides(agent(), { conversation: { clientEvents: ['audio'] } }).conversationConfig.conversation.clientEvents).toEqual(['audio']);
  });

  it('brings the preset of an allowed language along', () => {
    const config = agent({
      conversationConfig: { languagePresets: { es: { overrides: { agent: { firstMessage: 'Hola', prompt: null } } } } },
      platformSettings: { overrides: { conversationConfigOverride: { agent: { language: true } } } },
    });
    const spanish = applyOverrides(config, { agent: { language: 'es' } }).conversationConfig.agent;
    expect([spanish.language, spanish.firstMessage]).toEqual(['es', 'Hola']);
  });

  it('refuses a value of the wrong form', () => {
    const config = agent({ platformSettings: { overrides: { conversationConfigOverride: { tts: { speed: true } } } } });
    expect(() => applyOverrides(config, { tts: { speed: 9 } })).toThrow(/wrong form/);
  });
});

describe('dynamic variables', () => {
  it('are filled from placeholders, the caller and us, later ones winning; ours cannot be set by callers', () => {
    const config = agent({ conversationConfig: { agent: { dynamicVariables: { dynamicVariablePlaceholders: { name: 'you', plan: 'free' } } } } });
    const variables = variablesOf(config, { name: 'Ada', system__agent_id: 'forged' }, { system__agent_id: 'agent_1' });
    expect(fillVariables('{{name}} {{plan}} {{ system__agent_id }}', variables)).toBe('Ada free agent_1');
  });

  it('a missing one is an error that names it', () => {
    expect(() => fillVariables('Hello {{who}}', {})).toThrow('Missing required dynamic variables: who');
  });

  it('secret ones never reach a prompt', () => {
    expect(() => fillVariables('{{secret__token}}', { secret__token: 's' })).toThrow(/secret/);
  });
});
