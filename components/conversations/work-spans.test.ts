import { expect, it } from 'vitest';
import type { ConversationEvent } from '@/server/contracts/conversation';
import { workSpans } from './work-spans';

function spansOf(told: readonly (readonly [number, string, Readonly<Record<string, unknown>>])[]) {
  const events: ConversationEvent[] = told.map(([atMs, kind, data], sequence) => ({ sequence, atMs, kind, data }));
  return workSpans(events, 10_000);
}

it('pairs each tool call with its own result', () => {
  const spans = spansOf([
    [1_000, 'tool-called', { toolCallId: 'a', toolName: 'book', parameters: { day: 'Monday' } }],
    [1_100, 'tool-called', { toolCallId: 'b', toolName: 'pay', parameters: {} }],
    [1_500, 'tool-finished', { toolCallId: 'b', toolName: 'pay', result: 'no', isError: true }],
    [2_000, 'tool-finished', { toolCallId: 'a', toolName: 'book', result: 'done', isError: false }],
  ]);
  expect(spans.map(({ by, startMs, endMs, isError }) => [by, startMs, endMs, isError])).toEqual([
    ['book', 1_000, 2_000, false],
    ['pay', 1_100, 1_500, true],
  ]);
  expect(spans[0]?.data).toMatchObject({ parameters: { day: 'Monday' }, result: 'done' });
});

it('lets a call that was never answered last to the end', () => {
  expect(spansOf([[1_000, 'tool-called', { toolCallId: 'a', toolName: 'book' }]])).toMatchObject([{ startMs: 1_000, endMs: 10_000 }]);
});

it('calls a draft speculative only when it was thrown away', () => {
  const spans = spansOf([
    [1_000, 'draft-started', { responseId: 1 }],
    [1_400, 'draft-dropped', { responseId: 1, characters: 80 }],
    [1_500, 'draft-started', { responseId: 2 }],
    [1_900, 'draft-used', { responseId: 2 }],
  ]);
  expect(spans.map(({ startMs, endMs, isSpeculative }) => [startMs, endMs, isSpeculative])).toEqual([
    [1_000, 1_400, true],
    [1_500, 1_900, false],
  ]);
});

it('gives an answer the model and the voice that made it, with what each used up', () => {
  const [model, voice] = spansOf([
    [1_000, 'response-started', { responseId: 3, turnId: 2 }],
    [1_600, 'response-audible', { responseId: 3 }],
    [4_000, 'response-ended', { responseId: 3, producedBy: 'gpt-5', text: 'Hello', heardText: 'Hello' }],
    [4_000, 'usage', { capability: 'language-model', responseId: 3, producedBy: 'gpt-5', inputTokens: 12 }],
    [4_000, 'usage', { capability: 'text-to-speech', responseId: 3, producedBy: 'kokoro', characters: 5 }],
  ]);
  expect(model).toMatchObject({ lane: 'model', by: 'gpt-5', startMs: 1_000, endMs: 1_600, usage: [{ inputTokens: 12 }] });
  expect(voice).toMatchObject({ lane: 'voice', by: 'kokoro', startMs: 1_600, endMs: 4_000, usage: [{ characters: 5 }], data: { heardText: 'Hello' } });
});

it('puts a look-up where it began, and keeps its passages', () => {
  expect(spansOf([[1_200, 'knowledge-retrieved', { latencyMs: 150, failure: null, query: 'opening hours', passages: [{ title: 'Hours' }] }]])).toMatchObject([
    { lane: 'knowledge', startMs: 1_050, endMs: 1_200, isError: false, data: { passages: [{ title: 'Hours' }] } },
  ]);
});

it('leaves typed turns out of what was heard', () => {
  expect(spansOf([[900, 'transcription-final', { turnId: 1, medium: 'text', endMs: 900 }]])).toEqual([]);
});
