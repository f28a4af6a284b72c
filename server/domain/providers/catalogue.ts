import type { ModelInfo, ProviderSettings, Readiness, SettingField } from '../../providers/spec/provider-spec';
import type { Voice } from '../../providers/spec/text-to-speech';

export interface CapabilityDescription {
  readonly models: readonly ModelInfo[];
  readonly defaultModel: string;
}

/** A provider as plain data. */
export interface ProviderDescription {
  readonly name: string;
  readonly label: string;
  readonly website: string;
  readonly isLocal: boolean;
  readonly fields: readonly SettingField[];
  readonly capabilities: {
    readonly speechToText?: CapabilityDescription;
    readonly textToSpeech?: CapabilityDescription;
    readonly languageModel?: CapabilityDescription;
  };
  /** Names of the fields that the installation's environment fills. */
  readonly fieldsFromEnvironment: readonly string[];
  /** Every required field is filled by the environment, or there is none. */
  readonly isReadyByEnvironment: boolean;
  /** Only of local providers: the others are asked with `check`. */
  readonly readiness: Readiness | null;
}

export interface VoiceDescription extends Voice {
  readonly provider: string;
  /** `provider:voice`. */
  readonly ref: string;
}

/** A workspace's settings by provider; the environment's are added by the catalogue. */
export type SettingsByProvider = Readonly<Record<string, ProviderSettings>>;

export interface PreviewRequest {
  readonly provider: string;
  readonly voiceId: string;
  readonly text: string;
  readonly language: string;
  readonly settings: ProviderSettings | null;
}

/** A way to hear or speak a language on this machine; the first that is ready is used. */
export interface SpeechTier {
  /** 1 is the best. */
  readonly tier: number;
  readonly engine: string;
  readonly ready: boolean;
  readonly detail: string;
}

/** A speech model of the model store. */
export interface SpeechModel {
  readonly name: string;
  readonly title: string;
  readonly licence: string;
  readonly use: string;
  readonly isDefault: boolean;
  readonly state: 'ready' | 'absent' | 'damaged';
  readonly totalBytes: number;
  /** While it is being fetched, and afterwards how that went. */
  readonly progress: { readonly phase: string; readonly receivedBytes: number; readonly totalBytes: number; readonly problem?: string | undefined } | null;
}

/** What this machine can do by itself for one language. */
export interface LocalSpeech {
  readonly language: string;
  readonly speechToText: readonly SpeechTier[];
  readonly textToSpeech: readonly SpeechTier[];
  readonly models: readonly SpeechModel[];
}

/** What this installation's providers are and can do. Providers run in the voice process; the web process asks it. */
export interface Catalogue {
  providers(): Promise<readonly ProviderDescription[]>;
  /** One cheap call that proves the settings work. Throws `not_found` for a provider there is none of. */
  check(provider: string, settings: ProviderSettings | null): Promise<Readiness>;
  /** Voices of every provider that is configured; one that cannot be asked is left out. */
  voices(settings: SettingsByProvider): Promise<readonly VoiceDescription[]>;
  localSpeech(language: string): Promise<LocalSpeech>;
  /** A spoken sentence as a WAV file. Throws `not_found`, `provider_rejected`, `not_configured`. */
  preview(request: PreviewRequest): Promise<Buffer>;
}
