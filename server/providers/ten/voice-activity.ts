import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import type { VoiceActivityDetector, VoiceActivityProvider } from '../spec/voice-activity';

const frameSamples = 256;
const threshold = 0.5;

/** The library as Emscripten builds it, with the functions of its header. */
interface TenLibrary {
  readonly HEAPU8: Uint8Array;
  _malloc(bytes: number): number;
  _free(address: number): void;
  _ten_vad_create(handleAddress: number, hopSize: number, threshold: number): number;
  _ten_vad_process(handle: number, samples: number, count: number, probability: number, flag: number): number;
  _ten_vad_destroy(handleAddress: number): number;
}

const loaderSchema = z.object({ default: z.custom<(options: object) => Promise<TenLibrary>>((value) => typeof value === 'function') });

/**
 * TEN VAD, from files that whoever runs this installation put there: its licence does not let us bring it along.
 * `folder` holds `ten_vad.js` (a module) and `ten_vad.wasm`, as TEN publishes them for the web.
 */
export function createTenVad(folder: string): VoiceActivityProvider {
  let library: Promise<TenLibrary> | undefined;
  return {
    id: 'ten',
    async open() {
      library ??= load(folder);
      try {
        return openDetector(await library);
      } catch (error) {
        library = undefined; // put right meanwhile, perhaps
        throw error;
      }
    },
  };
}

export function hasTenVad(folder: string): boolean {
  return existsSync(join(folder, 'ten_vad.js')) && existsSync(join(folder, 'ten_vad.wasm'));
}

async function load(folder: string): Promise<TenLibrary> {
  if (!hasTenVad(folder)) throw new Error(`TEN VAD is not installed: put ten_vad.js and ten_vad.wasm into ${folder}`);
  const loader = loaderSchema.parse(await import(pathToFileURL(join(folder, 'ten_vad.js')).href));
  return loader.default({ locateFile: (name: string) => join(folder, name) });
}

function openDetector(ten: TenLibrary): VoiceActivityDetector {
  const cell = ten._malloc(4);
  const probability = ten._malloc(4);
  const flag = ten._malloc(4);
  const samples = ten._malloc(frameSamples * 2);
  const int32 = (address: number): number => new DataView(ten.HEAPU8.buffer).getInt32(address, true);
  let handle = create();
  let isClosed = false;

  function create(): number {
    if (ten._ten_vad_create(cell, frameSamples, threshold) !== 0) throw new Error('TEN VAD could not be opened');
    return int32(cell);
  }
  function destroy(): void {
    new DataView(ten.HEAPU8.buffer).setInt32(cell, handle, true);
    ten._ten_vad_destroy(cell);
  }
  return {
    frameSamples,
    probability(frame) {
      if (isClosed) return 0;
      new Int16Array(ten.HEAPU8.buffer, samples, frameSamples).set(frame);
      if (ten._ten_vad_process(handle, samples, frameSamples, probability, flag) !== 0) throw new Error('TEN VAD failed');
      return new DataView(ten.HEAPU8.buffer).getFloat32(probability, true);
    },
    reset() {
      if (isClosed) return;
      destroy();
      handle = create();
    },
    close() {
      if (isClosed) return;
      isClosed = true;
      destroy();
      for (const address of [cell, probability, flag, samples]) ten._free(address);
    },
  };
}
