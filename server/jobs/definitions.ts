import { z } from 'zod';

/** Where a job waits: short work with somebody behind it, work that takes a processor for a while, or work that waits for others for long. */
export const lanes = ['quick', 'slow', 'long'] as const;
export type Lane = (typeof lanes)[number];

/** What is to be done, and what is known about doing it; nothing here can run. Jobs run at least once, so a handler must bear a repetition. */
export interface JobDefinition<P> {
  readonly name: string;
  readonly payload: z.ZodType<P>;
  readonly lane: Lane;
  /** How often a job is tried before it is given up. */
  readonly attempts: number;
  /** Wait before the second try; doubles with each further one. */
  readonly backoffMs: number;
  /** One try may take no longer: its signal aborts then. */
  readonly deadlineMs: number;
}

/** A job within one workspace: its handler gets a scope there. */
export type WorkspaceJob<P extends { readonly workspaceId: string } = { readonly workspaceId: string }> = JobDefinition<P> & { readonly of: 'workspace' };
/** A job of the installation itself, such as looking for what was left behind. */
export type HouseJob = JobDefinition<Record<never, never>> & { readonly of: 'house' };

type Settings = Partial<Pick<JobDefinition<unknown>, 'lane' | 'attempts' | 'backoffMs' | 'deadlineMs'>>;
const usual = { lane: 'quick', attempts: 5, backoffMs: 2_000, deadlineMs: 60_000 } as const;

export function workspaceJob<S extends z.ZodRawShape>(
  name: string,
  shape: S,
  settings: Settings = {},
): WorkspaceJob<z.infer<z.ZodObject<S>> & { readonly workspaceId: string }> {
  const payload = z.object({ ...shape, workspaceId: z.string() }) as unknown as z.ZodType<z.infer<z.ZodObject<S>> & { readonly workspaceId: string }>;
  return { of: 'workspace', name, payload, ...usual, ...settings };
}

export function houseJob(name: string, settings: Settings = {}): HouseJob {
  return { of: 'house', name, payload: z.object({}), ...usual, attempts: 1, ...settings };
}

/** Takes away what has run out: one-time links, invitations nobody took, windows of rate limits. */
export const tidyUp = houseJob('tidy-up');

/** Cuts a document into passages and makes them findable. */
export const indexDocument = workspaceJob(
  'index-document',
  { documentId: z.string() },
  { lane: 'slow', attempts: 4, backoffMs: 5_000, deadlineMs: 10 * 60_000 },
);

/** Reads a document's page again because it is time. */
export const refreshDocument = workspaceJob('refresh-document', { documentId: z.string() }, { attempts: 2, deadlineMs: 2 * 60_000 });

/** Reads a site page by page. */
export const crawlSite = workspaceJob('crawl-site', { crawlId: z.string() }, { lane: 'long', attempts: 5, backoffMs: 10_000, deadlineMs: 30 * 60_000 });

/** Finds knowledge work that is due or was left behind. */
export const lookAfterKnowledge = houseJob('look-after-knowledge');

/** Erases what conversations were to keep only until now. */
export const eraseWhatIsDueJob = houseJob('erase-what-is-due', { lane: 'slow', deadlineMs: 30 * 60_000 });

/** Counts conversations that ended and were not counted. */
export const measureConversations = houseJob('measure-conversations', { lane: 'slow', deadlineMs: 30 * 60_000 });

/** Judges a conversation that has ended and tells whoever wants to know. */
export const analyseConversationJob = workspaceJob('analyse-conversation', { conversationId: z.string() }, { attempts: 3, deadlineMs: 240_000 });

/** Groups what an agent was asked by what it is about. */
export const discoverTopicsJob = workspaceJob('discover-topics', { agentId: z.string() }, { lane: 'slow', attempts: 2, deadlineMs: 5 * 60_000 });

/** Runs one test of an agent. */
export const runAgentTestJob = workspaceJob('run-agent-test', { testRunId: z.string() }, { lane: 'long', attempts: 2, deadlineMs: 300_000 });

/** Sends one event to a webhook; the last try comes about an hour after the first. */
export const deliverWebhookJob = workspaceJob('deliver-webhook', { deliveryId: z.string() }, { attempts: 8, backoffMs: 15_000, deadlineMs: 90_000 });
