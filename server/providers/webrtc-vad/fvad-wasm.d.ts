declare module '@echogarden/fvad-wasm' {
  /** The part of the compiled library that is used here; addresses are bytes in its heap. */
  interface Fvad {
    readonly HEAP16: Int16Array;
    _malloc(bytes: number): number;
    _free(address: number): void;
    _fvad_new(): number;
    _fvad_free(handle: number): void;
    _fvad_reset(handle: number): void;
    _fvad_set_mode(handle: number, mode: number): number;
    _fvad_set_sample_rate(handle: number, rate: number): number;
    /** 1: speech, 0: none, -1: a frame of a wrong length. */
    _fvad_process(handle: number, samples: number, count: number): number;
  }
  export default function createFvad(): Promise<Fvad>;
}
