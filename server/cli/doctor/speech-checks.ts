import { readdir } from 'node:fs/promises';
import { configureEmbedded } from '../../providers/embedded/configure';
import { embeddedTiers } from '../../providers/embedded/index';
import { type Check, fail, pass, warn } from './finding';

const languages = ['en', 'es'];

/** What hears and speaks on this machine, and the models it has. */
export function speechChecks(modelsDir: string): Check[] {
  configureEmbedded({ modelsDir });
  return [...languages.map(embedded), { name: 'speech models', run: () => models(modelsDir) }];
}

function embedded(language: string): Check {
  return {
    name: `speech (${language})`,
    async run() {
      const { stt, tts } = await embeddedTiers(language);
      const [hears, speaks] = [stt.find(({ ready }) => ready), tts.find(({ ready }) => ready)];
      const saw = `hears with ${hears?.engine ?? 'nothing'}, speaks with ${speaks?.engine ?? 'nothing'}`;
      if (hears === undefined || speaks === undefined) {
        // English is what a bare installation must be able to do; other languages may need a model or a vendor.
        if (language === 'en') return fail(saw, 'apt-get install libpocketsphinx3 pocketsphinx-en-us');
        return warn(
          saw,
          speaks === undefined ? 'apt-get install espeak-ng' : `npm run -s parley -- models list shows what can be fetched; a vendor's key works too`,
        );
      }
      const better = [...stt.slice(0, stt.indexOf(hears)), ...tts.slice(0, tts.indexOf(speaks))];
      return better.length === 0
        ? pass(saw)
        : warn(
            `${saw}; not ready: ${better.map(({ engine, detail }) => `${engine} (${detail})`).join(', ')}`,
            'npm run -s parley -- models list shows what can be fetched',
          );
    },
  };
}

async function models(dir: string) {
  const found = await readdir(dir).catch(() => []);
  const names = found.filter((name) => !name.startsWith('.'));
  return names.length > 0
    ? pass(`${names.length} in ${dir}: ${names.join(', ')}`)
    : warn(`none in ${dir}`, 'npm run -s parley -- models list shows what can be fetched');
}
