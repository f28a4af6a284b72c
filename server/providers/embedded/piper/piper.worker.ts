import { readFileSync } from 'node:fs';
import { dictionary } from 'cmu-pronouncing-dictionary';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { z } from 'zod';
import { serveWorker, Transferred, uncut } from '../../../lib/serve-worker';
import { flitePhones } from '../flite/phones';
import { phonemesOf, type Pronunciation } from './phonemes';
import { toPcm16 } from './to-pcm16';

export interface PiperLoad {
  readonly modelPath: string;
  /** The voice's `.onnx.json`. */
  readonly settingsPath: string;
  readonly threads: number;
}

export interface PiperRequest {
  readonly text: string;
  readonly speed: number;
}

const settingsSchema = z.object({
  phoneme_id_map: z.record(z.string(), z.array(z.number().int())),
  inference: z.object({ noise_scale: z.number(), length_scale: z.number(), noise_w: z.number() }),
});

interface Voice {
  readonly session: InferenceSession;
  readonly settings: z.infer<typeof settingsSchema>;
}

/** Guesses that are remembered; a name comes again. */
const maxGuesses = 1_000;

/** The voice was recorded 4 dB below what the other local ones speak with. */
const loudness = 1.5;

let voice: Voice | undefined;
const guesses = new Map<string, readonly string[]>();

const pronunciation: Pronunciation = {
  lookUp: (word) => (Object.hasOwn(dictionary, word) ? dictionary[word] : undefined),
  guess(word) {
    const known = guesses.get(word);
    if (known !== undefined) return known;
    const guessed = flitePhones(word);
    if (guesses.size >= maxGuesses) guesses.clear();
    guesses.set(word, guessed);
    return guessed;
  },
};

serveWorker({
  load({ modelPath, settingsPath, threads }: PiperLoad) {
    const settings = settingsSchema.parse(JSON.parse(readFileSync(settingsPath, 'utf8')));
    return uncut(async () => {
      const session = await InferenceSession.create(modelPath, {
        intraOpNumThreads: threads,
        interOpNumThreads: 1,
        executionMode: 'sequential',
        logSeverityLevel: 3,
        // Threads that wait asleep: spinning ones take a third more time of a machine that has other work.
        extra: { session: { intra_op: { allow_spinning: '0' } } },
      });
      voice = { session, settings };
    });
  },
  async synthesise({ text, speed }: PiperRequest) {
    if (voice === undefined) throw new Error('the Piper voice is not loaded');
    const pcm = await speak(voice, phonemesOf(text, pronunciation), speed);
    return new Transferred(pcm, [pcm.buffer]);
  },
});

async function speak({ session, settings }: Voice, phonemes: string, speed: number): Promise<Int16Array<ArrayBuffer>> {
  const ids = idsOf(phonemes, settings.phoneme_id_map);
  if (ids === undefined) return new Int16Array(0);
  const { noise_scale: noise, length_scale: length, noise_w: noiseWidth } = settings.inference;
  const answer = await uncut(() =>
    session.run({
      input: new Tensor('int64', BigInt64Array.from(ids, BigInt), [1, ids.length]),
      input_lengths: new Tensor('int64', BigInt64Array.of(BigInt(ids.length)), [1]),
      scales: new Tensor('float32', Float32Array.of(noise, length / speed, noiseWidth), [3]),
    }),
  );
  const sound = answer['output']?.data;
  if (!(sound instanceof Float32Array)) throw new Error('the Piper voice gave no sound');
  return toPcm16(sound, loudness);
}

/** Start, each sound followed by a pad, end; undefined when no sound is left. Sounds that the voice does not know are left out. */
function idsOf(phonemes: string, map: Readonly<Record<string, readonly number[]>>): number[] | undefined {
  const pad = map['_'] ?? [];
  const sounds = [...phonemes].flatMap((sound) => (map[sound] === undefined ? [] : [...map[sound], ...pad]));
  return sounds.length === 0 ? undefined : [...(map['^'] ?? []), ...pad, ...sounds, ...(map['$'] ?? [])];
}
