import { readFile } from 'node:fs/promises';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { serveWorker, uncut } from '../../lib/serve-worker';
import { createTokenizer } from './byte-pairs';
import type { TextModelFiles, TextModelQuestion } from './question';

/** What the models of this kind are trained on: the last six turns, the last 128 tokens. */
const mostTurns = 6;
const mostTokens = 128;

let loaded: { readonly session: InferenceSession; readonly tokenize: (text: string) => number[] } | undefined;

serveWorker({
  async load({ model, tokenizer }: TextModelFiles) {
    const tokenize = createTokenizer(JSON.parse(await readFile(tokenizer, 'utf8')));
    const session = await uncut(() =>
      InferenceSession.create(model, { intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential', logSeverityLevel: 3 }),
    );
    loaded = { session, tokenize };
  },
  async judge(question: TextModelQuestion): Promise<number> {
    if (loaded === undefined) throw new Error('the text model is not loaded');
    const { session, tokenize } = loaded;
    const ids = tokenize(dialogueOf(question)).slice(-mostTokens);
    const [input = 'input_ids'] = session.inputNames;
    const answer = await uncut(() => session.run({ [input]: new Tensor('int64', BigInt64Array.from(ids, BigInt), [1, ids.length]) }));
    const [output = ''] = session.outputNames;
    // One probability a token, or one in all: the last is that of the whole.
    const probability = answer[output]?.data.at(-1);
    if (typeof probability !== 'number' || !(probability >= 0 && probability <= 1)) throw new Error('the text model gave something else than a probability');
    return probability;
  },
});

/** ChatML; the open turn is left open, and the model says how probable its end is. */
function dialogueOf({ dialogue, words }: TextModelQuestion): string {
  const turns = [...dialogue, { role: 'user' as const, text: words }].slice(-mostTurns);
  const joined = turns.reduce<{ role: string; text: string }[]>((all, { role, text }) => {
    const last = all.at(-1);
    if (last?.role === role) last.text = `${last.text} ${text}`;
    else all.push({ role, text });
    return all;
  }, []);
  const written = joined.map(({ role, text }) => `<|im_start|>${role}\n${plain(text)}<|im_end|>\n`).join('');
  return written.slice(0, written.lastIndexOf('<|im_end|>'));
}

/** As these models were trained: small letters, no marks but those within words. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}'\s-]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
}
