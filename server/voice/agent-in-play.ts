import type { AgentConfig } from '../contracts/agent-config';
import type { KnowledgePassage, LanguageModelProvider } from '../providers/spec/language-model';
import type { TextToSpeechProvider } from '../providers/spec/text-to-speech';
import type { Retrieve } from './retrieval';
import type { SystemToolSettings } from './tools/system-tools';
import type { ClientTool, ServerTool } from './tools/tool';

/** What an agent knows: texts that are always there, and how the rest is looked up. */
export interface Known {
  readonly knowledge: readonly KnowledgePassage[];
  readonly retrieve: Retrieve | null;
}

/** The agent that speaks now: the one a conversation began with, or one it was handed to. */
export interface AgentInPlay extends Known {
  readonly agentId: string;
  readonly config: AgentConfig;
  /** These two may hold `{{variables}}`. */
  readonly prompt: string;
  readonly firstMessage: string;
  /** What it knows in nodes of its workflow that bring documents of their own, by the node's id. */
  readonly knowledgeByNode?: ReadonlyMap<string, Known>;
  readonly systemToolNames: readonly string[];
  readonly systemToolSettings: SystemToolSettings;
  readonly clientTools: readonly ClientTool[];
  readonly serverTools: readonly ServerTool[];
  /** Tools that only its workflow uses, by their stored id. */
  readonly toolsById?: ReadonlyMap<string, ServerTool>;
  readonly languageModel: LanguageModelProvider;
  readonly textToSpeech: TextToSpeechProvider;
}
