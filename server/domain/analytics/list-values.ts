import type { WorkspaceScope } from '../../auth/scope';

/** Channels and languages of the conversations that were counted, to filter by. */
export async function listAnalyticsValues(scope: WorkspaceScope): Promise<{ readonly channels: readonly string[]; readonly languages: readonly string[] }> {
  scope.may('conversations:read');
  const [channels, languages] = await Promise.all([
    scope.db.analyticsGroup.findMany({ where: { level: 'channel' }, select: { channel: true }, orderBy: { channel: 'asc' } }),
    scope.db.analyticsGroup.findMany({ where: { level: 'language' }, select: { language: true }, orderBy: { language: 'asc' } }),
  ]);
  return { channels: channels.map(({ channel }) => channel), languages: languages.map(({ language }) => language) };
}
