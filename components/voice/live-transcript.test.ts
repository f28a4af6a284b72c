import { describe, expect, it } from 'vitest';
import type { DownlinkEvent } from '@/server/contracts/voice-protocol';
import { emptyTranscript, spokenPart, splitHeard, withEvent } from './live-transcript';

const after = (...events: DownlinkEvent[]) => events.reduce(withEvent, emptyTranscript);

describe('the live transcript', () => {
  it('replaces a partial transcription by the final one', () => {
    const transcript = after(
      { kind: 'transcription-partial', text: 'when do' },
      { kind: 'transcription-final', turnId: 1, text: 'When do you open?', medium: 'audio' },
    );
    expect(transcript.partial).toBe('');
    expect(transcript.entries).toMatchObject([{ kind: 'participant', text: 'When do you open?' }]);
  });

  it('grows an answer in its place even when the participant speaks meanwhile', () => {
    const transcript = after(
      { kind: 'agent-text', responseId: 1, text: 'We open', isFinal: false },
      { kind: 'transcription-final', turnId: 2, text: 'Thanks', medium: 'audio' },
      { kind: 'agent-text', responseId: 1, text: 'We open at eight.', isFinal: true },
    );
    expect(transcript.entries).toMatchObject([{ kind: 'agent', text: 'We open at eight.', isFinal: true }, { kind: 'participant' }]);
  });

  it('keeps an interrupted answer marked when later reports of what was heard come in', () => {
    const transcript = after(
      { kind: 'agent-text', responseId: 1, text: 'We open at eight.', isFinal: true },
      { kind: 'interrupted', responseId: 1 },
      { kind: 'agent-heard', responseId: 1, heardText: 'We open', isInterrupted: false },
    );
    expect(transcript.entries).toMatchObject([{ isInterrupted: true, heardText: 'We open' }]);
  });

  it('adds nothing for an utterance without words', () => {
    expect(after({ kind: 'transcription-final', turnId: 1, text: ' ', medium: 'audio' }).entries).toEqual([]);
  });
});

describe('what a stranger is shown', () => {
  it('is what both said, without tools and providers', () => {
    const transcript = after(
      { kind: 'agent-text', responseId: 1, text: 'One moment.', isFinal: true },
      { kind: 'failover', capability: 'language-model', from: 'openai:gpt', to: null, reason: 'down' },
      { kind: 'transcription-final', turnId: 1, text: 'Thanks', medium: 'audio' },
    );
    expect(transcript.entries).toHaveLength(3);
    expect(spokenPart(transcript).entries.map(({ kind }) => kind)).toEqual(['agent', 'participant']);
  });
});

describe('heard and unheard words', () => {
  it('are split where the heard text ends, whatever its spacing', () => {
    expect(splitHeard('We open  at eight.', 'We open at')).toEqual({ heard: 'We open  at', unheard: ' eight.' });
  });

  it('are all unheard when nothing was heard', () => {
    expect(splitHeard('Hello', '')).toEqual({ heard: '', unheard: 'Hello' });
  });
});
