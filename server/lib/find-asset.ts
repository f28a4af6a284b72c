import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Path of a file that ships with the source, such as `server/providers/silero/silero_vad_v6.onnx`: looked for from this module's folder upwards, so that it is found from the sources and from the bundle alike. */
export function findAsset(pathFromRoot: string): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const candidate = join(folder, pathFromRoot);
    if (existsSync(candidate)) return candidate;
    if (dirname(folder) === folder) throw new Error(`${pathFromRoot} is missing from this installation`);
  }
}
