import type { ProviderSpec } from '../spec/provider-spec';
import { miniLm } from './minilm/engine';
import { embeddedSpeechToText, recognitionTiers } from './speech-to-text';
import { embeddedTextToSpeech, speechTiers } from './text-to-speech';

/** Speech in and out on this machine, with no key and no network. */
export const embedded: ProviderSpec = {
  name: 'embedded',
  label: 'Built in',
  website: 'https://github.com/cmusphinx/pocketsphinx',
  isLocal: true,
  fields: [],
  speechToText: embeddedSpeechToText,
  textToSpeech: embeddedTextToSpeech,
  embeddings: miniLm,
  async check() {
    const { stt, tts } = await embeddedTiers('en');
    const hears = stt.find((tier) => tier.ready);
    const speaks = tts.find((tier) => tier.ready);
    return {
      ok: hears !== undefined && speaks !== undefined,
      detail: `hears English with ${hears?.engine ?? 'nothing'}, speaks it with ${speaks?.engine ?? 'nothing'}`,
      ...(hears === undefined ? { fix: 'apt-get install libpocketsphinx3 pocketsphinx-en-us' } : {}),
    };
  },
};

export interface EmbeddedTier {
  /** 1 is the best of the list. */
  readonly tier: number;
  readonly engine: string;
  readonly ready: boolean;
  readonly detail: string;
}

/** What this machine can do for a language by itself now, best first; the first that is ready is what `auto` uses. */
export async function embeddedTiers(language: string): Promise<{ readonly stt: readonly EmbeddedTier[]; readonly tts: readonly EmbeddedTier[] }> {
  const numbered = <T>(tiers: readonly T[]): (T & { tier: number })[] => tiers.map((tier, i) => ({ tier: i + 1, ...tier }));
  return { stt: numbered(recognitionTiers(language)), tts: numbered(await speechTiers(language)) };
}
