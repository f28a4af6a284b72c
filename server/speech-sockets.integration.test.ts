import type { AddressInfo } from 'node:net';
import type http from 'node:http';
import { WebSocket } from 'ws';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeDatabase, type Database, openDatabase } from './db/client';
import { createDictionary } from './domain/pronunciation-dictionaries/dictionaries';
import { createSingleUseToken } from './domain/single-use-tokens/create-single-use-token';
import { createSpeechHost } from './host/speech-host';
import { createHttpServer } from './http';
import { systemClock } from './lib/clock';
import { silentLogger } from './lib/logger';
import { createTestDatabase } from './testing/database';
import { makeServices } from './testing/services';
import { type FullWorkspace, makeTwoWorkspaces } from './testing/two-workspaces';
import { createSpeechSockets } from './transports/speech/upgrade';
import { loudnessDetector } from './voice/testing/scripted-providers';

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;
let a: FullWorkspace;
let b: FullWorkspace;
let server: http.Server;
let origin: string;
const made = makeServices();

beforeAll(async () => {
  test = await createTestDatabase();
  db = openDatabase(test.url);
  ({ a, b } = await makeTwoWorkspaces(db, made.services));
  const speech = createSpeechSockets({
    host: createSpeechHost({ db, services: made.services, voiceActivity: loudnessDetector }),
    clock: systemClock,
    log: silentLogger,
  });
  const convai = { upgrade: (_: unknown, socket: { destroy(): void }) => socket.destroy() };
  server = createHttpServer({ rest: (_, response) => response.writeHead(404).end(), convai, speech, isReady: () => true });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await closeDatabase(db);
  await test.drop();
  made.remove();
});

type Frame = Record<string, unknown> & {
  audio?: string | null;
  isFinal?: boolean | null;
  contextId?: string;
  message_type?: string;
  text?: string;
  error?: string;
};

/** A client that keeps what it is told until the socket is closed. */
async function connect(path: string, headers: Record<string, string> = { 'xi-api-key': a.apiKey }) {
  const ws = new WebSocket(origin + path, { headers });
  const frames: Frame[] = [];
  const waiting: (() => void)[] = [];
  let closed: number | undefined;
  const wake = () => waiting.splice(0).forEach((each) => each());
  ws.on('message', (data) => {
    frames.push(JSON.parse(String(data)) as Frame);
    wake();
  });
  ws.on('close', (code) => {
    closed = code;
    wake();
  });
  await new Promise<void>((resolve, reject) => {
    ws.once('open', resolve);
    ws.once('error', reject);
  });
  return {
    frames,
    send: (message: object) => ws.send(JSON.stringify(message)),
    sendText: (text: string) => ws.send(text),
    close: () => ws.close(),
    async until(isThere: () => boolean): Promise<void> {
      while (!isThere()) {
        if (closed !== undefined) throw new Error(`closed with ${closed}: ${JSON.stringify(frames.at(-1))}`);
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    },
    async closing(): Promise<number> {
      while (closed === undefined) await new Promise<void>((resolve) => waiting.push(resolve));
      return closed;
    },
  };
}

const soundOf = (frames: readonly Frame[], contextId?: string) =>
  frames
    .filter((frame) => contextId === undefined || frame.contextId === contextId)
    .reduce((sum, { audio }) => sum + Buffer.from(audio ?? '', 'base64').length, 0);
const spokenBytes = (text: string) => text.length * 20 * 32;

describe('stream-input', () => {
  const path = '/v1/text-to-speech/ada/stream-input?output_format=pcm_16000';

  it('speaks what comes, with the time of each character, and closes when the text ends', async () => {
    const client = await connect(path);
    client.send({ text: ' ', voice_settings: { stability: 0.5, speed: 1 } });
    client.send({ text: 'Hello ' });
    client.send({ text: 'world. ' });
    client.send({ text: '' });
    expect(await client.closing()).toBe(1000);
    expect(soundOf(client.frames)).toBe(spokenBytes('Hello world. '));
    expect(client.frames[0]).toMatchObject({ isFinal: null, alignment: { chars: [...'Hello world. '] } });
    expect((client.frames[0]?.['alignment'] as { charStartTimesMs: number[] }).charStartTimesMs[1]).toBe(20);
    expect(client.frames.at(-1)).toMatchObject({ audio: null, isFinal: true });
  });

  it('speaks at once when it is told to flush, and phrase by phrase in auto mode', async () => {
    const client = await connect(path);
    client.send({ text: ' ' });
    client.send({ text: 'Now ', flush: true });
    await client.until(() => soundOf(client.frames) === spokenBytes('Now '));
    client.close();
    const auto = await connect(`${path}&auto_mode=true`);
    auto.send({ text: 'One. Tw' });
    await auto.until(() => soundOf(auto.frames) === spokenBytes('One. '));
    auto.close();
  });

  it('takes the key from the first message, or a token once', async () => {
    const inside = await connect(path, {});
    inside.send({ text: ' ', 'xi-api-key': a.apiKey });
    inside.send({ text: 'In. ' });
    inside.send({ text: '' });
    expect(await inside.closing()).toBe(1000);

    const token = await createSingleUseToken(a.scope, 'tts_websocket');
    const withToken = async () => {
      const client = await connect(`${path}&single_use_token=${token}`, {});
      client.send({ text: 'Once. ' });
      client.send({ text: '' });
      return client.closing();
    };
    expect(await withToken()).toBe(1000);
    expect(await withToken()).toBe(1008);
  });

  it.each([
    ['a wrong key', '', { 'xi-api-key': 'nonsense' }, { text: 'x. ' }],
    ['no key', '', {}, { text: 'x. ' }],
    ['a format that is not made', '&output_format=opus_48000_64', undefined, { text: 'x. ', flush: true }],
    ['a message of another shape', '', undefined, { text: 7 }],
  ])('says what is wrong with %s and closes', async (_, more, headers, message) => {
    const client = await connect(`/v1/text-to-speech/ada/stream-input?x=1${more}`, headers ?? { 'xi-api-key': a.apiKey });
    client.send(message);
    expect(await client.closing()).toBe(1008);
    expect(client.frames.at(-1)).toMatchObject({ code: 1008, message: expect.any(String) });
  });

  it('knows no voice that there is not, and no dictionary of another workspace', async () => {
    const nobody = await connect('/v1/text-to-speech/nobody/stream-input');
    nobody.send({ text: 'x. ', flush: true });
    expect(await nobody.closing()).toBe(1008);
    const dictionary = await createDictionary(a.scope, { name: 'Names', rules: [{ type: 'alias', stringToReplace: 'UN', alias: 'United Nations' }] });
    const say = async (apiKey: string) => {
      const client = await connect(path, { 'xi-api-key': apiKey });
      client.send({ text: ' ', pronunciation_dictionary_locators: [{ pronunciation_dictionary_id: dictionary.id }] });
      client.send({ text: 'The UN. ' });
      client.send({ text: '' });
      return client.closing();
    };
    expect(await say(a.apiKey)).toBe(1000);
    expect(made.speech.said.at(-1)).toContain('United Nations');
    expect(await say(b.apiKey)).toBe(1008);
  });
});

describe('multi-stream-input', () => {
  it('speaks in several contexts, each closed by itself', async () => {
    const client = await connect('/v1/text-to-speech/ada/multi-stream-input?output_format=pcm_16000');
    client.send({ text: 'First. ', context_id: 'one' });
    client.send({ text: 'The second. ', context_id: 'two', flush: true });
    client.send({ context_id: 'one', close_context: true });
    await client.until(() => client.frames.some(({ contextId, isFinal }) => contextId === 'one' && isFinal === true));
    await client.until(() => soundOf(client.frames, 'two') === spokenBytes('The second. '));
    expect(soundOf(client.frames, 'one')).toBe(spokenBytes('First. '));
    expect(client.frames.some(({ contextId, isFinal }) => contextId === 'two' && isFinal === true)).toBe(false);
    client.send({ close_socket: true });
    expect(await client.closing()).toBe(1000);
    expect(client.frames.filter(({ isFinal }) => isFinal === true).map(({ contextId }) => contextId)).toEqual(['one', 'two']);
  });

  it('refuses more contexts than it may have', async () => {
    const client = await connect('/v1/text-to-speech/ada/multi-stream-input');
    for (let i = 0; i < 6; i++) client.send({ text: 'x', context_id: `c${i}` });
    expect(await client.closing()).toBe(1008);
  });
});

describe('realtime transcription', () => {
  const sound = (seconds: number, amplitude: number) => Buffer.from(new Int16Array(16_000 * seconds).fill(amplitude).buffer).toString('base64');
  const piece = (audio: string, commit = false) => ({ message_type: 'input_audio_chunk', audio_base_64: audio, commit, sample_rate: 16_000 });
  const path = '/v1/speech-to-text/realtime?model_id=scribe_v2_realtime&audio_format=pcm_16000';

  it('begins with its settings, tells words while they come, and the whole when it is committed', async () => {
    const client = await connect(`${path}&include_timestamps=true&language_code=en`);
    await client.until(() => client.frames.length > 0);
    expect(client.frames[0]).toMatchObject({
      message_type: 'session_started',
      session_id: expect.any(String),
      config: { sample_rate: 16_000, commit_strategy: 'manual' },
    });
    client.send(piece(sound(1, 3000)));
    client.send(piece(sound(1, 3000), true));
    await client.until(() => client.frames.some(({ message_type: type }) => type === 'committed_transcript_with_timestamps'));
    const kinds = client.frames.map(({ message_type: type }) => type);
    expect(kinds).toContain('partial_transcript');
    expect(client.frames.find(({ message_type: type }) => type === 'committed_transcript')).toMatchObject({ text: 'word1 word2' });
    expect(client.frames.at(-1)).toMatchObject({
      words: [
        { text: 'word1', start: 0 },
        { text: 'word2', start: 1 },
      ],
    });
    client.close();
  });

  it('commits by itself when silence follows speech', async () => {
    const client = await connect(`${path}&commit_strategy=vad&vad_silence_threshold_secs=0.5`);
    await client.until(() => client.frames.length > 0);
    client.send(piece(sound(1, 8000)));
    client.send(piece(sound(1, 0)));
    await client.until(() => client.frames.some(({ message_type: type }) => type === 'committed_transcript'));
    client.close();
  });

  it('takes other rates, and a token once', async () => {
    const token = await createSingleUseToken(a.scope, 'realtime_scribe');
    const client = await connect(`/v1/speech-to-text/realtime?audio_format=pcm_48000&token=${token}`, {});
    await client.until(() => client.frames.length > 0);
    client.send({ ...piece(Buffer.from(new Int16Array(48_000).fill(3000).buffer).toString('base64'), true), sample_rate: 48_000 });
    await client.until(() => client.frames.some(({ text }) => text === 'word1'));
    client.close();
    const again = await connect(`/v1/speech-to-text/realtime?token=${token}`, {});
    expect(await again.closing()).toBe(1008);
    expect(again.frames.at(-1)).toMatchObject({ message_type: 'auth_error' });
  });

  it('survives 2,000 malformed frames over many sockets, each told once', async () => {
    const malformed = [
      '',
      '{',
      '[]',
      'null',
      '7',
      '{"message_type":"input_audio_chunk"}',
      '{"message_type":"x"}',
      '{"message_type":"input_audio_chunk","audio_base_64":5}',
    ];
    for (let i = 0; i < 20; i++) {
      const client = await connect(i % 2 === 0 ? path : '/v1/text-to-speech/ada/stream-input');
      for (let n = 0; n < 100; n++) client.sendText(malformed[(i + n) % malformed.length] ?? '');
      expect([1000, 1008]).toContain(await client.closing());
    }
    const after = await connect(path);
    await after.until(() => after.frames.length > 0);
    after.close();
  });
});
