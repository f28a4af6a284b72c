import { t } from './init';
import { accountRouter } from './routers/account';
import { agentsRouter } from './routers/agents';
import { apiKeysRouter } from './routers/api-keys';
import { auditLogRouter } from './routers/audit-log';
import { branchesRouter } from './routers/branches';
import { conversationsRouter } from './routers/conversations';
import { credentialsRouter } from './routers/credentials';
import { invitationsRouter } from './routers/invitations';
import { knowledgeRouter } from './routers/knowledge';
import { membersRouter } from './routers/members';
import { providersRouter } from './routers/providers';
import { voicesRouter } from './routers/voices';
import { workspacesRouter } from './routers/workspaces';

export const appRouter = t.router({
  account: accountRouter,
  agents: agentsRouter,
  apiKeys: apiKeysRouter,
  auditLog: auditLogRouter,
  branches: branchesRouter,
  conversations: conversationsRouter,
  credentials: credentialsRouter,
  invitations: invitationsRouter,
  knowledge: knowledgeRouter,
  members: membersRouter,
  providers: providersRouter,
  voices: voicesRouter,
  workspaces: workspacesRouter,
});

export type AppRouter = typeof appRouter;
