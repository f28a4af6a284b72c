import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Logger, silentLogger } from '../../lib/logger';

export interface EmbeddedConfiguration {
  /** Folder of the model store; a model is the folder of its name in there. Absent: no downloaded models. */
  readonly modelsDir?: string;
  readonly log?: Logger;
  /** Recognisers that may run at once; each PocketSphinx takes some 95 MB. Default 16. */
  readonly maxRecognisers?: number;
}

let current: EmbeddedConfiguration = {};

/** Tells the embedded engines where models are and whom to tell. Called once, before the first conversation. */
export function configureEmbedded(configuration: EmbeddedConfiguration): void {
  current = configuration;
}

export function embeddedLog(): Logger {
  return current.log ?? silentLogger;
}

export function maxRecognisers(): number {
  return current.maxRecognisers ?? 16;
}

/** Path of a model's file when that model is there now. Models arrive by renaming a finished folder, so a file that is there is whole. */
export function modelFile(model: string, file: string): string | undefined {
  if (current.modelsDir === undefined) return undefined;
  const path = join(current.modelsDir, model, file);
  return existsSync(path) ? path : undefined;
}
