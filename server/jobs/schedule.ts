import { eraseWhatIsDueJob, type HouseJob, lookAfterKnowledge, measureConversations, tidyUp } from './definitions';

export interface ScheduledJob {
  readonly job: HouseJob;
  readonly everyMs: number;
}

/** What the installation does again and again, once each time however many processes run. */
export const scheduledJobs: readonly ScheduledJob[] = [
  { job: tidyUp, everyMs: 3_600_000 },
  { job: eraseWhatIsDueJob, everyMs: 900_000 },
  { job: lookAfterKnowledge, everyMs: 60_000 },
  { job: measureConversations, everyMs: 300_000 },
];
