import { buffer } from 'node:stream/consumers';
import { fileTypeFromBuffer } from 'file-type';
import type { WorkspaceScope } from '../../auth/scope';
import { AppError } from '../../lib/app-error';
import { newId } from '../../lib/new-id';
import { readWavFormat } from '../../lib/wav';
import { noteChange } from '../audit-log/note-change';
import { getAgent } from '../agents/get-agent';
import type { Services } from '../services';

export type AgentFileKind = 'hold-audio' | 'avatar';

export interface AgentFileView {
  readonly id: string;
  readonly storageKey: string;
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly durationMs: number;
}

const accepted: Readonly<Record<AgentFileKind, { readonly types: RegExp; readonly words: string; readonly largest: number }>> = {
  'hold-audio': { types: /^audio\/(mpeg|wav|vnd\.wave|x-wav|ogg|opus)/, words: 'MP3, WAV or Ogg sound', largest: 10 * 1024 * 1024 },
  avatar: { types: /^image\/(png|jpeg|webp|gif)$/, words: 'a PNG, JPEG, WebP or GIF picture', largest: 5 * 1024 * 1024 },
};

/** Keeps a file for an agent in place of the one before. What it is is told by its content. Throws `invalid_input`, `too_large`, `not_found`. */
export async function putAgentFile(
  scope: WorkspaceScope,
  services: Pick<Services, 'storage'>,
  input: { readonly agentId: string; readonly kind: AgentFileKind; readonly fileName: string; readonly bytes: Buffer },
): Promise<AgentFileView> {
  scope.may('agents:write');
  const { agentId, kind, bytes } = input;
  await getAgent(scope, { agentId });
  const rule = accepted[kind];
  if (bytes.length > rule.largest) throw new AppError('too_large', `The file is larger than ${rule.largest / 1024 / 1024} MB.`);
  const type = (await fileTypeFromBuffer(bytes))?.mime ?? '';
  if (!rule.types.test(type)) throw new AppError('invalid_input', `The file is not ${rule.words}.`);
  const id = newId('agentFile');
  const storageKey = `agent-files/${scope.workspaceId}/${id}`;
  await services.storage.put(storageKey, bytes, { contentType: type });
  const before = await scope.db.agentFile.findFirst({ where: { agentId, kind } });
  const durationMs = kind === 'hold-audio' ? lengthOf(bytes) : 0;
  const fileName = input.fileName.slice(0, 200) || kind;
  await scope.db.$transaction(async (db) => {
    await db.agentFile.deleteMany({ where: { agentId, kind } });
    await db.agentFile.create({
      data: { id, workspaceId: scope.workspaceId, agentId, kind, storageKey, fileName, contentType: type, sizeBytes: bytes.length, durationMs },
    });
    await noteChange(db, scope, { action: `agent.${kind}-set`, targetKind: 'agent', targetId: agentId, after: { fileName } });
  });
  if (before !== null) await services.storage.delete(before.storageKey);
  return { id, storageKey, fileName, sizeBytes: bytes.length, durationMs };
}

/** Throws `not_found` when there is none. */
export async function deleteAgentFile(
  scope: WorkspaceScope,
  services: Pick<Services, 'storage'>,
  input: { readonly agentId: string; readonly kind: AgentFileKind },
): Promise<void> {
  scope.may('agents:write');
  await getAgent(scope, { agentId: input.agentId });
  const file = await scope.db.agentFile.findFirst({ where: input });
  if (file === null) throw new AppError('not_found', 'This agent has no such file.');
  await scope.db.$transaction(async (db) => {
    await db.agentFile.delete({ where: { id: file.id } });
    await noteChange(db, scope, { action: `agent.${input.kind}-removed`, targetKind: 'agent', targetId: input.agentId, before: { fileName: file.fileName } });
  });
  await services.storage.delete(file.storageKey);
}

export async function readAgentFile(
  scope: WorkspaceScope,
  services: Pick<Services, 'storage'>,
  id: string,
): Promise<{ readonly contentType: string; readonly bytes: Buffer }> {
  const file = await scope.db.agentFile.findUnique({ where: { id } });
  if (file === null) throw new AppError('not_found', 'There is nothing here.');
  return { contentType: file.contentType, bytes: await buffer(await services.storage.get(file.storageKey)) };
}

/** Exact for WAV; for MP3 what its first frame's rate says. */
function lengthOf(bytes: Buffer): number {
  try {
    const { sampleRate, channels, dataStart, dataEnd } = readWavFormat(bytes);
    return Math.round(((dataEnd - dataStart) / (2 * channels * sampleRate)) * 1000);
  } catch {
    return Math.round((bytes.length * 8) / mp3BitRate(bytes)); // not WAV
  }
}

/** Kilobits a second of the first MPEG audio frame; 128 where none is found. */
function mp3BitRate(bytes: Buffer): number {
  const layer3 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
  const layer3Lower = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
  for (let at = 0; at + 3 < Math.min(bytes.length, 64 * 1024); at++) {
    if (bytes[at] !== 0xff || ((bytes[at + 1] ?? 0) & 0xe6) !== 0xe2) continue;
    const table = ((bytes[at + 1] ?? 0) & 0x08) === 0 ? layer3Lower : layer3;
    const rate = table[(bytes[at + 2] ?? 0) >> 4];
    if (rate !== undefined && rate > 0) return rate;
  }
  return 128;
}
