import { t } from './init';
import { appRouter } from './root';

/** Calls procedures without HTTP: for server components and tests. */
export const createCaller = t.createCallerFactory(appRouter);
