/** Tokens that a model can be asked and answer in all, by how its name begins; the first that fits. As their vendors list them. */
const limits: readonly (readonly [RegExp, number])[] = [
  [/^gpt-4\.1/u, 1_047_576],
  [/^gpt-5/u, 400_000],
  [/^gpt-4o/u, 128_000],
  [/^claude/u, 200_000],
  [/^gemini-/u, 1_048_576],
  [/^llama-3|^openai\/gpt-oss/u, 131_072],
];

/** For models whose limit is not known. */
const usualLimit = 128_000;

/** `model` may name its provider in front: `openai:gpt-4.1-mini`. */
export function contextLimitOf(model: string): number {
  const name = model.slice(model.indexOf(':') + 1);
  return limits.find(([pattern]) => pattern.test(name))?.[1] ?? usualLimit;
}
