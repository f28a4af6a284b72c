import type { EndOfTurnRequest } from '../spec/end-of-turn';

export interface TextModelFiles {
  /** ONNX: `input_ids` int64 [1, n] → probabilities of an end. */
  readonly model: string;
  /** `tokenizer.json` of byte-level BPE. */
  readonly tokenizer: string;
}

export type TextModelQuestion = Pick<EndOfTurnRequest, 'dialogue' | 'words'>;
