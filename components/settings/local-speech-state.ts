export interface TierState {
  readonly engine: string;
  readonly ready: boolean;
}

/** The one that conversations use now: the first that is ready. */
export function tierInUse<T extends TierState>(tiers: readonly T[]): T | undefined {
  return tiers.find((tier) => tier.ready);
}

const namedEngines = ['whisper', 'pocketsphinx', 'soundswallower', 'piper', 'flite', 'espeak'] as const;

/** Key of an engine's name; engines that this page does not know yet are shown under their own. */
export function tierKey(engine: string): (typeof namedEngines)[number] | 'other' {
  return namedEngines.find((named) => named === engine) ?? 'other';
}

/** Whether a model is on its way now. */
export function isFetching({ state, progress }: { readonly state: string; readonly progress: { readonly phase: string } | null }): boolean {
  return state !== 'ready' && progress !== null && ['downloading', 'converting', 'verifying'].includes(progress.phase);
}

/** What stands in a tier's way, and the command that mends it: servers put one in brackets at the end of the sentence. */
export function splitRemedy(detail: string): { readonly text: string; readonly command: string | undefined } {
  const found = /^(?<text>.*?)\s*\((?<command>(?:npm|apt-get|apt|brew) [^()]+)\)\.?$/s.exec(detail)?.groups;
  return found === undefined ? { text: detail, command: undefined } : { text: found['text'] ?? detail, command: found['command'] };
}

/** Languages to choose from: first what the workspace's agents speak, by how many speak it, then the rest as they stand. */
export function languageChoices(spoken: readonly string[], all: readonly string[]): { readonly used: readonly string[]; readonly others: readonly string[] } {
  const counts = new Map<string, number>();
  for (const language of spoken) counts.set(language, (counts.get(language) ?? 0) + 1);
  const used = [...counts.keys()].toSorted((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0));
  return { used, others: all.filter((language) => !counts.has(language)) };
}
