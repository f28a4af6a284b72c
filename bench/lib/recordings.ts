import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

export interface Recording {
  readonly name: string;
  readonly language: string;
  readonly text: string;
  /** 16 kHz, mono. */
  readonly pcm: Int16Array;
}

const soundsDir = '/usr/share/asterisk/sounds';
const docDir = '/usr/share/doc';
const speakers = { en: 'en_US_f_Allison', es: 'es_MX_f_Allison', fr: 'fr_CA_f_June', it: 'it_IT_m_Carlo' } as const;
export type RecordedLanguage = keyof typeof speakers;
export const recordedLanguages = ['en', 'es', 'fr', 'it'] as const satisfies readonly RecordedLanguage[];

/** People reading single whole sentences, with the text they were given, from Debian's `asterisk-core-sounds-<language>-g722`; none where it is not installed. */
export function loadRecordings(language: RecordedLanguage, limit: number, fewestWords = 4): Recording[] {
  const folder = join(soundsDir, speakers[language]);
  const usable = textsOf(language).filter(
    ({ name, text }) =>
      text.split(/\s+/u).length >= fewestWords && !/[[(<*]/u.test(text) && /^[^.?!]+[.?!]$/u.test(text) && existsSync(join(folder, `${name}.g722`)),
  );
  // Spread over the whole list, which is sorted by subject.
  const step = Math.max(1, usable.length / limit);
  const chosen = Array.from({ length: Math.min(limit, usable.length) }, (_, i) => usable[Math.floor(i * step)]).filter((each) => each !== undefined);
  return chosen.map(({ name, text }) => ({ name, language, text, pcm: decode(join(folder, `${name}.g722`)) }));
}

/** One of them by its name; null where it is not installed. */
export function recordedSound(language: RecordedLanguage, name: string): Int16Array | null {
  const file = join(soundsDir, speakers[language], `${name}.g722`);
  return existsSync(file) ? decode(file) : null;
}

function textsOf(language: RecordedLanguage): { name: string; text: string }[] {
  const folder = join(docDir, `asterisk-core-sounds-${language}`);
  const file = existsSync(folder) ? readdirSync(folder).find((name) => name.startsWith(`core-sounds-${language}.txt`)) : undefined;
  if (file === undefined) return [];
  const bytes = readFileSync(join(folder, file));
  return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes)
    .toString('utf8')
    .split('\n')
    .flatMap((line) => {
      const [, name, text] = /^([\w/-]+):\s*(.+)$/u.exec(line) ?? [];
      return name === undefined || text === undefined ? [] : [{ name, text: text.trim() }];
    });
}

function decode(path: string): Int16Array {
  const raw = execFileSync('ffmpeg', ['-v', 'error', '-i', path, '-ar', '16000', '-ac', '1', '-f', 's16le', '-'], { maxBuffer: 64 * 1024 * 1024 });
  return new Int16Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.byteLength - (raw.byteLength % 2)));
}
