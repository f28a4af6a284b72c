/** Writes small ONNX models for tests, as the protocol buffers they are: adapters are tried with a model that really runs. */
export function model(graph: {
  readonly nodes: readonly Uint8Array[];
  readonly constants: readonly Uint8Array[];
  readonly inputs: readonly Uint8Array[];
  readonly outputs: readonly Uint8Array[];
}): Uint8Array {
  const body = joined([
    ...graph.nodes.map((bytes) => field(1, bytes)),
    field(2, text('tiny')),
    ...graph.constants.map((bytes) => field(5, bytes)),
    ...graph.inputs.map((bytes) => field(11, bytes)),
    ...graph.outputs.map((bytes) => field(12, bytes)),
  ]);
  const operators = joined([field(1, text('')), number(2, 13)]);
  return joined([number(1, 8), field(7, body), field(8, operators)]);
}

/** The element types of ONNX. */
export const float32 = 1;
export const int64 = 7;

export function node(operator: string, inputs: readonly string[], outputs: readonly string[], attributes: Readonly<Record<string, number>> = {}): Uint8Array {
  return joined([
    ...inputs.map((name) => field(1, text(name))),
    ...outputs.map((name) => field(2, text(name))),
    field(4, text(operator)),
    // 2: an integer attribute.
    ...Object.entries(attributes).map(([name, value]) => field(5, joined([field(1, text(name)), number(3, value), number(20, 2)]))),
  ]);
}

export function tensor(name: string, dimensions: readonly number[], values: readonly number[]): Uint8Array {
  const raw = new Uint8Array(Float32Array.from(values).buffer);
  return joined([...dimensions.map((size) => number(1, size)), number(2, float32), field(8, text(name)), field(9, raw)]);
}

export function valueInfo(name: string, type: number, dimensions: readonly string[]): Uint8Array {
  const shape = joined(dimensions.map((dimension) => field(1, field(2, text(dimension)))));
  return joined([field(1, text(name)), field(2, field(1, joined([number(1, type), field(2, shape)])))]);
}

function number(tag: number, value: number): Uint8Array {
  return joined([varint(tag << 3), varint(value)]);
}

function field(tag: number, bytes: Uint8Array): Uint8Array {
  return joined([varint((tag << 3) | 2), varint(bytes.length), bytes]);
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let left = value;
  while (left > 127) {
    bytes.push((left % 128) + 128);
    left = Math.floor(left / 128);
  }
  return Uint8Array.from([...bytes, left]);
}

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const joined = (parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));
