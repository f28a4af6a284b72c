import { t } from './init';
import { agentsRouter } from './routers/agents';
import { conversationsRouter } from './routers/conversations';

export const appRouter = t.router({
  agents: agentsRouter,
  conversations: conversationsRouter,
});

export type AppRouter = typeof appRouter;
