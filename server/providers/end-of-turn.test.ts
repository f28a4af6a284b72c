import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readWavFormat } from '../lib/wav';
import { cachedTestModel } from '../models/cached-test-model';
import { endOfTurnJudges } from './end-of-turn';
import type { EndOfTurnRequest } from './spec/end-of-turn';
import { ProviderError } from './spec/provider-error';
import { float32, int64, model, node, tensor, valueInfo } from './testing/tiny-onnx';
import { ultravad } from './ultravad/index';

const modelsDir = mkdtempSync(join(tmpdir(), 'parley-judges-'));
const judges = endOfTurnJudges({ modelsDir });
const nothing = () => undefined;
const signal = AbortSignal.timeout(60_000);
const silence: EndOfTurnRequest = { sound: new Int16Array(16_000), words: '', language: 'en', dialogue: [] };

afterAll(() => rmSync(modelsDir, { recursive: true, force: true }));

/** A spoken question at 16 kHz: from 6 s to about 8 s of the recording. */
function question(): Int16Array {
  const file = readFileSync(new URL('../../e2e/audio/cafe-table-for-two.wav', import.meta.url));
  const { dataStart, dataEnd } = readWavFormat(file);
  const whole = Int16Array.from({ length: Math.floor((dataEnd - dataStart) / 6) }, (_, i) => file.readInt16LE(dataStart + 6 * i));
  const last = whole.findLastIndex((sample) => Math.abs(sample) > 400);
  return whole.slice(6 * 16_000 - 3_000, last + 1_500);
}

describe('our own judge', () => {
  it('tells the end of a sentence from the middle of it by its melody', async () => {
    const judge = judges('prosody', nothing);
    const whole = question();
    const end = await judge?.probability({ ...silence, sound: whole }, signal);
    expect(end).toBeGreaterThan(0);
    expect(end).toBeLessThan(1);
    await expect(judge?.probability(silence, signal)).rejects.toThrow(/too little voice/u);
  });

  it('is what is used when nothing else is installed, and nothing judges where that is wanted', () => {
    expect(judges('auto', nothing)?.id).toBe('prosody');
    expect(judges('silence', nothing)).toBe(null);
    expect(judges('smart-turn', nothing)).toBe(null);
    expect(judges('text-model', nothing)).toBe(null);
    expect(judges('ultravad', nothing)).toBe(null);
  });
});

describe('smart-turn', () => {
  it('judges with the real file, and counts as soon as it is there', async ({ skip }) => {
    const found = await cachedTestModel('smart-turn-v3');
    if ('unavailable' in found) return skip(`the model cannot be had here: ${found.unavailable}`);
    const own = mkdtempSync(join(tmpdir(), 'parley-smart-turn-'));
    try {
      const arriving = endOfTurnJudges({ modelsDir: own });
      expect(arriving('smart-turn', nothing)).toBe(null);
      cpSync(join(found.modelsDir, 'smart-turn-v3'), join(own, 'smart-turn-v3'), { recursive: true });
      expect(arriving('auto', nothing)?.id).toBe('prosody+smart-turn:v3.2');
      const judge = arriving('smart-turn', nothing);
      const whole = question();
      const done = (await judge?.probability({ ...silence, sound: whole }, signal)) ?? 0;
      const broken = (await judge?.probability({ ...silence, sound: whole.slice(0, Math.floor(whole.length * 0.55)) }, signal)) ?? 1;
      expect(done).toBeGreaterThan(broken);
      expect(done).toBeLessThanOrEqual(1);
    } finally {
      rmSync(own, { recursive: true, force: true });
    }
  }, 90_000);
});

describe('a text model of the user', () => {
  it('is asked with the dialogue as its tokenizer and template make it', async () => {
    const folder = join(modelsDir, 'text-model');
    mkdirSync(folder);
    writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify(tinyTokenizer));
    // Each token's probability is its id divided by 16, so that the answer tells which token came last.
    writeFileSync(
      join(folder, 'model.onnx'),
      model({
        nodes: [node('Cast', ['input_ids'], ['numbers'], { to: 1 }), node('Mul', ['numbers', 'sixteenth'], ['prob'])],
        constants: [tensor('sixteenth', [1], [1 / 16])],
        inputs: [valueInfo('input_ids', int64, ['batch', 'length'])],
        outputs: [valueInfo('prob', float32, ['batch', 'length'])],
      }),
    );
    const judge = judges('text-model', nothing);
    expect(judge?.hears).toBe('words');
    const dialogue = [{ role: 'assistant' as const, text: 'Hello!' }];
    expect(await judge?.probability({ ...silence, dialogue, words: 'A table, please.' }, signal)).toBeCloseTo(tokenIds.please / 16, 4);
    expect(await judge?.probability({ ...silence, dialogue, words: 'a table' }, signal)).toBeCloseTo(tokenIds.table / 16, 4);
    await expect(judge?.probability({ ...silence, words: ' ' }, signal)).rejects.toThrow(/no words/u);
  });
});

describe('pyannote’s segmentation', () => {
  it('speaks against an end while somebody is heard, and for one when nobody is', async () => {
    const folder = join(modelsDir, 'pyannote-segmentation');
    mkdirSync(folder);
    // Two frames of seven columns: "nobody" is as improbable as the sound's loudest sample is loud.
    writeFileSync(
      join(folder, 'model.onnx'),
      model({
        nodes: [node('ReduceMax', ['waveform'], ['loudest'], { keepdims: 1 }), node('Mul', ['loudest', 'columns'], ['logarithms'])],
        constants: [tensor('columns', [1, 2, 7], [-9, 0, 0, 0, 0, 0, 0, -9, 0, 0, 0, 0, 0, 0])],
        inputs: [valueInfo('waveform', float32, ['batch', 'channel', 'samples'])],
        outputs: [valueInfo('logarithms', float32, ['batch', 'frames', 'classes'])],
      }),
    );
    const judge = judges('pyannote', nothing);
    expect(await judge?.probability(silence, signal)).toBeCloseTo(0.7, 3);
    expect(await judge?.probability({ ...silence, sound: new Int16Array(16_000).fill(30_000) }, signal)).toBeLessThan(0.15);
  });
});

describe('a server that runs UltraVAD', () => {
  it('is asked with sound and dialogue, and its failures are a provider’s', async () => {
    const asked: { path: string; authorization: string | undefined; body: Record<string, unknown> }[] = [];
    let answer: { status: number; body: string } = { status: 200, body: '{"probability":0.83}' };
    const server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        asked.push({
          path: request.url ?? '',
          authorization: request.headers.authorization,
          body: JSON.parse(Buffer.concat(parts).toString()) as Record<string, unknown>,
        });
        response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const settings = { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, apiKey: 'hush' };
    try {
      const judge = judges('ultravad', () => settings);
      const dialogue = [{ role: 'assistant' as const, text: 'When?' }];
      expect(await judge?.probability({ ...silence, sound: Int16Array.of(1, 2, 3), dialogue }, signal)).toBe(0.83);
      expect(asked[0]).toEqual({
        path: '/v1/end-of-turn',
        authorization: 'Bearer hush',
        body: { audio: Buffer.from(Int16Array.of(1, 2, 3).buffer).toString('base64'), sampling_rate: 16_000, turns: [{ role: 'assistant', content: 'When?' }] },
      });
      expect(await ultravad.check(settings, signal)).toMatchObject({ ok: true });
      answer = { status: 200, body: '{"probability":7}' };
      await expect(judge?.probability(silence, signal)).rejects.toThrow(ProviderError);
      answer = { status: 401, body: '{"error":"no"}' };
      await expect(judge?.probability(silence, signal)).rejects.toMatchObject({ category: 'authentication' });
      expect(await ultravad.check(settings, signal)).toMatchObject({ ok: false, fix: expect.stringContaining('API key') });
    } finally {
      server.close();
    }
  });
});

const tokenIds = { table: 5, please: 6 } as const;
const tinyTokenizer = {
  added_tokens: [
    { id: 0, content: '<|im_start|>' },
    { id: 1, content: '<|im_end|>' },
  ],
  model: {
    type: 'BPE',
    vocab: { ...Object.fromEntries([...'abelpstĠ'].map((letter, i) => [letter, 7 + (i % 4)])), Ġtable: tokenIds.table, Ġplease: tokenIds.please },
    merges: ['Ġ t', 'a b', 'Ġt ab', 'Ġtab l', 'Ġtabl e', 'Ġ p', 'l e', 'a s', 'Ġp le', 'Ġple as', 'Ġpleas e'],
  },
};
