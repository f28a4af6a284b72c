import { type Stub, type StubBehaviour, type StubFailure, type StubSocket, startStub } from './stub-server';

export interface TranscriptionStubOptions extends StubBehaviour {
  /** What is heard in a turn; each request for text gives the next words of it, one a quarter of a second of sound. */
  readonly transcription?: string;
}

const failures: Readonly<Record<StubFailure, readonly [status: number, code: string]>> = {
  unauthorized: [401, 'INVALID_AUTH'],
  'rate-limited': [429, 'TOO_MANY_REQUESTS'],
  'server-error': [500, 'INTERNAL_SERVER_ERROR'],
  hang: [200, ''],
  garbage: [200, ''],
  disconnect: [200, ''],
};

/** Samples of sound for one word. */
export const samplesAWord = 4_000;

/** Deepgram's live socket and list of projects. Base URL: `url`. */
export function startDeepgramStub(options: TranscriptionStubOptions = {}): Promise<Stub> {
  return startStub(
    {
      failureBody: (failure) => ({
        status: failures[failure][0],
        body: JSON.stringify({ err_code: failures[failure][1], err_msg: `the stub says ${failure}` }),
      }),
      answer(exchange) {
        if (exchange.request.path === '/v1/projects') return exchange.json({ projects: [{ project_id: 'p1', name: 'Stub project' }] });
        exchange.json({ err_code: 'NOT_FOUND', err_msg: 'no such route' }, 404);
      },
      connect: (connection) => listen(connection, (options.transcription ?? 'hello from the stub').split(' ')),
    },
    options,
  );
}

function listen({ socket, behaviour, pause }: StubSocket, words: readonly string[]): void {
  let samples = 0;
  let given = 0;
  let answeredUntil = 0;
  const send = (value: unknown) => {
    if (socket.readyState === socket.OPEN) socket.send(typeof value === 'string' ? value : JSON.stringify(value));
  };
  const results = (isFinal: boolean, fromFinalize: boolean) => {
    const until = Math.min(words.length, Math.floor(samples / samplesAWord));
    const spoken = words.slice(given, until);
    const start = answeredUntil;
    const step = spoken.length === 0 ? 0 : (samples / 16_000 - start) / spoken.length;
    send({
      type: 'Results',
      channel_index: [0, 1],
      start,
      duration: samples / 16_000 - start,
      is_final: isFinal,
      speech_final: false,
      from_finalize: fromFinalize,
      channel: {
        alternatives: [
          {
            transcript: spoken.join(' '),
            confidence: 0.97,
            languages: ['en'],
            words: spoken.map((word, i) => ({ word, punctuated_word: word, start: start + i * step, end: start + (i + 1) * step, confidence: 0.97 })),
          },
        ],
      },
    });
    if (isFinal) {
      given = until;
      answeredUntil = samples / 16_000;
    }
  };
  socket.on('message', (data, isBinary) => {
    if (isBinary) {
      const before = Math.floor(samples / samplesAWord);
      samples += (data as Buffer).length / 2;
      if (Math.floor(samples / samplesAWord) === before) return;
      if (behaviour.failure === 'garbage') send('<html>this is no answer</html>');
      else results(false, false);
      if (behaviour.failure === 'disconnect') socket.terminate();
      return;
    }
    const { type } = JSON.parse(String(data)) as { type: string };
    if (type === 'Finalize')
      pause(true).then(
        () => results(true, true),
        () => undefined,
      );
    if (type === 'CloseStream') {
      send({ type: 'Metadata', request_id: 'r1', duration: samples / 16_000, channels: 1 });
      socket.close(1000);
    }
  });
}
