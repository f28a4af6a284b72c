import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { wordsOf } from '../../server/providers/embedded/text/words';

const soundsDir = '/usr/share/asterisk/sounds/en_US_f_Allison';
const docDir = '/usr/share/doc';

export interface Prompt extends ListedPrompt {
  readonly pcm: Int16Array;
}

export interface ListedPrompt {
  /** Place among all that can be used, which `hintsFromOtherHalf` goes by. */
  readonly index: number;
  readonly name: string;
  readonly text: string;
  readonly words: readonly string[];
}

/** Whether `loadPrompts` finds what it needs here. */
export function promptsAreInstalled(): boolean {
  return existsSync(soundsDir) && listPath() !== undefined && existsSync('/usr/bin/ffmpeg');
}

/** Recorded prompts of a person with the text she was given, from Debian's `asterisk-core-sounds-en` and `asterisk-core-sounds-en-g722`. */
export function loadPrompts(limit: number): Prompt[] {
  const usable = usablePrompts();
  // Spread over the whole list, which is sorted by subject.
  const step = Math.max(1, usable.length / limit);
  return Array.from({ length: Math.min(limit, usable.length) }, (_, i) => usable[Math.floor(i * step)])
    .filter((each) => each !== undefined)
    .map((prompt) => ({ ...prompt, pcm: decode(soundOf(prompt.name)) }));
}

/** What an agent with prompts of the same kind would give as hints: the sentences of the other half of the list, none of which is heard in this half. */
export function hintsFromOtherHalf(half: 0 | 1): string[] {
  return usablePrompts()
    .filter(({ index }) => index % 2 !== half)
    .map(({ text }) => text);
}

function usablePrompts(): ListedPrompt[] {
  return promptList()
    .map(({ name, text }) => ({ name, text, words: wordsOf(text) }))
    .filter(({ name, text, words }) => words.length >= 3 && words.length <= 40 && !/[[(<]/.test(text) && existsSync(soundOf(name)))
    .map((prompt, index) => ({ ...prompt, index }));
}

function soundOf(name: string): string {
  return join(soundsDir, `${name}.g722`);
}

function promptList(): { name: string; text: string }[] {
  const path = listPath();
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

function listPath(): string | undefined {
  const folder = readdirSync(docDir).find((name) => name.startsWith('asterisk-core-sounds-en') && listIn(name) !== undefined);
  return folder === undefined ? undefined : listIn(folder);
}

function listIn(folder: string): string | undefined {
  return ['core-sounds-en.txt', 'core-sounds-en.txt.gz'].map((name) => join(docDir, folder, name)).find((path) => existsSync(path));
}

function decode(path: string): Int16Array {
  const raw = execFileSync('ffmpeg', ['-v', 'error', '-i', path, '-ar', '16000', '-ac', '1', '-f', 's16le', '-'], { maxBuffer: 64 * 1024 * 1024 });
  return new Int16Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.byteLength - (raw.byteLength % 2)));
}
