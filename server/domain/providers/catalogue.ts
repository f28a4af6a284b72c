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

/** What this installation's providers are and can do. Providers run in the voice process; the web process asks it. */
export interface Catalogue {
  providers(): Promise<readonly ProviderDescription[]>;
  /** One cheap call that proves the settings work. Throws `not_found` for a provider there is none of. */
  check(provider: string, settings: ProviderSettings | null): Promise<Readiness>;
  /** Voices of every provider that is configured; one that cannot be asked is left out. */
  voices(settings: SettingsByProvider): Promise<readonly VoiceDescription[]>;
  /** A spoken sentence as a WAV file. Throws `not_found`, `provider_rejected`, `not_configured`. */
  preview(request: PreviewRequest): Promise<Buffer>;
}
