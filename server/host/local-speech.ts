import type { ChosenProviders } from './choose-providers';

interface Tier {
  readonly tier: number;
  readonly engine: string;
  readonly ready: boolean;
  readonly detail: string;
}

export interface LocalSpeech {
  readonly stt: readonly Tier[];
  readonly tts: readonly Tier[];
}

interface Shown {
  readonly providers: ChosenProviders['ids'];
  readonly notices: readonly string[];
}

const anyEngine = 'embedded:auto';

/** Says which engine of this machine hears and speaks where the choice is left to it: a lesser one is never used silently. */
export function withLocalEngines(
  chosen: ChosenProviders,
  local: LocalSpeech,
  { language, isTextOnly }: { readonly language: string; readonly isTextOnly: boolean },
): Shown {
  const notices = [...chosen.notices];
  const named = (id: string, what: string, tiers: readonly Tier[]): string => {
    if (id !== anyEngine) return id;
    const best = tiers.find((tier) => tier.ready);
    if (best === undefined) {
      if (!isTextOnly) notices.push(`${what} for "${language}" is not available on this machine: ${tiers.map((tier) => tier.detail).join('; ')}`);
      return 'embedded:none';
    }
    const better = tiers.find((tier) => tier.tier < best.tier);
    if (better !== undefined && !isTextOnly) notices.push(`${what} uses ${best.engine}, since ${better.engine} is not ready: ${better.detail}`);
    return `embedded:${best.engine}`;
  };
  const providers = {
    ...chosen.ids,
    speechToText: named(chosen.ids.speechToText, 'Speech recognition', local.stt),
    textToSpeech: named(chosen.ids.textToSpeech, 'Speech output', local.tts),
  };
  return { providers, notices };
}
