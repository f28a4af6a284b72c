import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createTenVad } from './voice-activity';

// The functions of the library's header over a small heap: loud frames are speech, and every handle must be given back.
const library = `
let open = 0;
export default async function () {
  const HEAPU8 = new Uint8Array(65536);
  const view = new DataView(HEAPU8.buffer);
  let next = 8;
  return {
    HEAPU8,
    _malloc(bytes) { const at = next; next += (bytes + 7) & ~7; return at; },
    _free() {},
    _ten_vad_create(cell, hop, threshold) { if (hop !== 256 || threshold !== 0.5) return -1; open++; view.setInt32(cell, 77, true); return 0; },
    _ten_vad_process(handle, samples, count, probability, flag) {
      if (handle !== 77 || count !== 256) return -1;
      const loud = Math.abs(view.getInt16(samples, true)) > 1000;
      view.setFloat32(probability, loud ? 0.9 : 0.1, true);
      view.setInt32(flag, loud ? 1 : 0, true);
      return 0;
    },
    _ten_vad_destroy(cell) { if (view.getInt32(cell, true) !== 77) return -1; open--; return 0; },
  };
}
export const stillOpen = () => open;
`;

it('speaks to the library that the user installed, and says where it belongs when it is not there', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-ten-'));
  try {
    const vad = createTenVad(folder);
    await expect(vad.open()).rejects.toThrow(`put ten_vad.js and ten_vad.wasm into ${folder}`);
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    writeFileSync(join(folder, 'ten_vad.js'), library);
    writeFileSync(join(folder, 'ten_vad.wasm'), '');
    const detector = await vad.open();
    expect(detector.frameSamples).toBe(256);
    expect(await detector.probability(new Int16Array(256).fill(8_000))).toBeCloseTo(0.9);
    detector.reset();
    expect(await detector.probability(new Int16Array(256))).toBeCloseTo(0.1);
    detector.close();
    detector.close();
    const { stillOpen } = (await import(join(folder, 'ten_vad.js'))) as { stillOpen: () => number };
    expect(stillOpen()).toBe(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
