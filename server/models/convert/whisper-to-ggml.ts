import { readCTranslate2, type Weight } from './ctranslate2-file';
import { melFilters } from './mel-filters';

export interface WhisperParts {
  /** CTranslate2's `model.bin`. */
  readonly model: Uint8Array;
  /** Its `vocabulary.txt`: a token a line, in the byte-as-letter spelling of GPT-2. */
  readonly vocabulary: string;
}

const magic = 0x67676d6c;
const fftBins = 201;

/** Vocabularies of this size and more are multilingual; the English ones count their end-of-text token among the texts. */
const firstMultilingualSize = 51_865;

/** Writes a Whisper model that was made for CTranslate2 as the file that whisper.cpp reads. Gives the file in parts, to be written in order. */
export function* whisperToGgml({ model, vocabulary }: WhisperParts): Iterable<Uint8Array> {
  const { spec, weights } = readCTranslate2(model);
  if (spec !== 'WhisperSpec') throw new Error(`a ${spec} model, not Whisper`);
  const take = (name: string): Weight => {
    const weight = weights.get(name);
    if (weight === undefined) throw new Error(`the Whisper model has no ${name}`);
    if (weight.type === 'other') throw new Error(`${name} is neither float16 nor float32`);
    return weight;
  };
  const layers = (part: string): number =>
    new Set([...weights.keys()].map((name) => name.match(`^${part}/layer_(\\d+)/`)?.[1]).filter((n) => n !== undefined)).size;
  const heads = (part: string): number => {
    const bytes = weights.get(`${part}/num_heads`)?.bytes;
    if (bytes === undefined) throw new Error('the Whisper model does not say how many heads it has');
    return bytes[0] ?? 0;
  };

  const [vocabularySize = 0, textState = 0] = take('decoder/embeddings/weight').dims;
  const [audioState = 0, mels = 0] = take('encoder/conv1/weight').dims;
  const [audioContext = 0] = take('encoder/position_encodings/encodings').dims;
  const [textContext = 0] = take('decoder/position_encodings/encodings').dims;
  const half = 1;
  yield int32(
    magic,
    vocabularySize,
    audioContext,
    audioState,
    heads('encoder'),
    layers('encoder'),
    textContext,
    textState,
    heads('decoder'),
    layers('decoder'),
    mels,
    half,
  );
  yield int32(mels, fftBins);
  yield bytesOf(melFilters(mels));
  yield* tokens(vocabulary, vocabularySize < firstMultilingualSize);

  yield* tensor('encoder.positional_embedding', asFloat32(take('encoder/position_encodings/encodings')));
  for (const conv of ['conv1', 'conv2']) {
    yield* tensor(`encoder.${conv}.weight`, take(`encoder/${conv}/weight`));
    const bias = asFloat32(take(`encoder/${conv}/bias`));
    yield* tensor(`encoder.${conv}.bias`, { ...bias, dims: [...bias.dims, 1] });
  }
  yield* norm('encoder.ln_post', 'encoder/layer_norm');
  for (let layer = 0; layer < layers('encoder'); layer++) {
    const [to, from] = [`encoder.blocks.${layer}`, `encoder/layer_${layer}`];
    yield* selfAttention(`${to}.attn`, `${from}/self_attention`);
    yield* feedForward(to, from);
  }

  yield* tensor('decoder.positional_embedding', asFloat32(take('decoder/position_encodings/encodings')));
  yield* tensor('decoder.token_embedding.weight', take('decoder/embeddings/weight'));
  yield* norm('decoder.ln', 'decoder/layer_norm');
  for (let layer = 0; layer < layers('decoder'); layer++) {
    const [to, from] = [`decoder.blocks.${layer}`, `decoder/layer_${layer}`];
    yield* selfAttention(`${to}.attn`, `${from}/self_attention`);
    yield* crossAttention(`${to}.cross_attn`, `${from}/attention`);
    yield* feedForward(to, from);
  }

  function* norm(to: string, from: string): Iterable<Uint8Array> {
    yield* tensor(`${to}.weight`, asFloat32(take(`${from}/gamma`)));
    yield* tensor(`${to}.bias`, asFloat32(take(`${from}/beta`)));
  }

  function* linear(to: string, weight: Weight, bias: Weight | undefined): Iterable<Uint8Array> {
    yield* tensor(`${to}.weight`, weight);
    if (bias !== undefined) yield* tensor(`${to}.bias`, asFloat32(bias));
  }

  // CTranslate2 stacks the matrices that read the same input. Whisper's keys have no bias: that part of the stack is zeros.
  function* selfAttention(to: string, from: string): Iterable<Uint8Array> {
    yield* norm(`${to}_ln`, `${from}/layer_norm`);
    const [weight, bias] = [take(`${from}/linear_0/weight`), take(`${from}/linear_0/bias`)];
    yield* linear(`${to}.query`, rows(weight, 0, 3), rows(bias, 0, 3));
    yield* linear(`${to}.key`, rows(weight, 1, 3), undefined);
    yield* linear(`${to}.value`, rows(weight, 2, 3), rows(bias, 2, 3));
    yield* linear(`${to}.out`, take(`${from}/linear_1/weight`), take(`${from}/linear_1/bias`));
  }

  function* crossAttention(to: string, from: string): Iterable<Uint8Array> {
    yield* norm(`${to}_ln`, `${from}/layer_norm`);
    yield* linear(`${to}.query`, take(`${from}/linear_0/weight`), take(`${from}/linear_0/bias`));
    const [weight, bias] = [take(`${from}/linear_1/weight`), take(`${from}/linear_1/bias`)];
    yield* linear(`${to}.key`, rows(weight, 0, 2), undefined);
    yield* linear(`${to}.value`, rows(weight, 1, 2), rows(bias, 1, 2));
    yield* linear(`${to}.out`, take(`${from}/linear_2/weight`), take(`${from}/linear_2/bias`));
  }

  function* feedForward(to: string, from: string): Iterable<Uint8Array> {
    yield* norm(`${to}.mlp_ln`, `${from}/ffn/layer_norm`);
    yield* linear(`${to}.mlp.0`, take(`${from}/ffn/linear_0/weight`), take(`${from}/ffn/linear_0/bias`));
    yield* linear(`${to}.mlp.2`, take(`${from}/ffn/linear_1/weight`), take(`${from}/ffn/linear_1/bias`));
  }
}

/** The tokens that stand for text; whisper.cpp makes up the special ones after them itself. */
function* tokens(vocabulary: string, isEnglishOnly: boolean): Iterable<Uint8Array> {
  const all = vocabulary.split('\n');
  const ending = all.indexOf('<|endoftext|>');
  const count = isEnglishOnly ? ending + 1 : ending;
  if (ending < 0) throw new Error('the vocabulary has no end-of-text token');
  const byteOf = bytesAsLetters();
  yield int32(count);
  for (const token of all.slice(0, count)) {
    const bytes = Uint8Array.from([...token], (letter) => byteOf.get(letter) ?? 0x3f);
    yield int32(bytes.length);
    yield bytes;
  }
}

/** GPT-2 writes each byte as a printable letter: itself where it is one, else one from 256 upwards. */
function bytesAsLetters(): ReadonlyMap<string, number> {
  const letters = new Map<string, number>();
  let next = 256;
  for (let byte = 0; byte < 256; byte++) {
    const isPrintable = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
    letters.set(String.fromCodePoint(isPrintable ? byte : next++), byte);
  }
  return letters;
}

function* tensor(name: string, { dims, type, bytes }: Weight): Iterable<Uint8Array> {
  const nameBytes = new TextEncoder().encode(name);
  yield int32(dims.length, nameBytes.length, type === 'f16' ? 1 : 0, ...dims.toReversed());
  yield nameBytes;
  yield bytes;
}

/** One of `parts` equal slices along the first dimension. */
function rows({ dims, type, bytes }: Weight, part: number, parts: number): Weight {
  const [first = 0, ...rest] = dims;
  const size = bytes.length / parts;
  return { dims: [first / parts, ...rest], type, bytes: bytes.subarray(part * size, (part + 1) * size) };
}

function asFloat32({ dims, type, bytes }: Weight): Weight {
  if (type === 'f32') return { dims, type, bytes };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wide = Float32Array.from({ length: bytes.length / 2 }, (_, i) => fromHalf(view.getUint16(2 * i, true)));
  return { dims, type: 'f32', bytes: bytesOf(wide) };
}

function fromHalf(bits: number): number {
  const sign = (bits & 0x8000) === 0 ? 1 : -1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function int32(...values: number[]): Uint8Array {
  return bytesOf(Int32Array.from(values));
}

function bytesOf(array: Int32Array | Float32Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
