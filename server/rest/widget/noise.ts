import { Buffer } from 'node:buffer';
import { crc32, deflateSync } from 'node:zlib';

const side = 256;

/** A grey picture of soft noise that repeats without a seam; the widget's orb moves by it. */
export function noisePng(): Buffer {
  const rows = Buffer.alloc(side * (side + 1));
  for (let y = 0; y < side; y++) for (let x = 0; x < side; x++) rows[y * (side + 1) + 1 + x] = Math.round(255 * fractal(x / side, y / side));
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.writeUInt8(8, 8); // bits a sample; colour type 0 is grey
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

/** Four layers, each twice as fine and half as strong as the one before. */
function fractal(u: number, v: number): number {
  let sum = 0;
  for (let octave = 0, cells = 4, weight = 0.5; octave < 4; octave++, cells *= 2, weight /= 2) sum += weight * smooth(u * cells, v * cells, cells);
  return sum / 0.9375;
}

function smooth(x: number, y: number, cells: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [fx, fy] = [ease(x - left), ease(y - top)];
  const at = (i: number, j: number) => lattice((left + i) % cells, (top + j) % cells, cells);
  return mix(mix(at(0, 0), at(1, 0), fx), mix(at(0, 1), at(1, 1), fx), fy);
}

/** The same value between 0 and 1 for a point, every time. */
function lattice(x: number, y: number, cells: number): number {
  let hash = Math.imul(x * 374_761_393 + y * 668_265_263 + cells * 974_634_721, 1_274_126_177);
  hash = Math.imul(hash ^ (hash >>> 13), 1_103_515_245);
  return ((hash ^ (hash >>> 16)) >>> 0) / 4_294_967_295;
}

const ease = (t: number) => t * t * (3 - 2 * t);
const mix = (a: number, b: number, t: number) => a + (b - a) * t;

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
