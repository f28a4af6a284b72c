import { z } from 'zod';
import type { WorkspaceScope } from '../../auth/scope';
import { AppError } from '../../lib/app-error';
import type { VoiceDescription } from '../providers/catalogue';
import type { Services } from '../services';
import { noteChange } from '../audit-log/note-change';
import { type ListVoicesInput, listVoices } from './list-voices';

/** How a voice speaks where a request says nothing. */
export const voiceSettingsSchema = z.object({
  stability: z.number().min(0).max(1).default(0.5),
  similarityBoost: z.number().min(0).max(1).default(0.75),
  style: z.number().min(0).max(1).default(0),
  useSpeakerBoost: z.boolean().default(true),
  speed: z.number().min(0.7).max(1.2).default(1),
});
export type VoiceSettings = z.infer<typeof voiceSettingsSchema>;

/** A provider's voice as this workspace sees it. */
export interface WorkspaceVoice extends VoiceDescription {
  readonly labels: Readonly<Record<string, string>>;
  readonly settings: VoiceSettings;
}

type VoiceServices = Pick<Services, 'catalogue' | 'sealKeys' | 'log'>;

/** Voices of every configured provider with what the workspace changed about them; those it took out are left out. */
export async function listWorkspaceVoices(scope: WorkspaceScope, services: VoiceServices, input: ListVoicesInput = {}): Promise<readonly WorkspaceVoice[]> {
  const [voices, preferences] = await Promise.all([
    listVoices(scope, services, { provider: input.provider, language: input.language }),
    scope.db.voicePreference.findMany(),
  ]);
  const preferenceOf = new Map(preferences.map((preference) => [preference.id, preference]));
  const words = input.search?.trim().toLowerCase() ?? '';
  return voices.flatMap((voice) => {
    const preference = preferenceOf.get(voice.ref);
    if (preference?.hiddenAt) return [];
    const shown: WorkspaceVoice = {
      ...voice,
      name: preference?.name ?? voice.name,
      ...(preference?.description ? { description: preference.description } : {}),
      labels: z.record(z.string(), z.string()).catch({}).parse(preference?.labels),
      settings: voiceSettingsSchema.catch(voiceSettingsSchema.parse({})).parse(preference?.settings ?? {}),
    };
    return words === '' || `${shown.name} ${shown.description ?? ''}`.toLowerCase().includes(words) ? [shown] : [];
  });
}

/** By `provider:voice` or by the voice's own id. Throws `not_found`. */
export async function getWorkspaceVoice(scope: WorkspaceScope, services: VoiceServices, voiceId: string): Promise<WorkspaceVoice> {
  const voices = await listWorkspaceVoices(scope, services);
  const found = voices.find(({ ref }) => ref === voiceId) ?? voices.find(({ id }) => id === voiceId);
  if (found === undefined) throw new AppError('not_found', `Voice ${voiceId} was not found.`);
  return found;
}

export interface VoiceChanges {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly settings?: VoiceSettings | undefined;
  /** Takes the voice out of the workspace's list. */
  readonly isHidden?: boolean | undefined;
}

export async function changeVoice(scope: WorkspaceScope, services: VoiceServices, voiceId: string, changes: VoiceChanges): Promise<void> {
  scope.may('agents:write');
  const voice = await getWorkspaceVoice(scope, services, voiceId);
  const data = {
    ...(changes.name === undefined ? {} : { name: changes.name }),
    ...(changes.description === undefined ? {} : { description: changes.description }),
    ...(changes.labels === undefined ? {} : { labels: changes.labels }),
    ...(changes.settings === undefined ? {} : { settings: changes.settings }),
    ...(changes.isHidden === undefined ? {} : { hiddenAt: changes.isHidden ? new Date() : null }),
  };
  const id = voice.ref;
  await scope.db.$transaction(async (db) => {
    await db.voicePreference.upsert({
      where: { workspaceId_id: { workspaceId: scope.workspaceId, id } },
      create: { id, workspaceId: scope.workspaceId, ...data },
      update: data,
    });
    const action = changes.isHidden === true ? 'voice.removed' : 'voice.updated';
    await noteChange(db, scope, { action, targetKind: 'voice', targetId: id, after: { name: changes.name ?? voice.name } });
  });
}
