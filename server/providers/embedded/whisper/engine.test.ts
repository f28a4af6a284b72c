import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { configureEmbedded } from '../configure';
import { createWhisperEngine } from './engine';

const modelsDir = mkdtempSync(join(tmpdir(), 'parley-whisper-'));
const isBuiltHere = process.platform === 'linux' && process.arch === 'x64';

function put(name: string, file: string): void {
  mkdirSync(join(modelsDir, name), { recursive: true });
  writeFileSync(join(modelsDir, name, file), '');
}

afterEach(() => {
  configureEmbedded({});
  rmSync(modelsDir, { recursive: true, force: true });
});

it.runIf(isBuiltHere)('takes the English model for English and the other for everything else, as soon as they are there', () => {
  const engine = createWhisperEngine();
  configureEmbedded({ modelsDir });
  expect(engine.readiness('en')).toMatchObject({ ok: false, detail: expect.stringContaining('models fetch') as string });
  put('whisper-base', 'ggml-base.bin');
  expect(engine.readiness('en-GB')).toEqual({ ok: true, detail: 'Whisper (whisper-base)' });
  put('whisper-tiny-en', 'ggml-tiny.en.bin');
  expect(engine.readiness('en-GB')).toEqual({ ok: true, detail: 'Whisper (whisper-tiny-en)' });
  expect(engine.readiness('es')).toEqual({ ok: true, detail: 'Whisper (whisper-base)' });
  expect(engine.pace?.('en')).toBe('unknown');
});
