import type { WorkspaceScope } from '../../auth/scope';

export interface SpeechUse {
  readonly kind: 'tts' | 'stt';
  readonly characters: number;
  readonly audioMs: number;
  readonly voiceId: string;
  /** `provider:model`. */
  readonly model: string;
}

/** Counts speech that was made or heard for a caller of the public API, by day. */
export async function noteSpeechUse(scope: WorkspaceScope, use: SpeechUse, now = new Date()): Promise<void> {
  const day = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()));
  const keyId = scope.actor.id;
  const id = [day.toISOString().slice(0, 10), use.kind, keyId, use.voiceId, use.model].join(' ');
  const { kind, characters, voiceId, model } = use;
  const audioMs = BigInt(Math.round(use.audioMs));
  await scope.db.speechUsage.upsert({
    where: { workspaceId_id: { workspaceId: scope.workspaceId, id } },
    create: { id, workspaceId: scope.workspaceId, day, kind, keyId, voiceId, model, requests: 1, characters, audioMs },
    update: { requests: { increment: 1 }, characters: { increment: characters }, audioMs: { increment: audioMs } },
  });
}

/** Characters spoken since the first of the month (UTC). */
export async function charactersThisMonth(scope: WorkspaceScope, keyId?: string, now = new Date()): Promise<number> {
  const since = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1));
  const { _sum: sum } = await scope.db.speechUsage.aggregate({
    where: { kind: 'tts', day: { gte: since }, ...(keyId === undefined ? {} : { keyId }) },
    _sum: { characters: true },
  });
  return sum.characters ?? 0;
}
