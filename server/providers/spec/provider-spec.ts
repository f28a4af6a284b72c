import type { EmbeddingProvider } from './embeddings';
import type { LanguageModelProvider } from './language-model';
import type { SpeechToTextProvider } from './speech-to-text';
import type { TextToSpeechProvider } from './text-to-speech';

export type Capability = 'speech-to-text' | 'text-to-speech' | 'language-model';

/** One field of a provider's settings, as the dashboard's form shows it. */
export interface SettingField {
  readonly name: string;
  readonly label: string;
  readonly kind: 'text' | 'url' | 'secret' | 'headers';
  readonly isRequired: boolean;
  readonly placeholder?: string;
  /** Environment variable that fills it for the whole installation. */
  readonly env?: string;
}

export type ProviderSettings = Readonly<Record<string, string>>;

export interface ModelInfo {
  readonly id: string;
  readonly label: string;
  readonly languages: readonly string[] | '*';
}

/** What makes an instance of one capability from checked settings. */
export interface CapabilitySpec<P> {
  readonly models: readonly ModelInfo[];
  readonly defaultModel: string;
  create(settings: ProviderSettings, model: string): P;
}

/** How ready a provider is on this machine, in words for `doctor` and the dashboard. */
export interface Readiness {
  readonly ok: boolean;
  readonly detail: string;
  readonly fix?: string;
}

/** Everything the platform knows of a vendor. A vendor is one folder and one line in `registry.ts`; forms, masking, doctor and contract suite follow from this. */
export interface ProviderSpec {
  /** Lower-case name used in chains: `deepgram` in `deepgram:nova-3`. */
  readonly name: string;
  readonly label: string;
  readonly website: string;
  /** Runs on this machine: needs no credential. */
  readonly isLocal: boolean;
  readonly fields: readonly SettingField[];
  readonly speechToText?: CapabilitySpec<SpeechToTextProvider>;
  readonly textToSpeech?: CapabilitySpec<TextToSpeechProvider>;
  readonly languageModel?: CapabilitySpec<LanguageModelProvider>;
  /** Its settings make a judge of turn ends; `providers/end-of-turn.ts` creates it. */
  readonly judgesEndOfTurn?: true;
  readonly embeddings?: CapabilitySpec<EmbeddingProvider>;
  /** One cheap call that proves the settings work; what the "Test" button does. */
  check(settings: ProviderSettings, signal: AbortSignal): Promise<Readiness>;
}
