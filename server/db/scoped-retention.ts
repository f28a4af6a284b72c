import type { Database } from './client';

export interface ScopedRetention {
  /**
   * Brings the dates on which conversations are erased forward to so many days after they began, of one agent or of all; later dates only, an earlier
   * one stays. Says how many conversations changed.
   */
  shorten(rule: { readonly days: number; readonly transcripts: boolean; readonly audio: boolean; readonly agentId?: string }): Promise<number>;
}

/** Date arithmetic on the rows of one workspace, which the query builder cannot say. */
export function scopedRetention(db: Database, workspaceId: string): ScopedRetention {
  return {
    async shorten({ days, transcripts, audio, agentId }) {
      return db.$executeRaw`
        UPDATE "Conversation" SET
          "transcriptDueAt" = CASE WHEN ${transcripts} THEN LEAST("transcriptDueAt", "startedAt" + ${days} * interval '1 day') ELSE "transcriptDueAt" END,
          "audioDueAt" = CASE WHEN ${audio} THEN LEAST("audioDueAt", "startedAt" + ${days} * interval '1 day') ELSE "audioDueAt" END
        WHERE "workspaceId" = ${workspaceId} AND "deletedAt" IS NULL AND (${agentId ?? null}::text IS NULL OR "agentId" = ${agentId ?? null}::text)`;
    },
  };
}
