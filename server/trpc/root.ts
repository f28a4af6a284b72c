import { t } from './init';
import { accountRouter } from './routers/account';
import { agentsRouter } from './routers/agents';
import { analyticsRouter } from './routers/analytics';
import { apiKeysRouter } from './routers/api-keys';
import { auditLogRouter } from './routers/audit-log';
import { branchesRouter } from './routers/branches';
import { authConnectionsRouter } from './routers/auth-connections';
import { conversationsRouter } from './routers/conversations';
import { credentialsRouter } from './routers/credentials';
import { evaluationsRouter } from './routers/evaluations';
import { homeRouter } from './routers/home';
import { groupsRouter } from './routers/groups';
import { invitationsRouter } from './routers/invitations';
import { knowledgeRouter } from './routers/knowledge';
import { mcpServersRouter } from './routers/mcp-servers';
import { membersRouter } from './routers/members';
import { providersRouter } from './routers/providers';
import { environmentVariablesRouter, secretsRouter } from './routers/secrets';
import { sharesRouter } from './routers/shares';
import { serviceAccountsRouter } from './routers/service-accounts';
import { toolsRouter } from './routers/tools';
import { testsRouter } from './routers/tests';
import { voicesRouter } from './routers/voices';
import { webhooksRouter } from './routers/webhooks';
import { workspacesRouter } from './routers/workspaces';

export const appRouter = t.router({
  account: accountRouter,
  agents: agentsRouter,
  analytics: analyticsRouter,
  apiKeys: apiKeysRouter,
  auditLog: auditLogRouter,
  authConnections: authConnectionsRouter,
  branches: branchesRouter,
  conversations: conversationsRouter,
  credentials: credentialsRouter,
  environmentVariables: environmentVariablesRouter,
  evaluations: evaluationsRouter,
  home: homeRouter,
  groups: groupsRouter,
  invitations: invitationsRouter,
  knowledge: knowledgeRouter,
  mcpServers: mcpServersRouter,
  members: membersRouter,
  providers: providersRouter,
  secrets: secretsRouter,
  shares: sharesRouter,
  serviceAccounts: serviceAccountsRouter,
  tools: toolsRouter,
  tests: testsRouter,
  voices: voicesRouter,
  webhooks: webhooksRouter,
  workspaces: workspacesRouter,
});

export type AppRouter = typeof appRouter;
