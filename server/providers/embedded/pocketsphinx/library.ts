import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Where Debian's `pocketsphinx-en-us` puts its model. */
const modelDir = '/usr/share/pocketsphinx/model/en-us';

export interface SphinxModel {
  readonly acoustic: string;
  readonly dictionary: string;
  readonly languageModel: string;
}

export function findEnglishModel(): SphinxModel | undefined {
  const model = { acoustic: join(modelDir, 'en-us'), dictionary: join(modelDir, 'cmudict-en-us.dict'), languageModel: join(modelDir, 'en-us.lm.bin') };
  return Object.values(model).every((path) => existsSync(path)) ? model : undefined;
}

/** The part of PocketSphinx' and SphinxBase's C interface used here. */
export type SphinxLibrary = Readonly<Record<keyof typeof signatures, (...args: unknown[]) => unknown>>;

const signatures = {
  cmd_ln_parse_r: ['base', 'void* cmd_ln_parse_r(void*, void*, int, const char**, int)'],
  ngram_model_read: ['base', 'void* ngram_model_read(void*, const char*, int, void*)'],
  ngram_model_apply_weights: ['base', 'int ngram_model_apply_weights(void*, float, float)'],
  ngram_model_retain: ['base', 'void* ngram_model_retain(void*)'],
  ngram_model_free: ['base', 'int ngram_model_free(void*)'],
  ngram_model_set_init: ['base', 'void* ngram_model_set_init(void*, void**, const char**, const float*, int)'],
  ngram_model_set_interp: ['base', 'void* ngram_model_set_interp(void*, const char**, const float*)'],
  logmath_exp: ['base', 'double logmath_exp(void*, int)'],
  ps_args: ['sphinx', 'void* ps_args()'],
  ps_init: ['sphinx', 'void* ps_init(void*)'],
  ps_free: ['sphinx', 'int ps_free(void*)'],
  ps_get_logmath: ['sphinx', 'void* ps_get_logmath(void*)'],
  ps_start_stream: ['sphinx', 'int ps_start_stream(void*)'],
  ps_start_utt: ['sphinx', 'int ps_start_utt(void*)'],
  ps_process_raw: ['sphinx', 'int ps_process_raw(void*, const int16_t*, size_t, int, int)'],
  ps_end_utt: ['sphinx', 'int ps_end_utt(void*)'],
  ps_get_hyp: ['sphinx', 'const char* ps_get_hyp(void*, _Out_ int32_t*)'],
  ps_seg_iter: ['sphinx', 'void* ps_seg_iter(void*)'],
  ps_seg_next: ['sphinx', 'void* ps_seg_next(void*)'],
  ps_seg_word: ['sphinx', 'const char* ps_seg_word(void*)'],
  ps_seg_frames: ['sphinx', 'void ps_seg_frames(void*, _Out_ int*, _Out_ int*)'],
  ps_seg_prob: ['sphinx', 'int32_t ps_seg_prob(void*, _Out_ int32_t*, _Out_ int32_t*, _Out_ int32_t*)'],
  ps_lookup_word: ['sphinx', 'char* ps_lookup_word(void*, const char*)'],
  ps_add_word: ['sphinx', 'int ps_add_word(void*, const char*, const char*, int)'],
  ps_set_lm: ['sphinx', 'int ps_set_lm(void*, const char*, void*)'],
  ps_set_search: ['sphinx', 'int ps_set_search(void*, const char*)'],
} as const;

/** Loads Debian's libraries; throws when they are not installed. */
export function loadSphinx(): SphinxLibrary {
  // Loaded when first used: its native part is missing on some platforms, which must not stop this module from loading.
  const koffi = createRequire(import.meta.url)('koffi') as typeof import('koffi');
  const libraries = { base: koffi.load('libsphinxbase.so.3', { global: true }), sphinx: koffi.load('libpocketsphinx.so.3') };
  const functions = Object.entries(signatures).map(([name, [library, signature]]) => [name, libraries[library].func(signature)]);
  return Object.fromEntries(functions) as SphinxLibrary;
}
