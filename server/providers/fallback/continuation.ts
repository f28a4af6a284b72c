import type { GenerateRequest, ModelPart } from '../spec/language-model';

/** The request for the rest of an answer that broke off after these words: they are being spoken and stand. */
export function continuing(request: GenerateRequest, given: string): GenerateRequest {
  return {
    ...request,
    messages: [
      ...request.messages,
      { role: 'assistant', content: given },
      {
        role: 'user',
        content:
          '[Not said by the user: your answer above broke off there and is being spoken already. Go on from exactly that point, in the middle of the sentence if need be. Do not repeat, greet or apologise. If it was complete, say nothing more.]',
      },
    ],
  };
}

/** An answer that goes on, without what it says over again of the words before. */
export async function* withoutRepetition(given: string, parts: AsyncIterable<ModelPart>): AsyncGenerator<ModelPart> {
  let held = '';
  let isFree = false;
  for await (const part of parts) {
    if (part.kind === 'metadata') {
      yield part;
      continue;
    }
    if (part.kind === 'text-delta' && !isFree) {
      held += part.text;
      // As long as it could turn out to be words that were given already, it waits.
      if (given.includes(held.trim())) continue;
      isFree = true;
      yield { kind: 'text-delta', text: fresh(given, held) };
      continue;
    }
    if (!isFree && fresh(given, held) !== '') yield { kind: 'text-delta', text: fresh(given, held) };
    isFree = true;
    yield part;
  }
  if (!isFree && fresh(given, held) !== '') yield { kind: 'text-delta', text: fresh(given, held) };
}

function fresh(given: string, held: string): string {
  const begun = held.trimStart();
  const whole = given.trim();
  const overlap = begun.startsWith(whole) ? whole.length : overlapOf(given.trimEnd(), begun);
  if (overlap > 0) return begun.slice(overlap);
  // Models begin a message without a space, in the middle of a sentence as well.
  return !/\s$/u.test(given) && /^[\p{L}\p{N}]/u.test(held) ? ` ${held}` : held;
}

/** Length of the longest run of whole words that `given` ends with and `text` begins with. */
function overlapOf(given: string, text: string): number {
  for (let length = Math.min(given.length, text.length); length > 1; length--) {
    const isWholeInGiven = length === given.length || !/[\p{L}\p{N}]/u.test(given[given.length - length - 1] ?? '');
    const isWholeInText = length === text.length || !/[\p{L}\p{N}]/u.test(text[length] ?? '');
    if (isWholeInGiven && isWholeInText && given.endsWith(text.slice(0, length))) return length;
  }
  return 0;
}
