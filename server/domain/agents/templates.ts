import type { AgentConfigInput } from '../../contracts/agent-config';
import { type DemoAgent, demoAgents } from '../../contracts/demo-agents';

export const templateNames = ['blank', 'cafe', 'support', 'tutor'] as const;
export type TemplateName = (typeof templateNames)[number];

/** Callers may begin by typing: clients ask for a text conversation as an override. */
const typedStart = { conversationConfigOverride: { conversation: { textOnly: true } } };

/** What a new agent begins with. */
export function templateConfig(name: TemplateName): AgentConfigInput {
  const demo = demoAgents.find((agent) => agent.key === name);
  return demo === undefined ? blank : configOfDemo(demo);
}

/** A demo agent as a document: public, so that its talk page works at once. */
export function configOfDemo(demo: DemoAgent): AgentConfigInput {
  return {
    conversationConfig: { agent: { firstMessage: demo.firstMessage, language: demo.language, prompt: { prompt: demo.prompt, builtInTools: { endCall: {} } } } },
    platformSettings: { auth: { enableAuth: false }, overrides: typedStart },
    parley: { knowledgeText: demo.knowledge === undefined ? '' : `# ${demo.knowledge.title}\n\n${demo.knowledge.text}` },
  };
}

const blank: AgentConfigInput = {
  conversationConfig: {
    agent: {
      firstMessage: 'Hello! How can I help you today?',
      prompt: { prompt: 'You are a friendly, helpful voice assistant. Keep your answers short: one or two sentences.', builtInTools: { endCall: {} } },
    },
  },
  platformSettings: { auth: { enableAuth: true }, overrides: typedStart },
};
