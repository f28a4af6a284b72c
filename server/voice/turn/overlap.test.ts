import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AgentConfigInput, parseAgentConfig } from '../../contracts/agent-config';
import type { OverlapSound } from './evidence';
import { initialTurnState, liveResponseOf, step } from './machine';
import { turnPolicyOf } from './policy';
import { timerNames, type TurnEffect, type TurnEvent, type TurnState } from './state';

const voice: OverlapSound = { echo: 0, hum: 0, noise: 0, belowUsualDb: 0 };
const echo: OverlapSound = { ...voice, echo: 0.95 };

/** A machine whose agent has begun to say something; events are given with the time since then. */
function talking(turnTaking: NonNullable<AgentConfigInput['parley']>['turnTaking'] = {}, language = 'en', isAudible = true) {
  const policy = turnPolicyOf(parseAgentConfig({ parley: { turnTaking } }), language, false);
  let state: TurnState = initialTurnState;
  let effects: readonly TurnEffect[] = [];
  const timers = new Map<string, number>();
  const take = (event: TurnEvent, atMs: number) => {
    const next = step(state, event, policy, atMs);
    state = next.state;
    effects = [...effects, ...next.effects];
    for (const effect of next.effects) {
      if (effect.kind === 'set-timer') timers.set(effect.name, atMs + effect.delayMs);
      if (effect.kind === 'clear-timer') timers.delete(effect.name);
    }
  };
  take({ kind: 'started', hasFirstMessage: true }, -100);
  if (isAudible) take({ kind: 'response-audible', responseId: 1 }, 0);
  effects = [];
  return {
    take,
    /** Lets time pass: timers fire, and new evidence comes every 60 ms. */
    until(untilMs: number, fromMs: number, sound?: OverlapSound) {
      for (let atMs = fromMs; atMs < untilMs; atMs += 20) {
        for (const name of timerNames) {
          if ((timers.get(name) ?? Number.POSITIVE_INFINITY) > atMs) continue;
          timers.delete(name);
          take({ kind: 'timer', name }, atMs);
        }
        if (sound !== undefined && (atMs - fromMs) % 60 === 0) take({ kind: 'overlap-heard', onsetMs: fromMs, sound }, atMs);
      }
    },
    get state() {
      return state;
    },
    kinds: () => effects.map((effect) => effect.kind),
    wasStopped: () => effects.some((effect) => effect.kind === 'stop-response'),
  };
}

describe('speech over the agent, by its sound', () => {
  it('B12 a hum that a detector on a busy machine hears a second late is as long as it was, and stops nothing', () => {
    const hum: OverlapSound = { ...voice, hum: 1 };
    for (const lagMs of [0, 1_200]) {
      const call = talking();
      const lateBy = (atMs: number) => atMs + lagMs;
      call.take({ kind: 'speech-started', onsetMs: 1_000, sound: hum, lagMs }, lateBy(1_064));
      for (let atMs = 1_124; atMs < 1_700; atMs += 60) {
        call.take({ kind: 'overlap-heard', onsetMs: 1_000, sound: hum, lagMs }, lateBy(atMs));
        call.take({ kind: 'timer', name: 'judgement' }, lateBy(atMs + 20));
      }
      call.take({ kind: 'speech-ended', lastSpeechMs: 1_700 }, lateBy(1_764));
      expect(call.wasStopped(), `${lagMs} ms late`).toBe(false);
    }
  });

  it('B8 before anything was heard a noise does not stop the answer, words do', () => {
    const call = talking({}, 'en', false);
    call.take({ kind: 'speech-started', onsetMs: 1_000, sound: voice }, 1_064);
    call.until(2_400, 1_064, voice);
    expect(call.wasStopped()).toBe(false);
    call.take({ kind: 'partial', text: 'one more thing' }, 2_400);
    expect(call.wasStopped()).toBe(true);
  });

  it('B8 nothing is said over somebody who speaks before the answer has begun', () => {
    const call = talking({}, 'en', false);
    call.take({ kind: 'speech-started', onsetMs: 1_000, sound: voice }, 1_064);
    call.until(2_400, 1_064, voice);
    expect(call.state.phase).toBe('held');
    call.until(4_000, 2_400, voice);
    expect(call.wasStopped()).toBe(true);
  });

  it('B9 the agent’s own voice holds nothing, stops nothing and becomes no turn', () => {
    const call = talking();
    call.take({ kind: 'speech-started', onsetMs: 1_000, sound: echo }, 1_064);
    call.until(3_000, 1_064, echo);
    call.take({ kind: 'partial', text: 'we open at nine in the morning', areOwnWords: true }, 3_000);
    call.take({ kind: 'response-finished', responseId: 1, isEmpty: false }, 3_100);
    expect(call.kinds()).not.toContain('hold-playout');
    expect(call.kinds()).not.toContain('stop-response');
    expect(call.state.phase).toBe('listening');
  });

  it('B9 an echo that is recognised late goes on at once', () => {
    const call = talking();
    call.take({ kind: 'speech-started', onsetMs: 1_000, sound: voice }, 1_064);
    call.take({ kind: 'overlap-heard', onsetMs: 1_000, sound: echo }, 1_260);
    expect(call.kinds().filter((kind) => kind.endsWith('-playout'))).toEqual(['hold-playout', 'resume-playout']);
  });

  it('B9 somebody who speaks into the echo holds the agent from there', () => {
    const call = talking();
    call.take({ kind: 'speech-started', onsetMs: 1_000, sound: echo }, 1_064);
    call.take({ kind: 'overlap-heard', onsetMs: 1_000, sound: voice }, 1_300);
    expect(call.state.phase).toBe('held');
    call.take({ kind: 'partial', text: 'no wait' }, 1_400);
    expect(call.wasStopped()).toBe(true);
  });

  it('B9 the same words said by the participant count', () => {
    const call = talking();
    call.take({ kind: 'speech-started', onsetMs: 1_000, sound: voice }, 1_064);
    call.take({ kind: 'partial', text: 'at nine in the morning', areOwnWords: true }, 1_500);
    expect(call.wasStopped()).toBe(true);
  });

  it('B9 can be turned off', () => {
    const call = talking({ ignoresEcho: false });
    call.take({ kind: 'speech-started', onsetMs: 1_000, sound: echo }, 1_064);
    expect(call.state.phase).toBe('held');
  });

  it('B9 its own words do not stop the agent while it is not known yet whether its sound comes back', () => {
    const call = talking();
    call.take({ kind: 'speech-started', onsetMs: 1_000, sound: voice }, 1_064);
    call.take({ kind: 'partial', text: 'welcome to', areOwnWords: true }, 1_200);
    expect(call.wasStopped()).toBe(false);
    call.until(1_600, 1_200, voice);
    call.take({ kind: 'partial', text: 'welcome to what', areOwnWords: true }, 1_640);
    expect(call.wasStopped()).toBe(true);
  });

  it('B10 other people further away do not stop the agent, except with a command', () => {
    const far: OverlapSound = { ...voice, belowUsualDb: 18 };
    const call = talking();
    call.take({ kind: 'speech-started', onsetMs: 1_000, sound: far }, 1_064);
    call.until(4_000, 1_064, far);
    call.take({ kind: 'partial', text: 'what' }, 3_600);
    call.take({ kind: 'partial', text: 'what did you do on sunday' }, 4_000);
    expect(call.wasStopped()).toBe(false);
    call.take({ kind: 'partial', text: 'stop it' }, 4_400);
    expect(call.wasStopped()).toBe(true);
  });

  it('B10 one who takes a breath is as far away as before', () => {
    const far: OverlapSound = { ...voice, belowUsualDb: 18 };
    const early: OverlapSound = { ...voice, belowUsualDb: null, isEarly: true };
    const call = talking();
    call.take({ kind: 'speech-started', onsetMs: 1_000, sound: early }, 1_064);
    call.until(1_300, 1_064, far);
    call.take({ kind: 'speech-ended', lastSpeechMs: 1_300 }, 1_364);
    call.take({ kind: 'speech-started', onsetMs: 1_500, sound: early }, 1_564);
    call.until(2_100, 1_564, early);
    expect(call.wasStopped()).toBe(false);
  });

  it.each(['hum', 'noise'] as const)('B11 a %s lets the agent go on before its words are known', (kind) => {
    const call = talking();
    const sound = { ...voice, [kind]: 0.9 };
    call.take({ kind: 'speech-started', onsetMs: 1_000, sound: voice }, 1_064);
    call.until(1_700, 1_064, sound);
    call.take({ kind: 'speech-ended', lastSpeechMs: 1_700 }, 1_796);
    expect(call.state.phase).toBe('agent-speaking');
    expect(call.wasStopped()).toBe(false);
  });
});

describe('words over the agent in the six languages', () => {
  const stops = {
    en: ['stop', 'wait a second', 'no', 'what was that'],
    es: ['para', 'espera', 'no', 'qué has dicho'],
    'pt-BR': ['pare', 'espera aí', 'não', 'como assim'],
    fr: ['stop', 'attendez', 'non', 'quoi'],
    de: ['stopp', 'warte mal', 'nein', 'was bitte'],
    it: ['fermo', 'aspetta', 'no', 'cosa'],
  } as const;
  const listens = {
    en: ['mm-hmm', 'yeah okay', 'I see', 'mmmh'],
    es: ['ajá', 'vale vale', 'claro', 'ya veo'],
    'pt-BR': ['uhum', 'certo', 'tá bom', 'entendi'],
    fr: ["d'accord", 'oui oui', 'je vois', 'ah bon'],
    de: ['ja genau', 'ach so', 'mhm', 'alles klar'],
    it: ['sì sì', 'va bene', 'ho capito', 'certo'],
  } as const;
  const judged = (language: string, text: string) => {
    const call = talking({}, language);
    call.take({ kind: 'speech-started', onsetMs: 1_000, sound: voice }, 1_064);
    call.take({ kind: 'speech-ended', lastSpeechMs: 1_500 }, 1_596);
    call.take({ kind: 'transcribed', turnId: 2, attempt: 1, text, confidence: 0.9 }, 1_650);
    return call;
  };

  it.each(Object.entries(stops).flatMap(([language, all]) => all.map((text) => [language, text])))('B2 in %s "%s" stops the agent', (language, text) => {
    expect(judged(language, text).wasStopped()).toBe(true);
  });

  it.each(Object.entries(listens).flatMap(([language, all]) => all.map((text) => [language, text])))('B2 in %s "%s" does not', (language, text) => {
    const call = judged(language, text);
    expect(call.wasStopped()).toBe(false);
    expect(call.state.phase).toBe('agent-speaking');
  });
});

describe('choices of overlap policy', () => {
  const speakFor = (call: ReturnType<typeof talking>, ms: number) => {
    call.take({ kind: 'speech-started', onsetMs: 1_000, sound: voice }, 1_064);
    call.until(1_000 + ms, 1_064, voice);
  };

  it('O3 the first message may have its own', () => {
    const gentle = talking({ overlapPolicy: 'repair-first', firstMessageOverlapPolicy: 'continuity-first' });
    speakFor(gentle, 900);
    expect(gentle.wasStopped()).toBe(false);
    const firm = talking({ firstMessageOverlapPolicy: 'protected' });
    speakFor(firm, 3_000);
    expect(firm.kinds()).not.toContain('hold-playout');
  });

  it('O3 a tool’s counts for the answer that waits for it, before the one made during the call', () => {
    const call = talking();
    call.take({ kind: 'overlap-chosen', choice: 'repair-first', responseId: null }, 100);
    call.take({ kind: 'overlap-chosen', choice: 'continuity-first', responseId: 1 }, 200);
    speakFor(call, 900);
    expect(call.wasStopped()).toBe(false);
  });

  it('O4 a choice counts at once, for what is being judged too', () => {
    const call = talking({ overlapPolicy: 'continuity-first' });
    call.take({ kind: 'speech-started', onsetMs: 1_000, sound: voice }, 1_064);
    call.until(1_500, 1_064, voice);
    expect(call.wasStopped()).toBe(false);
    const held = talking({ overlapPolicy: 'continuity-first' });
    held.take({ kind: 'speech-started', onsetMs: 1_000, sound: voice }, 1_064);
    held.take({ kind: 'overlap-chosen', choice: 'protected', responseId: null }, 1_100);
    expect(held.state.phase).toBe('agent-speaking');
    held.take({ kind: 'overlap-chosen', choice: null, responseId: null }, 1_200);
    held.take({ kind: 'speech-started', onsetMs: 1_300, sound: voice }, 1_364);
    expect(held.state.phase).toBe('held');
  });

  it('O4 one that names another response changes nothing', () => {
    const call = talking();
    const before = call.state;
    call.take({ kind: 'overlap-chosen', choice: 'protected', responseId: 99 }, 100);
    expect(call.state).toBe(before);
  });

  it('O1 an agent’s own values stand over the preset’s', () => {
    const patient = talking({ overlap: { sustainedSpeechMs: 3_000 } });
    speakFor(patient, 2_000);
    expect(patient.wasStopped()).toBe(false);
    const quick = talking({ overlap: { sustainedSpeechMs: 300 } });
    speakFor(quick, 500);
    expect(quick.wasStopped()).toBe(true);
  });
});

describe('any order of events', () => {
  const sound = fc.record({
    echo: fc.double({ min: 0, max: 1, noNaN: true }),
    hum: fc.double({ min: 0, max: 1, noNaN: true }),
    noise: fc.double({ min: 0, max: 1, noNaN: true }),
    belowUsualDb: fc.option(fc.integer({ min: -10, max: 30 })),
  });
  const id = fc.integer({ min: 1, max: 12 });
  const words = fc.constantFrom('', 'mhm', 'stop', 'I would like', 'five five five', 'yes', 'what time is it?');
  const choice = fc.constantFrom('repair-first' as const, 'continuity-first' as const, 'adaptive' as const, 'protected' as const, null);
  const event: fc.Arbitrary<TurnEvent> = fc.oneof(
    fc.record({ kind: fc.constant('speech-started' as const), onsetMs: fc.constant(-1), sound: fc.option(sound) }),
    fc.record({ kind: fc.constant('overlap-heard' as const), onsetMs: fc.constant(-1), sound }),
    fc.record({ kind: fc.constant('speech-ended' as const), lastSpeechMs: fc.constant(-1) }),
    fc.record({ kind: fc.constant('speech-paused' as const), isSure: fc.boolean() }),
    fc.record({ kind: fc.constant('partial' as const), text: words, areOwnWords: fc.boolean() }),
    fc.record({ kind: fc.constant('transcribed' as const), turnId: id, attempt: fc.integer({ min: 0, max: 4 }), text: words, confidence: fc.constant(null) }),
    fc.record({ kind: fc.constant('transcription-failed' as const), turnId: id, attempt: fc.integer({ min: 0, max: 4 }) }),
    fc.record({
      kind: fc.constant('end-scored' as const),
      turnId: id,
      attempt: fc.integer({ min: 0, max: 4 }),
      score: fc.record({ probability: fc.double({ min: 0, max: 1, noNaN: true }), hears: fc.constantFrom('sound' as const, 'words' as const) }),
    }),
    fc.record({ kind: fc.constant('expecting' as const), expectation: fc.constantFrom('digits' as const, 'yes-no' as const, 'open' as const) }),
    fc.record({ kind: fc.constant('overlap-chosen' as const), choice, responseId: fc.option(id) }),
    fc.record({ kind: fc.constant('user-text' as const), text: fc.constant('hello') }),
    fc.record({ kind: fc.constant('response-audible' as const), responseId: id }),
    fc.record({ kind: fc.constant('response-finished' as const), responseId: id, isEmpty: fc.boolean() }),
    fc.record({ kind: fc.constant('response-failed' as const), responseId: id, wasHeard: fc.boolean() }),
    fc.record({ kind: fc.constant('timer' as const), name: fc.constantFrom(...timerNames) }),
  );
  const steps = fc.array(fc.record({ event, afterMs: fc.integer({ min: 1, max: 3_000 }) }), { maxLength: 60 });

  it('R6, X3 leaves at most one response live and never a state that nothing ends', () => {
    fc.assert(
      fc.property(steps, fc.constantFrom('auto' as const, 'silence' as const), fc.boolean(), (given, endOfTurn, hasFirstMessage) => {
        const policy = turnPolicyOf(parseAgentConfig({ parley: { turnTaking: { endOfTurn } } }), 'en', false);
        const timers = new Set<string>();
        const live = new Set<number>();
        const drafts = new Set<number>();
        let state: TurnState = initialTurnState;
        let nowMs = 0;
        let isAsked = false;
        const all: readonly { readonly event: TurnEvent; readonly afterMs: number }[] = [{ event: { kind: 'started', hasFirstMessage }, afterMs: 1 }, ...given];
        for (const each of all) {
          nowMs += each.afterMs;
          if (each.event.kind === 'timer') {
            // Timers that were not set do not fire.
            if (!timers.delete(each.event.name)) continue;
          }
          const timed = timeOf(each.event, nowMs);
          const { state: next, effects } = step(state, timed, policy, nowMs);
          for (const effect of effects) {
            if (effect.kind === 'set-timer') {
              expect(effect.delayMs).toBeGreaterThanOrEqual(0);
              timers.add(effect.name);
            }
            if (effect.kind === 'clear-timer') timers.delete(effect.name);
            if (effect.kind === 'transcribe') isAsked = true;
            if (effect.kind === 'draft-response') drafts.add(effect.responseId);
            if (effect.kind === 'drop-draft') expect(drafts.delete(effect.responseId)).toBe(true);
            if (effect.kind === 'start-response' || effect.kind === 'say' || effect.kind === 'adopt-draft') {
              live.clear();
              live.add(effect.responseId);
            }
            if (effect.kind === 'stop-response') live.delete(effect.responseId);
          }
          if ((timed.kind === 'response-finished' || timed.kind === 'response-failed') && liveResponseOf(next)?.responseId !== timed.responseId) {
            live.delete(timed.responseId);
          }
          state = next;
          const response = liveResponseOf(state);
          expect(live.size).toBeLessThanOrEqual(1);
          if (response !== null) expect([...live]).toEqual([response.responseId]);
          if (state.phase !== 'ended') expect(timers.has('max-duration') || state.phase === 'closing').toBe(true);
          expect(hasWayOut(state, timers, isAsked)).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });
});

/** Every phase has a timer or a request with a deadline that ends it. */
function hasWayOut(state: TurnState, timers: ReadonlySet<string>, isAsked: boolean): boolean {
  switch (state.phase) {
    case 'listening':
      return timers.has('silence') || timers.has('max-duration');
    case 'user-speaking':
      return timers.has('utterance-limit');
    case 'settling':
      return isAsked && (timers.has('endpoint') || timers.has('transcription-deadline'));
    case 'answering':
      return timers.has('answer-deadline');
    case 'agent-speaking':
      return timers.has('speaking-limit');
    case 'held':
      return timers.has('judgement');
    case 'closing':
      return state.farewell === null || timers.has('closing-deadline');
    case 'ended':
      return true;
  }
}

function timeOf(event: TurnEvent, nowMs: number): TurnEvent {
  if (event.kind === 'speech-started' || event.kind === 'overlap-heard') return { ...event, onsetMs: nowMs - 64 };
  if (event.kind === 'speech-ended') return { ...event, lastSpeechMs: nowMs - 96 };
  return event;
}
