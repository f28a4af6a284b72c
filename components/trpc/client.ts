'use client';

import { createTRPCContext } from '@trpc/tanstack-react-query';
import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@/server/trpc/root';

export const { TRPCProvider, useTRPC } = createTRPCContext<AppRouter>();

/** What each procedure answers: `Answers['agents']['get']`. */
export type Answers = inferRouterOutputs<AppRouter>;
