import { z } from 'zod';

/** Ids are opaque strings with a prefix that says what they name. Conversation ids hold letters and digits only: web clients match `conv_[a-zA-Z0-9]+`. */
const branded = <B extends string>(prefix: string, brand: B) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}_[a-zA-Z0-9]+$`), `must look like ${prefix}_…`)
    .brand(brand);

export const workspaceIdSchema = branded('ws', 'WorkspaceId');
export const agentIdSchema = branded('agent', 'AgentId');
export const agentVersionIdSchema = branded('agtvrsn', 'AgentVersionId');
export const conversationIdSchema = branded('conv', 'ConversationId');

export type WorkspaceId = z.infer<typeof workspaceIdSchema>;
export type AgentId = z.infer<typeof agentIdSchema>;
export type AgentVersionId = z.infer<typeof agentVersionIdSchema>;
export type ConversationId = z.infer<typeof conversationIdSchema>;

/** Prefix of every kind of id we give out. */
export const idPrefixes = {
  organisation: 'org',
  workspace: 'ws',
  user: 'user',
  membership: 'mbr',
  invitation: 'inv',
  conversationShare: 'share',
  agent: 'agent',
  agentVersion: 'agtvrsn',
  agentBranch: 'agtbrch',
  agentDeployment: 'agtdply',
  mergeProposal: 'agtmrgp',
  mergeComment: 'agtmrgc',
  procedure: 'agtprc',
  procedureVersion: 'agtprcv',
  agentTest: 'test',
  testFolder: 'tfld',
  testInvocation: 'suite',
  testRun: 'trun',
  webhook: 'wh',
  webhookDelivery: 'whd',
  conversation: 'conv',
  conversationEvent: 'evt',
  conversationTag: 'tag',
  conversationListView: 'cview',
  conversationFile: 'convfile',
  triageTicket: 'agtqa',
  topic: 'topic',
  apiKey: 'key',
  credential: 'cred',
  auditEntry: 'audit',
  speechTranscript: 'stt',
  pronunciationDictionary: 'pd',
  pronunciationVersion: 'pdv',
  group: 'grp',
  groupMember: 'gmbr',
  resourceShare: 'share',
  serviceAccount: 'sa',
  speechEngine: 'seng',
  phoneNumber: 'phnum',
  batchCall: 'btcal',
  batchRecipient: 'rcp',
  agentFile: 'afile',
  tool: 'tool',
  toolExecution: 'toolexec',
  secret: 'secret',
  environmentVariable: 'envvar',
  authConnection: 'authconn',
  mcpServer: 'mcp',
  knowledgeDocument: 'doc',
  knowledgeChunk: 'chunk',
  knowledgeIndex: 'ragidx',
  knowledgeCrawl: 'crawl',
} as const;

export type IdKind = keyof typeof idPrefixes;
