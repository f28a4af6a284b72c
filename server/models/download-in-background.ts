import type { Logger } from '../lib/logger';
import { catalog, totalBytes } from './catalog';
import { fetchModel, listModels, type ModelProgress } from './model-store';

/** A log line each time so much more of a model has come. */
const logEveryShare = 0.1;

export interface BackgroundDownloads {
  /** The latest of each model that is or was being fetched, for the dashboard. */
  progress(): readonly ModelProgress[];
  /** Fulfils when nothing is left to fetch; never rejects. */
  readonly done: Promise<void>;
}

/** Starts fetching the default models that are missing, one after another, and returns at once. Failing leaves the platform as it was, with one line in the log. */
export function startModelDownloads(options: {
  readonly modelsDir: string;
  readonly log: Logger;
  readonly signal: AbortSignal;
  readonly mode: 'auto' | 'off';
  readonly onProgress?: (progress: ModelProgress) => void;
}): BackgroundDownloads {
  const latest = new Map<string, ModelProgress>();
  return {
    progress: () => [...latest.values()],
    done: options.mode === 'off' ? Promise.resolve() : fetchMissing(options, latest),
  };
}

async function fetchMissing(
  { modelsDir, log, signal, onProgress }: Parameters<typeof startModelDownloads>[0],
  latest: Map<string, ModelProgress>,
): Promise<void> {
  const logged = new Map<string, number>();
  const take = (progress: ModelProgress): void => {
    latest.set(progress.model, progress);
    onProgress?.(progress);
    const { model, phase, source, receivedBytes, totalBytes, problem } = progress;
    if (phase === 'failed') log.info({ model, source, problem }, 'speech model not available from this source');
    const share = receivedBytes / totalBytes;
    if (phase === 'ready') log.info({ model }, 'speech model ready, used from the next conversation on');
    else if (phase === 'downloading' && (receivedBytes === 0 || share >= (logged.get(model) ?? 0) + logEveryShare)) {
      logged.set(model, share);
      log.info({ model, source, megabytes: Math.round(receivedBytes / 1e6), ofMegabytes: Math.round(totalBytes / 1e6) }, 'fetching speech model');
    }
  };
  try {
    const wanted = new Set(catalog.filter((entry) => entry.isDefault).map((entry) => entry.name));
    // Small ones first: the next conversation already sounds better.
    const listed = [...(await listModels(modelsDir, signal))].sort((a, b) => totalBytes(a.entry) - totalBytes(b.entry));
    for (const { entry, state, detail } of listed) {
      if (state === 'damaged') log.warn({ model: entry.name, detail }, 'speech model is damaged');
      if (!wanted.has(entry.name) || state === 'ready') continue;
      try {
        await fetchModel(entry.name, { modelsDir, signal, onProgress: take });
      } catch (error) {
        signal.throwIfAborted();
        log.warn({ err: error, model: entry.name }, 'speech model could not be fetched, going on with the built-in ones');
      }
    }
  } catch (error) {
    if (!signal.aborted) log.warn({ err: error }, 'speech models could not be looked at');
  }
}
