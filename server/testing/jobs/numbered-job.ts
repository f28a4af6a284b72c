import { z } from 'zod';
import { workspaceJob } from '../../jobs/definitions';

export const numberedJob = workspaceJob('numbered', { number: z.number() });
