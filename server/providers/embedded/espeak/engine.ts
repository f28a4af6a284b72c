import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { embeddedError } from '../errors';
import { baseLanguage } from '../language';
import type { EngineVoice, SpeechEngine } from '../speech-engine';
import { readWav } from '../text/read-wav';

const run = promisify(execFile);
const program = 'espeak-ng';
const listTimeoutMs = 5_000;
const synthesisTimeoutMs = 15_000;

/** Words a minute at speed 1. */
const pace = 165;

/** How long an answer about the program's presence is believed; it may be installed while we run. */
const recheckMs = 60_000;

/** A minute of speech at 22 kHz is 2.6 MB. */
const maxOutputBytes = 32 * 1024 * 1024;

/** eSpeak NG, some hundred languages. Run as a program of its own, only where somebody installed it: it is GPL and stays outside of this one. */
export function createEspeakEngine(): SpeechEngine {
  let known: { readonly at: number; readonly voices: Promise<readonly EngineVoice[]> } | undefined;
  const voices = (): Promise<readonly EngineVoice[]> => {
    if (known === undefined || performance.now() - known.at > recheckMs) known = { at: performance.now(), voices: listVoices() };
    return known.voices;
  };
  return {
    model: 'espeak',
    sampleRate: 22_050,
    async readiness() {
      const found = await voices();
      return found.length > 0
        ? { ok: true, detail: `eSpeak NG with ${found.length} languages` }
        : { ok: false, detail: 'eSpeak NG is not installed (apt-get install espeak-ng)' };
    },
    voices,
    async synthesise({ text, voice, speed }, signal) {
      try {
        // The text goes through standard input: it is nobody's option and in no process list.
        const running = run(program, ['--stdin', '--stdout', '-v', voice, '-s', String(Math.round(pace * speed))], {
          encoding: 'buffer',
          maxBuffer: maxOutputBytes,
          timeout: synthesisTimeoutMs,
          killSignal: 'SIGKILL',
          signal,
        });
        running.child.stdin?.on('error', () => {
          // It ended before it read everything: its exit code says why.
        });
        running.child.stdin?.end(text);
        const { stdout } = await running;
        return stdout.length === 0 ? new Int16Array(0) : readWav(stdout).pcm;
      } catch (error) {
        signal.throwIfAborted();
        throw embeddedError('internal', 'eSpeak NG could not speak this text', error);
      }
    },
  };
}

async function listVoices(): Promise<readonly EngineVoice[]> {
  try {
    const { stdout } = await run(program, ['--voices'], { timeout: listTimeoutMs });
    return stdout.split('\n').slice(1).flatMap(voiceFromLine);
  } catch {
    // Not installed, or not runnable: no voices.
    return [];
  }
}

/** ` 5  es-419          --/M      Spanish_(Latin_America) roa/es-419           (es-mx 6)` */
function voiceFromLine(line: string): EngineVoice[] {
  const [, code, , name] = line.trim().split(/\s+/);
  if (code === undefined || name === undefined) return [];
  const [base = code, region] = code.split('-');
  const language = region === undefined || region.length !== 2 ? code : `${base}-${region.toUpperCase()}`;
  return [
    {
      id: `espeak-${code}`,
      engineVoice: code,
      name: name.replaceAll('_', ' '),
      languages: [language],
      gender: 'male',
      description: 'synthetic (eSpeak NG)',
    },
  ];
}

/** Regions that eSpeak has under another code, and what a bare code should sound like. */
const preferred: Readonly<Record<string, string>> = { en: 'en-us', pt: 'pt-br', fr: 'fr-fr', zh: 'cmn', nb: 'nb', no: 'nb' };

/** The voice for a language: its region's own, else the language's usual one. */
export function espeakVoiceFor(language: string, voices: readonly EngineVoice[]): EngineVoice | undefined {
  const code = language.toLowerCase();
  const base = baseLanguage(code);
  const isLatinAmerica = base === 'es' && !['es', 'es-es'].includes(code);
  const wanted = [code, ...(isLatinAmerica ? ['es-419'] : []), preferred[base] ?? base, base];
  for (const each of wanted) {
    const voice = voices.find(({ engineVoice }) => engineVoice === each);
    if (voice !== undefined) return voice;
  }
  return voices.find(({ engineVoice }) => baseLanguage(engineVoice) === base);
}
