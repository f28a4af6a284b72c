import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchModel } from './model-store';

const fetchLimitMs = 60_000;

/** A model for tests, fetched once and kept for later runs in the machine's temporary folder; or why it cannot be had here. */
export async function cachedTestModel(name: string): Promise<{ readonly modelsDir: string } | { readonly unavailable: string }> {
  const modelsDir = join(tmpdir(), 'parley-test-models');
  try {
    await fetchModel(name, { modelsDir, signal: AbortSignal.timeout(fetchLimitMs) });
    return { modelsDir };
  } catch (error) {
    return { unavailable: error instanceof Error ? error.message : String(error) };
  }
}
