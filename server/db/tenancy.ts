/**
 * Which model belongs to a workspace and which does not, and how they point at each other. A test compares this with the schema,
 * so a new model or relation has no place until it is named here.
 */
export const ownedModels = [
  'Membership',
  'Invitation',
  'Agent',
  'AgentVersion',
  'AgentBranch',
  'AgentDraft',
  'AgentProcedureDraft',
  'AgentDeployment',
  'AgentMergeProposal',
  'Conversation',
  'ConversationEvent',
  'ApiKey',
  'ProviderCredential',
  'AuditEntry',
] as const;
export type OwnedModel = (typeof ownedModels)[number];

export const globalModels = ['User', 'Account', 'VerificationToken', 'RateLimitWindow', 'Organisation', 'Workspace'] as const;
export type GlobalModel = (typeof globalModels)[number];

/** Relation fields of each model and where they lead. */
export const relations: Readonly<Record<OwnedModel | GlobalModel, Readonly<Record<string, OwnedModel | GlobalModel>>>> = {
  Membership: { workspace: 'Workspace', user: 'User' },
  Invitation: { workspace: 'Workspace' },
  Agent: {
    workspace: 'Workspace',
    versions: 'AgentVersion',
    branches: 'AgentBranch',
    deployments: 'AgentDeployment',
    mergeProposals: 'AgentMergeProposal',
    conversations: 'Conversation',
  },
  AgentVersion: { agent: 'Agent', branch: 'AgentBranch', conversations: 'Conversation' },
  AgentBranch: { agent: 'Agent', versions: 'AgentVersion', drafts: 'AgentDraft', procedureDrafts: 'AgentProcedureDraft' },
  AgentDraft: { branch: 'AgentBranch' },
  AgentProcedureDraft: { branch: 'AgentBranch' },
  AgentDeployment: { agent: 'Agent' },
  AgentMergeProposal: { agent: 'Agent' },
  Conversation: { workspace: 'Workspace', agent: 'Agent', agentVersion: 'AgentVersion', events: 'ConversationEvent' },
  ConversationEvent: { conversation: 'Conversation' },
  ApiKey: { workspace: 'Workspace' },
  ProviderCredential: { workspace: 'Workspace' },
  AuditEntry: { workspace: 'Workspace' },
  User: { accounts: 'Account', memberships: 'Membership' },
  Account: { user: 'User' },
  VerificationToken: {},
  RateLimitWindow: {},
  Organisation: { workspaces: 'Workspace' },
  Workspace: {
    organisation: 'Organisation',
    memberships: 'Membership',
    invitations: 'Invitation',
    agents: 'Agent',
    conversations: 'Conversation',
    apiKeys: 'ApiKey',
    credentials: 'ProviderCredential',
    auditEntries: 'AuditEntry',
  },
};

export function isOwned(model: string): model is OwnedModel {
  return (ownedModels as readonly string[]).includes(model);
}
