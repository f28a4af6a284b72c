import { loadEnv } from '../config/env';
import { catalog, totalBytes } from '../models/catalog';
import { fetchModel, listModels, type ModelProgress, removeModel } from '../models/model-store';

const usage = 'usage: models list | fetch <name> | remove <name>';

/** `models list`: name, state, megabytes, licence and title of each, separated by tabs. `models fetch <name>` and `models remove <name>`. */
export async function run(args: string[]): Promise<number> {
  const [command, name, ...rest] = args;
  const { modelsDir } = loadEnv();
  const { signal } = new AbortController();
  if (command === 'list' && name === undefined) {
    for (const { entry, state, detail } of await listModels(modelsDir, signal)) {
      const size = `${Math.round(totalBytes(entry) / 1e6)} MB`;
      console.log([entry.name, state === 'damaged' ? `damaged (${detail})` : state, size, entry.licence, entry.title].join('\t'));
    }
    return 0;
  }
  if (name === undefined || rest.length > 0 || (command !== 'fetch' && command !== 'remove')) {
    console.error(`${usage}\nmodels: ${catalog.map((entry) => entry.name).join(', ')}`);
    return 2;
  }
  if (command === 'remove') {
    await removeModel(name, modelsDir);
    console.log(`${name} removed`);
    return 0;
  }
  await fetchModel(name, { modelsDir, signal, onProgress: progressPrinter() });
  console.log(`${name} is ready in ${modelsDir}`);
  return 0;
}

/** A line when something new begins and at each tenth of a download. */
function progressPrinter(): (progress: ModelProgress) => void {
  let last = '';
  return ({ phase, source, receivedBytes, totalBytes: total, problem }) => {
    const share = phase === 'downloading' ? ` ${Math.floor((receivedBytes / total) * 10) * 10} %` : '';
    const line = `${phase}${share} (${source})${problem === undefined ? '' : `: ${problem}`}`;
    if (line !== last) console.log(line);
    last = line;
  };
}
