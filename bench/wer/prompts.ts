import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { wordsOf } from '../../server/providers/embedded/text/words';

const soundsDir = '/usr/share/asterisk/sounds/en_US_f_Allison';
const docDir = '/usr/share/doc';

export interface Prompt {
  readonly name: string;
  readonly text: string;
  readonly words: readonly string[];
  readonly pcm: Int16Array;
}

/** Recorded prompts of a person with the text she was given, from Debian's `asterisk-core-sounds-en` and `asterisk-core-sounds-en-g722`. */
export function loadPrompts(limit: number): Prompt[] {
  const usable = promptList()
    .map(({ name, text }) => ({ name, text, words: wordsOf(text), path: join(soundsDir, `${name}.g722`) }))
    .filter(({ text, words, path }) => words.length >= 3 && words.length <= 40 && !/[[(<]/.test(text) && existsSync(path));
  // Spread over the whole list, which is sorted by subject.
  const step = Math.max(1, usable.length / limit);
  return Array.from({ length: Math.min(limit, usable.length) }, (_, i) => usable[Math.floor(i * step)])
    .filter((each) => each !== undefined)
    .map(({ path, ...prompt }) => ({ ...prompt, pcm: decode(path) }));
}

function promptList(): { name: string; text: string }[] {
  const folder = readdirSync(docDir).find((name) => name.startsWith('asterisk-core-sounds-en') && listIn(name) !== undefined);
  const path = folder === undefined ? undefined : listIn(folder);
  if (path === undefined) throw new Error('no list of prompts: apt-get install asterisk-core-sounds-en asterisk-core-sounds-en-g722');
  const bytes = readFileSync(path);
  const list = path.endsWith('.gz') ? gunzipSync(bytes) : bytes;
  return list
    .toString('utf8')
    .split('\n')
    .flatMap((line) => {
      const [, name, text] = /^([\w/-]+):\s*(.+)$/.exec(line) ?? [];
      return name === undefined || text === undefined ? [] : [{ name, text }];
    });
}

function listIn(folder: string): string | undefined {
  return ['core-sounds-en.txt', 'core-sounds-en.txt.gz'].map((name) => join(docDir, folder, name)).find((path) => existsSync(path));
}

function decode(path: string): Int16Array {
  const raw = execFileSync('ffmpeg', ['-v', 'error', '-i', path, '-ar', '16000', '-ac', '1', '-f', 's16le', '-'], { maxBuffer: 64 * 1024 * 1024 });
  return new Int16Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.byteLength - (raw.byteLength % 2)));
}
