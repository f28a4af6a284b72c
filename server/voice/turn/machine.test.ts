import { describe, expect, it } from 'vitest';
import { parseAgentConfig } from '../../contracts/agent-config';
import { silenceNeeded } from './endpointing';
import { judgeOverlap, type OverlapEvidence } from './interruption';
import { initialTurnState, liveResponseOf, step } from './machine';
import { type OverlapPolicyName, overlapRules } from './overlap-policy';
import { turnPolicyOf } from './policy';
import { type TimerName, timerNames, type TurnEffect, type TurnEvent, type TurnState } from './state';

const policy = turnPolicyOf(parseAgentConfig({}), 'en', false);

function play(events: readonly (readonly [number, TurnEvent])[], from: TurnState = initialTurnState) {
  let state = from;
  const effects: TurnEffect[] = [];
  for (const [atMs, event] of events) {
    const next = step(state, event, policy, atMs);
    state = next.state;
    effects.push(...next.effects);
  }
  return { state, effects, kinds: effects.map((effect) => effect.kind) };
}

const answered: readonly (readonly [number, TurnEvent])[] = [
  [0, { kind: 'started', hasFirstMessage: false }],
  [1000, { kind: 'speech-started', onsetMs: 936 }],
  [2000, { kind: 'speech-ended', lastSpeechMs: 1880 }],
  [2050, { kind: 'transcribed', turnId: 1, attempt: 1, text: 'hello there', confidence: 0.9 }],
  [2400, { kind: 'timer', name: 'endpoint' }],
];

describe('the turn machine', () => {
  it('E1 closes a turn when its text is there and the silence is long enough', () => {
    const early = play(answered.slice(0, 4));
    expect(early.state.phase).toBe('settling');
    expect(early.effects).toContainEqual({ kind: 'set-timer', name: 'endpoint', delayMs: 500 - 170 });
    const late = play(answered);
    expect(late.state.phase).toBe('answering');
    expect(late.effects).toContainEqual({
      kind: 'commit-turn',
      turnId: 1,
      text: 'hello there',
      confidence: 0.9,
      medium: 'audio',
      startedAtMs: 936,
      endedAtMs: 1880,
    });
  });

  it('E4 ignores the text of an older request', () => {
    const { state } = play([...answered.slice(0, 3), [2050, { kind: 'transcribed', turnId: 1, attempt: 0, text: 'stale', confidence: null }]]);
    expect(state.phase === 'settling' && state.heard).toBe(null);
  });

  it('T2 a transcription after the turn was closed starts nothing', () => {
    const before = play(answered).state;
    const { state, effects } = play([[2500, { kind: 'transcribed', turnId: 1, attempt: 1, text: 'again', confidence: null }]], before);
    expect(state).toBe(before);
    expect(effects).toEqual([]);
  });

  it('B7 a protected first message is neither held nor stopped', () => {
    const strict = turnPolicyOf(parseAgentConfig({ conversationConfig: { agent: { disableFirstMessageInterruptions: true } } }), 'en', false);
    let state = step(initialTurnState, { kind: 'started', hasFirstMessage: true }, strict, 0).state;
    state = step(state, { kind: 'response-audible', responseId: 1 }, strict, 100).state;
    const spoken = step(state, { kind: 'speech-started', onsetMs: 500 }, strict, 564);
    expect(spoken.effects.map((effect) => effect.kind)).not.toContain('hold-playout');
  });

  it('X1 the first reason to end wins and nothing follows it', () => {
    const { effects, state } = play([
      ...answered,
      [3000, { kind: 'end-requested', reason: 'participant-left', detail: 'a', afterResponse: false }],
      [3001, { kind: 'end-requested', reason: 'host-drained', detail: 'b', afterResponse: false }],
      [3002, { kind: 'user-text', text: 'too late' }],
    ]);
    expect(state.phase).toBe('ended');
    expect(effects.filter((effect) => effect.kind === 'end-conversation')).toEqual([{ kind: 'end-conversation', reason: 'participant-left', detail: 'a' }]);
  });
});

describe('drafts', () => {
  const drafted: readonly (readonly [number, TurnEvent])[] = answered.slice(0, 4);

  it('D1 are made of the words a settling turn has so far', () => {
    const { effects, state } = play(drafted);
    expect(effects).toContainEqual({ kind: 'draft-response', responseId: 2, turnId: 1, text: 'hello there' });
    expect(state.draft?.responseId).toBe(2);
  });

  it('D2 become the answer when the turn closes with those words', () => {
    const { kinds, state } = play(answered);
    expect(kinds).toContain('adopt-draft');
    expect(kinds).not.toContain('start-response');
    expect(liveResponseOf(state)?.responseId).toBe(2);
  });

  it('D1 begin at a first short silence, on partial words, and live until other words come', () => {
    const speaking = play([...answered.slice(0, 2), [1500, { kind: 'partial', text: 'a table' }], [1600, { kind: 'speech-paused', isSure: true }]]);
    expect(speaking.effects).toContainEqual({ kind: 'draft-response', responseId: 2, turnId: 1, text: 'a table' });
    const same = play([[1700, { kind: 'partial', text: 'A table.' }]], speaking.state);
    expect(same.kinds).not.toContain('drop-draft');
    const other = play([[1700, { kind: 'partial', text: 'a table for two' }]], speaking.state);
    expect(other.kinds).toContain('drop-draft');
  });

  it('D4 begin at a pause that only loudness tells as long as one of three was of use', () => {
    const begun = play([...answered.slice(0, 2), [1500, { kind: 'partial', text: 'a table' }]]).state;
    const unsure = (draftsMade: number, draftsUsed: number) =>
      play([[1600, { kind: 'speech-paused', isSure: false }]], { ...begun, draftsMade, draftsUsed }).kinds;
    expect(unsure(0, 0)).toContain('draft-response');
    expect(unsure(9, 3)).toContain('draft-response');
    expect(unsure(10, 3)).not.toContain('draft-response');
    expect(play([[1600, { kind: 'speech-paused', isSure: true }]], { ...begun, draftsMade: 10, draftsUsed: 3 }).kinds).toContain('draft-response');
  });

  it('D3 are dropped when the participant goes on', () => {
    const { kinds, state } = play([...drafted, [2100, { kind: 'speech-started', onsetMs: 2040 }]]);
    expect(kinds).toContain('drop-draft');
    expect(state.draft).toBeNull();
  });

  it('D3 made of partial words are replaced when other words were heard', () => {
    const { effects } = play([...answered.slice(0, 2), [1900, { kind: 'partial', text: 'hello bear' }], ...answered.slice(2)]);
    expect(effects.filter((effect) => effect.kind === 'draft-response').map((effect) => effect.text)).toEqual(['hello bear', 'hello there']);
    expect(effects.filter((effect) => effect.kind === 'drop-draft')).toHaveLength(1);
  });

  it('D3 begin anew with a word that comes after the silence has begun', () => {
    const { effects } = play([
      ...answered.slice(0, 2),
      [1900, { kind: 'partial', text: 'hello' }],
      ...answered.slice(2, 3),
      [2100, { kind: 'partial', text: 'hello there' }],
    ]);
    expect(effects.filter((effect) => effect.kind === 'draft-response').map((effect) => effect.text)).toEqual(['hello', 'hello there']);
    expect(effects.filter((effect) => effect.kind === 'drop-draft')).toHaveLength(1);
  });

  it('D4 are not made any more once too many were thrown away', () => {
    let state = play([
      [0, { kind: 'started', hasFirstMessage: false }],
      [1000, { kind: 'speech-started', onsetMs: 936 }],
    ]).state;
    let made = 0;
    for (let pause = 0; pause < 12; pause++) {
      const atMs = 2000 + pause * 1000;
      const result = play(
        [
          [atMs, { kind: 'speech-ended', lastSpeechMs: atMs - 120 }],
          [atMs + 20, { kind: 'transcribed', turnId: 1, attempt: pause + 1, text: `part ${pause}`, confidence: null }],
          [atMs + 200, { kind: 'speech-started', onsetMs: atMs + 140 }],
        ],
        state,
      );
      state = result.state;
      made += result.kinds.filter((kind) => kind === 'draft-response').length;
    }
    expect(made).toBe(8);
  });
});

describe('how much silence ends a turn', () => {
  const { endpointing } = policy;
  it.each([
    ['what time do you open?', endpointing.minSilenceMs],
    ['the blue one', endpointing.usualSilenceMs],
    ['I would like a table for', endpointing.patientSilenceMs],
    ['my number is five five', endpointing.patientSilenceMs],
    ['', endpointing.usualSilenceMs],
  ])('E2 %s', (text, expected) => {
    expect(silenceNeeded(text, endpointing, 'en')).toBe(expected);
  });

  it('E2 knows unfinished sentences in other languages', () => {
    expect(silenceNeeded('quiero una mesa para', endpointing, 'es')).toBe(endpointing.patientSilenceMs);
    expect(silenceNeeded('ich hätte gern einen Tisch für', endpointing, 'de-DE')).toBe(endpointing.patientSilenceMs);
  });
});

describe('speech over the agent', () => {
  const { ignoredTerms } = policy.interruption;
  const evidence: OverlapEvidence = {
    speechMs: 300,
    isSpeaking: true,
    words: '',
    isFinal: false,
    areOwnWords: false,
    wasEcho: false,
    sound: null,
    isAudible: true,
  };
  const none = { interruptions: 0, falseHolds: 0 };
  const rulesOf = (name: OverlapPolicyName, memory = none) => overlapRules({ name, minSpeechMs: 240, own: {} }, memory);
  const judge = (given: Partial<OverlapEvidence>, name: OverlapPolicyName = 'adaptive') => judgeOverlap({ ...evidence, ...given }, rulesOf(name), ignoredTerms);

  it('B2 listening noises never take the floor', () => {
    for (const words of ['mhm', 'Yeah.', 'okay okay', 'uh-huh', 'I see'])
      expect(judge({ words, isFinal: true })).toEqual({ verdict: 'resume', isBackchannel: true });
  });
  it('real words always do', () => {
    for (const words of ['stop', 'wait', 'no', 'yes but', 'what']) {
      for (const name of ['repair-first', 'continuity-first', 'adaptive'] as const)
        expect(judge({ words }, name).verdict, `${words}, ${name}`).toBe('interrupt');
    }
  });
  it('B3 a cough does not', () => {
    expect(judge({ speechMs: 120, isSpeaking: false })).toEqual({ verdict: 'resume', isBackchannel: false });
  });
  it('B4 long speech without known words does', () => {
    expect(judge({ speechMs: 720 }).verdict).toBe('interrupt');
  });
  it('O1 repair-first stops at less than continuity-first', () => {
    expect(judge({ speechMs: 450 }, 'repair-first').verdict).toBe('interrupt');
    expect(judge({ speechMs: 450 }, 'continuity-first').verdict).toBe('wait');
    expect(judge({ words: 'the invoice' }, 'repair-first').verdict).toBe('interrupt');
    expect(judge({ words: 'the invoice' }, 'continuity-first').verdict).toBe('wait');
    expect(judge({ words: 'the invoice of may' }, 'continuity-first').verdict).toBe('interrupt');
  });
  it('O2 adaptive moves to the side that this participant turned out to be on', () => {
    expect(rulesOf('adaptive', { interruptions: 3, falseHolds: 0 })).toEqual(rulesOf('repair-first'));
    expect(rulesOf('adaptive', { interruptions: 0, falseHolds: 2 })).toEqual(rulesOf('continuity-first'));
    expect(rulesOf('adaptive', { interruptions: 1, falseHolds: 1 })).toEqual(rulesOf('adaptive'));
  });
});

describe('any order of events', () => {
  it('R6, X3: one live response, a deadline in every phase, and an end that is reached', () => {
    for (let seed = 1; seed <= 1500; seed++) checkRandomCall(seed);
  });
});

/** Plays a random but possible call: events come from outside at random, timers fire when they are due. */
function checkRandomCall(seed: number): void {
  const random = generator(seed);
  const timers = new Map<TimerName, number>();
  const live = new Set<number>();
  let draft: number | null = null;
  let state = initialTurnState;
  let nowMs = 0;
  let ends = 0;
  const apply = (event: TurnEvent) => {
    const next = step(state, event, policy, nowMs);
    state = next.state;
    for (const effect of next.effects) {
      if (effect.kind === 'set-timer') timers.set(effect.name, nowMs + Math.max(0, effect.delayMs));
      if (effect.kind === 'clear-timer') timers.delete(effect.name);
      if (effect.kind === 'start-response' || effect.kind === 'say' || effect.kind === 'adopt-draft') {
        live.clear();
        live.add(effect.responseId);
      }
      if (effect.kind === 'draft-response') {
        expect(draft, `seed ${seed}: one draft at a time`).toBeNull();
        draft = effect.responseId;
      }
      if (effect.kind === 'drop-draft' || effect.kind === 'adopt-draft') {
        expect(effect.responseId, `seed ${seed}: the draft that was made`).toBe(draft);
        draft = null;
      }
      if (effect.kind === 'stop-response') live.delete(effect.responseId);
      if (effect.kind === 'end-conversation') ends++;
    }
    if (event.kind === 'response-finished' || event.kind === 'response-failed') live.delete(event.responseId);
  };
  apply({ kind: 'started', hasFirstMessage: random() < 0.5 });
  for (let i = 0; i < 60 && ends === 0; i++) {
    const due = [...timers.entries()].sort((a, b) => a[1] - b[1])[0];
    const untilMs = nowMs + random() * 900;
    if (due !== undefined && due[1] <= untilMs) {
      nowMs = Math.max(nowMs, due[1]);
      timers.delete(due[0]);
      apply({ kind: 'timer', name: due[0] });
    } else {
      nowMs = untilMs;
      apply(randomEvent(random, state, nowMs));
    }
    expect(live.size, `seed ${seed}`).toBeLessThanOrEqual(1);
    const current = liveResponseOf(state)?.responseId;
    if (current !== undefined) expect(live.has(current), `seed ${seed}: the live response is the started one`).toBe(true);
    if (ends === 0)
      expect(
        [...timers.keys()].some((name) => timerNames.includes(name)),
        `seed ${seed}: ${state.phase} has a deadline`,
      ).toBe(true);
    if (state.phase === 'user-speaking') expect(timers.has('utterance-limit'), `seed ${seed}`).toBe(true);
    if (state.phase === 'settling') expect(timers.has('transcription-deadline') || timers.has('endpoint'), `seed ${seed}`).toBe(true);
    if (state.phase === 'answering') expect(timers.has('answer-deadline'), `seed ${seed}`).toBe(true);
    if (state.phase === 'agent-speaking') expect(timers.has('speaking-limit'), `seed ${seed}`).toBe(true);
    if (state.phase === 'held') expect(timers.has('judgement'), `seed ${seed}`).toBe(true);
    if (state.phase === 'listening' && !state.isWaiting) expect(timers.has('silence'), `seed ${seed}`).toBe(true);
    if (state.phase === 'closing') expect(timers.has('closing-deadline'), `seed ${seed}`).toBe(true);
  }
  // Left alone, the call ends by itself: timers are all there is.
  for (let i = 0; i < 5_000 && ends === 0; i++) {
    const due = [...timers.entries()].sort((a, b) => a[1] - b[1])[0];
    if (due === undefined) break;
    nowMs = Math.max(nowMs, due[1]);
    timers.delete(due[0]);
    apply({ kind: 'timer', name: due[0] });
  }
  expect(ends, `seed ${seed} ends once, was ${JSON.stringify(state)} ${JSON.stringify([...timers])}`).toBe(1);
}

function randomEvent(random: () => number, state: TurnState, nowMs: number): TurnEvent {
  const live = liveResponseOf(state)?.responseId ?? 1;
  const turn = 'turn' in state ? state.turn : 'overlap' in state && state.overlap !== null ? state.overlap.turn : null;
  const choices: TurnEvent[] = [
    { kind: 'speech-started', onsetMs: nowMs - 64 },
    { kind: 'speech-ended', lastSpeechMs: nowMs - 120 },
    { kind: 'partial', text: random() < 0.5 ? 'mhm' : 'wait a moment' },
    {
      kind: 'transcribed',
      turnId: turn?.turnId ?? 1,
      attempt: turn?.attempt ?? 0,
      text: random() < 0.3 ? '' : random() < 0.5 ? 'yeah' : 'tell me more',
      confidence: 0.5,
    },
    { kind: 'transcription-failed', turnId: turn?.turnId ?? 1, attempt: turn?.attempt ?? 0 },
    { kind: 'response-audible', responseId: live },
    { kind: 'response-finished', responseId: live, isEmpty: random() < 0.2 },
    { kind: 'response-failed', responseId: live, wasHeard: random() < 0.5 },
    { kind: 'user-text', text: 'typed' },
    { kind: 'user-activity' },
    { kind: 'speech-paused', isSure: true },
    { kind: 'wait-requested' },
    ...(random() < 0.05 ? [{ kind: 'end-requested', reason: 'agent-ended', detail: '', afterResponse: true } as const] : []),
  ];
  return choices[Math.floor(random() * choices.length)] ?? { kind: 'user-activity' };
}

function generator(seed: number): () => number {
  let value = seed * 2654435761;
  return () => {
    value = (value * 1664525 + 1013904223) >>> 0;
    return value / 4294967296;
  };
}
