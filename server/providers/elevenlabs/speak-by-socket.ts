import { systemClock } from '../../lib/clock';
import { DeadlineError } from '../../lib/wait';
import type { SpeechChunk } from '../spec/text-to-speech';
import type { z } from 'zod';
import { errorOfCategory, errorOfThrown, parsedJson } from '../shared/failures';
import { socketUrl } from '../shared/settings';
import { openVendorSocket, type VendorSocket } from '../shared/vendor-socket';
import { SampleJoiner } from '../shared/wav';
import { elevenlabsCloseError, elevenlabsHttpError, elevenlabsMessageError } from './errors';
import type { ElevenLabsVoice } from './voice';
import { speechMessageSchema } from './wire';

const openMs = 5_000;
const stallMs = 10_000;

/** One socket a response. It is opened before the first words are there, so that the handshake costs no time of the answer. */
export async function* speakBySocket(voice: ElevenLabsVoice, segments: AsyncIterable<string>, signal: AbortSignal): AsyncGenerator<SpeechChunk> {
  const over = new AbortController();
  const inner = AbortSignal.any([signal, over.signal]);
  const ends = new SegmentEnds();
  const stall = new StallWatch(ends, over);
  let socket: VendorSocket | undefined;
  let isDone = false;
  try {
    socket = await openVendorSocket({
      url: addressOf(voice),
      headers: voice.headers,
      signal: inner,
      provider: 'elevenlabs',
      openMs,
      toError: elevenlabsHttpError,
      closeError: elevenlabsCloseError,
    });
    const feeding = feed(socket, voice, segments, ends, stall);
    // A source that breaks ends the reading below; its reason is thrown there.
    feeding.catch((error: unknown) => over.abort(error));
    yield* readSpeech(socket, voice, { ends, stall, signal });
    await feeding;
    isDone = true;
  } catch (thrown) {
    if (signal.aborted) throw signal.reason;
    throw over.signal.aborted ? over.signal.reason : errorOfThrown('elevenlabs', thrown);
  } finally {
    stall.stop();
    // A vendor that is still speaking is cut off; one that is done is said goodbye to.
    if (isDone) socket?.close();
    else over.abort();
  }
}

function addressOf(voice: ElevenLabsVoice): string {
  const query = new URLSearchParams({
    model_id: voice.modelId,
    output_format: `pcm_${voice.sampleRate}`,
    // Segments are whole phrases already: each is spoken as soon as it is there.
    auto_mode: 'true',
    sync_alignment: 'true',
    inactivity_timeout: '60',
    ...(voice.languageCode === undefined ? {} : { language_code: voice.languageCode }),
  });
  return `${socketUrl(voice.baseUrl)}/v1/text-to-speech/${encodeURIComponent(voice.voiceId)}/stream-input?${query}`;
}

async function feed(socket: VendorSocket, voice: ElevenLabsVoice, segments: AsyncIterable<string>, ends: SegmentEnds, stall: StallWatch): Promise<void> {
  socket.send(JSON.stringify({ text: ' ', ...(Object.keys(voice.voiceSettings).length === 0 ? {} : { voice_settings: voice.voiceSettings }) }));
  for await (const segment of segments) {
    ends.given(segment);
    stall.restart();
    if (!socket.send(JSON.stringify({ text: `${segment.trim()} ` }))) return;
  }
  socket.send(JSON.stringify({ text: '' }));
}

interface Speaking {
  readonly ends: SegmentEnds;
  readonly stall: StallWatch;
  readonly signal: AbortSignal;
}

async function* readSpeech(socket: VendorSocket, voice: ElevenLabsVoice, { ends, stall, signal }: Speaking): AsyncGenerator<SpeechChunk> {
  const joiner = new SampleJoiner();
  let samples = 0;
  for await (const text of socket.messages) {
    signal.throwIfAborted();
    stall.restart();
    const parsed = speechMessageSchema.safeParse(parsedJson(text));
    if (!parsed.success) throw errorOfCategory('elevenlabs', 'bad-answer', 'a message could not be read');
    const message = parsed.data;
    if (message.error !== undefined) throw elevenlabsMessageError(message.error, message.message ?? '');
    const chunk = chunkOf(message, joiner, (samples / voice.sampleRate) * 1_000);
    samples += chunk.pcm.length;
    const [first, ...more] = ends.spoken(message.alignment?.chars ?? [], message.isFinal === true);
    if (chunk.pcm.length > 0 || first !== undefined) yield first === undefined ? chunk : { ...chunk, endsSegment: first };
    for (const endsSegment of more) yield { pcm: new Int16Array(0), endsSegment };
    if (message.isFinal === true) return;
  }
  if (!ends.isComplete) throw errorOfCategory('elevenlabs', 'connectivity', 'the connection closed before all was spoken');
}

/** The vendor counts a chunk's times from the chunk's own beginning. */
function chunkOf(message: z.infer<typeof speechMessageSchema>, joiner: SampleJoiner, offsetMs: number): SpeechChunk {
  const pcm = message.audio == null || message.audio === '' ? new Int16Array(0) : joiner.samples(Buffer.from(message.audio, 'base64'));
  const alignment = message.alignment;
  if (alignment == null) return { pcm };
  return { pcm, alignment: { chars: alignment.chars, startMs: alignment.charStartTimesMs.map((ms) => ms + offsetMs), durationMs: alignment.charDurationsMs } };
}

/** Which segments were spoken to their end, told by counting the letters that the vendor says it spoke. */
class SegmentEnds {
  readonly #ends: number[] = [];
  #given = 0;
  #spoken = 0;
  #next = 0;
  #isInTag = false;

  /** All that was given so far was spoken. */
  get isComplete(): boolean {
    return this.#next === this.#ends.length;
  }

  given(segment: string): void {
    this.#given += lettersOf(segment.replace(/<[^>]*>/g, ''));
    this.#ends.push(this.#given);
  }

  spoken(chars: readonly string[], isAll: boolean): number[] {
    this.#spoken = isAll ? Number.POSITIVE_INFINITY : this.#spoken + lettersOf(this.#withoutTags(chars.join('')));
    const ended: number[] = [];
    while (this.#next < this.#ends.length && this.#spoken >= (this.#ends[this.#next] ?? 0)) ended.push(this.#next++);
    return ended;
  }

  /** Tags may be part of what the vendor says it spoke, cut anywhere; they count on neither side. */
  #withoutTags(text: string): string {
    let words = '';
    for (const char of text) {
      if (char === '<') this.#isInTag = true;
      else if (char === '>' && this.#isInTag) this.#isInTag = false;
      else if (!this.#isInTag) words += char;
    }
    return words;
  }
}

/** Ends a response whose vendor owes sound and sends nothing for too long. */
class StallWatch {
  readonly #ends: SegmentEnds;
  readonly #over: AbortController;
  #cancel: (() => void) | undefined;

  constructor(ends: SegmentEnds, over: AbortController) {
    this.#ends = ends;
    this.#over = over;
  }

  restart(): void {
    this.stop();
    this.#cancel = systemClock.after(stallMs, () => {
      if (this.#ends.isComplete) this.restart();
      else this.#over.abort(errorOfThrown('elevenlabs', new DeadlineError('more sound', stallMs)));
    });
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}

/** Spaces are added and taken away on the way, so they do not count. */
function lettersOf(text: string): number {
  return text.replace(/\s/g, '').length;
}
