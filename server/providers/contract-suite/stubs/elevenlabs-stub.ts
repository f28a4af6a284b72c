import { samplesAWord, type TranscriptionStubOptions } from './deepgram-stub';
import { piecesOf, type Stub, type StubFailure, type StubSocket, startStub, toneFor } from './stub-server';

const failures: Readonly<Record<StubFailure, readonly [status: number, word: string]>> = {
  unauthorized: [401, 'invalid_api_key'],
  'rate-limited': [429, 'too_many_concurrent_requests'],
  'server-error': [500, 'internal_error'],
  hang: [200, ''],
  garbage: [200, ''],
  disconnect: [200, ''],
};

/** ElevenLabs' voices, speech over HTTP and socket, and realtime Scribe. Base URL: `url`. */
export function startElevenLabsStub(options: TranscriptionStubOptions = {}): Promise<Stub> {
  return startStub(
    {
      failureBody: (failure) => ({
        status: failures[failure][0],
        body: JSON.stringify({ detail: { status: failures[failure][1], message: `the stub says ${failure}` } }),
      }),
      async answer(exchange) {
        const { path, query, body } = exchange.request;
        if (path === '/v2/voices') {
          return exchange.json({
            voices: [
              {
                voice_id: 'cjVigY5qzO86Huf0OWal',
                name: 'Eric',
                labels: { gender: 'male' },
                description: 'A smooth tenor',
                verified_languages: [{ language: 'en' }, { language: 'es' }],
              },
              { voice_id: 'EXAVITQu4vr4xnSDxMaL', name: 'Sarah', labels: { gender: 'female' } },
            ],
            has_more: false,
            next_page_token: null,
          });
        }
        if (/^\/v1\/text-to-speech\/[^/]+\/stream$/.test(path)) {
          const { text } = JSON.parse(body) as { text: string };
          return exchange.stream('audio/pcm', piecesOf(toneFor(text, rateOf(query)), 1_001));
        }
        exchange.json({ detail: { status: 'not_found', message: 'no such route' } }, 404);
      },
      connect(connection) {
        if (connection.request.path.endsWith('/stream-input')) speak(connection);
        else listen(connection, (options.transcription ?? 'hello from the stub').split(' '));
      },
    },
    options,
  );
}

function rateOf(query: URLSearchParams): number {
  return Number(/pcm_(\d+)/.exec(query.get('output_format') ?? '')?.[1] ?? 16_000);
}

/** Speaks each text as it comes, in pieces with the times of their letters, counted from the piece's own beginning. */
function speak({ request, socket, behaviour, pause }: StubSocket): void {
  const rate = rateOf(request.query);
  let work = Promise.resolve();
  let isFirst = true;
  const send = (value: unknown) => {
    if (socket.readyState === socket.OPEN) socket.send(typeof value === 'string' ? value : JSON.stringify(value));
  };
  const say = async (text: string) => {
    for (const letters of text.match(/.{1,12}/gs) ?? []) {
      await pause(isFirst);
      isFirst = false;
      if (behaviour.failure === 'garbage') return send('<html>this is no answer</html>');
      const tone = toneFor(letters, rate);
      const chars = [...letters];
      const each = ((tone.length / rate) * 1_000) / chars.length;
      send({
        audio: Buffer.from(tone.buffer, tone.byteOffset, tone.byteLength).toString('base64'),
        isFinal: null,
        normalizedAlignment: null,
        alignment: { chars, charStartTimesMs: chars.map((_, i) => Math.round(i * each)), charDurationsMs: chars.map(() => Math.round(each)) },
      });
      if (behaviour.failure === 'disconnect') return socket.terminate();
    }
  };
  socket.on('message', (data) => {
    const { text } = JSON.parse(String(data)) as { text: string };
    if (text === '') {
      work = work.then(() => {
        send({ audio: null, isFinal: true });
        socket.close(1000);
      });
    } else if (text.trim() !== '') work = work.then(() => say(text));
  });
}

function listen({ socket, behaviour, pause }: StubSocket, words: readonly string[]): void {
  let samples = 0;
  let given = 0;
  const send = (value: unknown) => {
    if (socket.readyState === socket.OPEN) socket.send(typeof value === 'string' ? value : JSON.stringify(value));
  };
  const upTo = () => Math.min(words.length, Math.floor(samples / samplesAWord));
  send({ message_type: 'session_started', session_id: 's1', config: { sample_rate: 16_000, audio_format: 'pcm_16000' } });
  socket.on('message', (data) => {
    const message = JSON.parse(String(data)) as { audio_base_64: string; commit: boolean };
    const before = upTo();
    samples += Buffer.from(message.audio_base_64, 'base64').length / 2;
    if (upTo() > before) {
      if (behaviour.failure === 'garbage') send('<html>this is no answer</html>');
      else send({ message_type: 'partial_transcript', text: words.slice(given, upTo()).join(' ') });
      if (behaviour.failure === 'disconnect') return socket.terminate();
    }
    if (!message.commit) return;
    pause(true).then(
      () => {
        send({ message_type: 'committed_transcript', text: words.slice(given, upTo()).join(' ') });
        given = upTo();
      },
      () => undefined,
    );
  });
}
