import { createElevenLabs } from '@ai-sdk/elevenlabs';
import { ElevenLabsClient } from '@elevenlabs/elevenlabs-js';
import { generateSpeech, transcribe } from 'ai';
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeDatabase, type Database, openDatabase } from '../db/client';
import { encodeWav } from '../lib/wav';
import { createTestDatabase } from '../testing/database';
import { startRestServer } from '../testing/rest-server';
import { makeServices } from '../testing/services';
import { startWebServer } from '../testing/web-server';
import { type FullWorkspace, makeTwoWorkspaces } from '../testing/two-workspaces';

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;
let workspace: FullWorkspace;
let other: FullWorkspace;
let server: Awaited<ReturnType<typeof startRestServer>>;
let client: ElevenLabsClient;
const made = makeServices({ allowPrivateHosts: ['127.0.0.1'] });
const voiceId = 'ada';

beforeAll(async () => {
  test = await createTestDatabase();
  db = openDatabase(test.url);
  ({ a: workspace, b: other } = await makeTwoWorkspaces(db, made.services));
  server = await startRestServer(db, made.services);
  client = new ElevenLabsClient({ apiKey: workspace.apiKey, baseUrl: server.url, maxRetries: 0 });
});

afterAll(async () => {
  await server.close();
  await closeDatabase(db);
  await test.drop();
  made.remove();
});

const bytesOf = async (stream: ReadableStream<Uint8Array>) => buffer(Readable.fromWeb(stream as never));
const wav = (seconds: number, channels = 1) => encodeWav(new Int16Array(16_000 * seconds * channels).fill(500), { sampleRate: 16_000, channels });

describe('the official client speaks', () => {
  it('as MP3 unless it asks for something else', async () => {
    const mp3 = await bytesOf(await client.textToSpeech.convert(voiceId, { text: 'Good morning.' }));
    expect(mp3.readUInt16BE(0) & 0xffe0).toBe(0xffe0);
    const pcm = await bytesOf(await client.textToSpeech.convert(voiceId, { text: 'Good morning.', outputFormat: 'pcm_16000' }));
    expect(pcm.length).toBe('Good morning.'.length * 20 * 32);
    const ulaw = await bytesOf(await client.textToSpeech.convert(voiceId, { text: 'Good morning.', outputFormat: 'ulaw_8000' }));
    expect(ulaw.length).toBe('Good morning.'.length * 20 * 8);
  });

  it('as a stream', async () => {
    const pcm = await bytesOf(await client.textToSpeech.stream(voiceId, { text: 'A stream.', outputFormat: 'pcm_24000' }));
    expect(pcm.length).toBe('A stream.'.length * 20 * 48);
  });

  it('with the time of each character, whole and as a stream', async () => {
    const whole = await client.textToSpeech.convertWithTimestamps(voiceId, { text: 'Timed.', outputFormat: 'pcm_16000' });
    expect(whole.alignment?.characters.join('')).toBe('Timed.');
    expect(whole.alignment?.characterStartTimesSeconds[1]).toBeCloseTo(0.02);
    expect(Buffer.from(whole.audioBase64, 'base64').length).toBe(6 * 20 * 32);
    const heard: string[] = [];
    for await (const part of await client.textToSpeech.streamWithTimestamps(voiceId, { text: 'Timed.', outputFormat: 'pcm_16000' })) {
      heard.push(part.alignment?.characters.join('') ?? '');
    }
    expect(heard.join('')).toBe('Timed.');
  });

  it('words by the rules of a pronunciation dictionary, and not by one of another workspace', async () => {
    const dictionary = await client.pronunciationDictionaries.createFromRules({
      name: 'Bodies',
      rules: [{ type: 'alias', stringToReplace: 'UN', alias: 'United Nations' }],
    });
    const locators = [{ pronunciationDictionaryId: dictionary.id, versionId: dictionary.versionId }];
    await bytesOf(await client.textToSpeech.convert(voiceId, { text: 'The UN.', pronunciationDictionaryLocators: locators }));
    expect(made.speech.said.at(-1)).toBe('The United Nations.');
    const stranger = new ElevenLabsClient({ apiKey: other.apiKey, baseUrl: server.url, maxRetries: 0 });
    await expect(stranger.textToSpeech.convert(voiceId, { text: 'The UN.', pronunciationDictionaryLocators: locators })).rejects.toMatchObject({
      statusCode: 404,
    });
  });

  it('and is told what does not exist here', async () => {
    await expect(client.textToSpeech.convert('nobody', { text: 'x' })).rejects.toMatchObject({ statusCode: 404 });
    await expect(client.textToSpeech.convert(voiceId, { text: 'x', outputFormat: 'opus_48000_64' })).rejects.toMatchObject({ statusCode: 400 });
    await expect(client.textToSpeech.convert(voiceId, { text: ' ' })).rejects.toMatchObject({ statusCode: 400 });
    await expect(client.textToSpeech.convert(voiceId, { text: 'x'.repeat(5001) })).rejects.toMatchObject({ statusCode: 400 });
  });
});

describe('the official client hears', () => {
  it('a file, with the time of each word', async () => {
    const heard = await client.speechToText.convert({ modelId: 'scribe_v1', file: new Blob([Uint8Array.from(wav(2))]) });
    if (!('words' in heard)) throw new Error('no transcript');
    expect(heard.text).toBe('word1 word2');
    expect(heard.words.map(({ type }) => type)).toEqual(['word', 'spacing', 'word']);
    expect(heard.words[2]).toMatchObject({ text: 'word2', start: 1 });
    const again = await client.speechToText.transcripts.get(heard.transcriptionId ?? '');
    expect(again).toMatchObject({ text: 'word1 word2' });
    await client.speechToText.transcripts.delete(heard.transcriptionId ?? '');
    await expect(client.speechToText.transcripts.get(heard.transcriptionId ?? '')).rejects.toMatchObject({ statusCode: 404 });
  });

  it('each channel by itself, and raw PCM', async () => {
    const heard = await client.speechToText.convert({ modelId: 'scribe_v1', file: new Blob([Uint8Array.from(wav(1, 2))]), useMultiChannel: true });
    expect(heard).toMatchObject({ transcripts: [{ channelIndex: 0, text: 'word1' }, { channelIndex: 1 }] });
    const raw = await client.speechToText.convert({ modelId: 'scribe_v1', file: new Blob([new Uint8Array(32_000)]), fileFormat: 'pcm_s16le_16' });
    expect(raw).toMatchObject({ text: 'word1', audioDurationSecs: 1 });
  });

  it('later when it asks for that, by a job that is run once', async () => {
    const later = await client.speechToText.convert({ modelId: 'scribe_v1', file: new Blob([Uint8Array.from(wav(1))]), webhook: true });
    const transcriptionId = 'transcriptionId' in later ? (later.transcriptionId ?? '') : '';
    await expect(client.speechToText.transcripts.get(transcriptionId)).rejects.toMatchObject({ statusCode: 409 });
    await made.jobs.runAll(db, made.services);
    expect(await client.speechToText.transcripts.get(transcriptionId)).toMatchObject({ text: 'word1' });
  });

  it('… and tells the webhook that the request names, signed and with what the caller wants back', async () => {
    const receiver = await startWebServer();
    const webhook = await client.webhooks.create({
      settings: { authType: 'hmac', name: 'heard', webhookUrl: `http://127.0.0.1:${new URL(receiver.url).port}/heard` },
    });
    const given = { modelId: 'scribe_v1' as const, file: new Blob([Uint8Array.from(wav(1))]), webhook: true };
    const later = await client.speechToText.convert({ ...given, webhookId: webhook.webhookId, webhookMetadata: { order: 'A-7' } });
    await made.jobs.runAll(db, made.services);
    const [request] = receiver.requests;
    const event = await client.webhooks.constructEvent(request?.body ?? '', String(request?.headers['elevenlabs-signature']), webhook.webhookSecret ?? '');
    expect(event).toMatchObject({
      type: 'speech_to_text_transcription',
      data: {
        request_id: 'requestId' in later ? later.requestId : '',
        transcription: { text: 'word1', transcription_id: 'transcriptionId' in later ? later.transcriptionId : '' },
        webhook_metadata: { order: 'A-7' },
      },
    });
    await expect(client.speechToText.convert({ ...given, webhookId: 'wh_none' })).rejects.toMatchObject({ statusCode: 404 });
    await client.webhooks.delete(webhook.webhookId);
    await receiver.close();
  });

  it('and is told what cannot be read', async () => {
    await expect(client.speechToText.convert({ modelId: 'scribe_v1', file: new Blob(['ID3 no sound']) })).rejects.toMatchObject({ statusCode: 400 });
    await expect(client.speechToText.convert({ modelId: 'scribe_v1', cloudStorageUrl: 'http://127.0.0.1:1/x.wav' })).rejects.toMatchObject({ statusCode: 400 });
  });
});

describe('a single-use token', () => {
  it('opens what it is for once', async () => {
    const { token } = await client.tokens.singleUse.create('batch_scribe');
    const hear = (value: string) => {
      const form = new FormData();
      form.set('model_id', 'scribe_v1');
      form.set('file', new Blob([Uint8Array.from(wav(1))]));
      return fetch(`${server.url}/v1/speech-to-text?token=${value}`, { method: 'POST', body: form });
    };
    expect((await hear(token)).status).toBe(200);
    expect((await hear(token)).status).toBe(401);
    const { token: forSockets } = await client.tokens.singleUse.create('tts_websocket');
    expect((await hear(forSockets)).status).toBe(401);
  });
});

describe('the AI SDK', () => {
  const provider = () =>
    createElevenLabs({
      apiKey: workspace.apiKey,
      fetch: (input, init) => fetch(String(input instanceof Request ? input.url : input).replace('https://api.elevenlabs.io', server.url), init),
    });

  it('speaks and hears', async () => {
    const { audio } = await generateSpeech({ model: provider().speech('eleven_multilingual_v2'), text: 'Hello from the SDK.', voice: voiceId });
    expect(audio.uint8Array.length).toBeGreaterThan(500);
    const heard = await transcribe({ model: provider().transcription('scribe_v1'), audio: wav(2) });
    expect(heard.text).toBe('word1 word2');
    expect(heard.segments.length).toBeGreaterThan(0);
  });
});

describe('voices', () => {
  it('are listed, changed and taken out for one workspace alone', async () => {
    const { voices } = await client.voices.search({ search: 'ada' });
    expect(voices[0]).toMatchObject({ voiceId: 'ada', name: 'Ada' });
    const preview = new URL(voices[0]?.previewUrl ?? '');
    const sound = await fetch(server.url + preview.pathname);
    expect([sound.status, sound.headers.get('content-type')]).toEqual([200, 'audio/wav']);
    expect((await fetch(`${server.url}${preview.pathname}x`)).status).toBe(404);

    await client.voices.update('ada', { name: 'Adele', labels: '{"tone":"warm"}' });
    await client.voices.settings.update('ada', { stability: 0.2, speed: 1.1 });
    expect(await client.voices.get('ada')).toMatchObject({ name: 'Adele', labels: { tone: 'warm' }, settings: { stability: 0.2, speed: 1.1 } });
    expect(await client.voices.settings.get('ada')).toMatchObject({ stability: 0.2, useSpeakerBoost: true });

    await client.voices.delete('ada');
    await expect(client.voices.get('ada')).rejects.toMatchObject({ statusCode: 404 });
    const stranger = new ElevenLabsClient({ apiKey: other.apiKey, baseUrl: server.url, maxRetries: 0 });
    expect(await stranger.voices.get('ada')).toMatchObject({ name: 'Ada' });
    await db.voicePreference.deleteMany({});
  });

  it('cannot be cloned, and say so', async () => {
    await expect(client.voices.ivc.create({ name: 'Me', files: [new Blob(['x'])] })).rejects.toMatchObject({ statusCode: 400 });
  });
});

describe('usage', () => {
  it('counts characters and requests by day, and in the subscription', async () => {
    const now = Date.now();
    const usage = await client.usage.get({ startUnix: now - 86_400_000, endUnix: now, breakdownType: 'product_type' });
    expect(usage.time).toHaveLength(2);
    expect(usage.usage['TTS']?.reduce((sum, value) => sum + value, 0)).toBeGreaterThan(50);
    const subscription = await client.user.subscription.get();
    expect(subscription.characterCount).toBeGreaterThan(50);
  });
});

describe('pronunciation dictionaries', () => {
  it('are made from a lexicon file, listed and read', async () => {
    const pls = '<lexicon alphabet="ipa"><lexeme><grapheme>Kyiv</grapheme><phoneme>ˈkɪjiu̯</phoneme></lexeme></lexicon>';
    const created = await client.pronunciationDictionaries.createFromFile({ name: 'Cities', file: new Blob([pls]) });
    expect(created.versionRulesNum).toBe(1);
    const read = await client.pronunciationDictionaries.get(created.id);
    expect(read.rules).toMatchObject([{ type: 'phoneme', stringToReplace: 'Kyiv', alphabet: 'ipa' }]);
    const { pronunciationDictionaries } = await client.pronunciationDictionaries.list();
    expect(pronunciationDictionaries.map(({ name }) => name)).toContain('Cities');
    await expect(client.pronunciationDictionaries.createFromFile({ name: 'None', file: new Blob(['x']) })).rejects.toMatchObject({ statusCode: 422 });
  });
});
