import type { ConversationEvent } from '@/server/contracts/conversation';

export interface Stretch {
  readonly startMs: number;
  readonly endMs: number;
}

export interface AgentStretch extends Stretch {
  readonly responseId: number;
  /** False: it was made, but nobody heard it. */
  readonly isHeard: boolean;
}

/** What came of speech over the agent: it gave way, it paused and went on, or it went on without a pause. */
export const overlapOutcomes = ['yielded', 'false-interruption', 'backchannel', 'spoken-through'] as const;
export interface Overlap extends Stretch {
  readonly outcome: (typeof overlapOutcomes)[number];
}

export const markKinds = ['interruption', 'false-interruption', 'hold', 'backchannel', 'agent-backchannel'] as const;
export interface Mark extends Stretch {
  readonly kind: (typeof markKinds)[number];
  /** What was said, of a backchannel. */
  readonly text: string;
}

export interface DetectorCurve {
  readonly activity: readonly { readonly fromMs: number; readonly stepMs: number; readonly values: readonly number[] }[];
  readonly judged: readonly {
    readonly atMs: number;
    readonly judge: string;
    readonly probability: number;
    readonly weighed: number;
    readonly threshold: number;
  }[];
}

export interface Timeline {
  readonly participant: readonly Stretch[];
  readonly agent: readonly AgentStretch[];
  readonly overlaps: readonly Overlap[];
  readonly marks: readonly Mark[];
  readonly detector: DetectorCurve;
}

/** Whether there is anything to draw: in text conversations nobody sounds. */
export function hasVoices({ participant, agent }: Timeline): boolean {
  return participant.length + agent.length > 0;
}

/** A reaction to speech may come so much later than the speech, in ms. */
const reactionMs = 3_000;
/** Shorter than this two voices have only touched. */
const shortestOverlapMs = 80;

/** Who sounded when, and what came of it where both did, read from what was recorded. */
export function timelineOf(events: readonly ConversationEvent[], durationMs: number): Timeline {
  const holds = holdsOf(events, durationMs);
  const participant = participantStretches(events, durationMs);
  const agent = agentStretches(events, holds);
  return {
    participant,
    agent,
    overlaps: overlapsOf({ participant, agent, holds, events }),
    marks: marksOf(events, holds),
    detector: detectorOf(events),
  };
}

interface Hold extends Stretch {
  readonly responseId: number;
  readonly isResumed: boolean;
}

function participantStretches(events: readonly ConversationEvent[], durationMs: number): readonly Stretch[] {
  const stretches: Stretch[] = [];
  let startMs: number | null = null;
  for (const event of events) {
    if (event.kind === 'speech-started') startMs ??= event.atMs;
    if (event.kind === 'speech-ended' && startMs !== null) {
      stretches.push({ startMs, endMs: event.atMs });
      startMs = null;
    }
  }
  return startMs === null ? stretches : [...stretches, { startMs, endMs: durationMs }];
}

function holdsOf(events: readonly ConversationEvent[], durationMs: number): readonly Hold[] {
  const holds: Hold[] = [];
  let held: { readonly responseId: number; readonly startMs: number } | null = null;
  for (const { kind, atMs, data } of events) {
    if (kind === 'playout-held') held = { responseId: numberIn(data['responseId']), startMs: atMs };
    const isResumed = kind === 'playout-resumed';
    if (held === null || !(isResumed || kind === 'interrupted' || kind === 'response-ended')) continue;
    holds.push({ ...held, endMs: atMs, isResumed });
    held = null;
  }
  return held === null ? holds : [...holds, { ...held, endMs: durationMs, isResumed: false }];
}

function agentStretches(events: readonly ConversationEvent[], holds: readonly Hold[]): readonly AgentStretch[] {
  return events.flatMap(({ kind, data }): AgentStretch[] => {
    const responseId = numberIn(data['responseId']);
    // A person in the agent's place.
    if (kind === 'person-said') return [{ startMs: numberIn(data['startMs']), endMs: numberIn(data['endMs']), responseId, isHeard: true }];
    if (kind !== 'response-ended') return [];
    const words = wordsIn(data['words']);
    // An answer in writing makes no sound.
    if (words.length === 0) return [];
    const startMs = numberIn(data['startMs']);
    const endMs = data['heardText'] === '' ? startMs : numberIn(data['endMs']);
    const heard = without(
      { startMs, endMs },
      holds.filter((hold) => hold.responseId === responseId),
    );
    const unheardUntilMs = Math.max(endMs, ...words.filter((word) => !word.isHeard).map((word) => word.endMs));
    return [
      ...heard.map((stretch) => ({ ...stretch, responseId, isHeard: true })),
      ...(unheardUntilMs > endMs ? [{ startMs: endMs, endMs: unheardUntilMs, responseId, isHeard: false }] : []),
    ];
  });
}

/** What is left of a stretch when others are taken out of it. */
function without(whole: Stretch, taken: readonly Stretch[]): readonly Stretch[] {
  return taken
    .reduce<readonly Stretch[]>(
      (left, gap) =>
        left.flatMap(({ startMs, endMs }) => [
          { startMs, endMs: Math.min(endMs, gap.startMs) },
          { startMs: Math.max(startMs, gap.endMs), endMs },
        ]),
      [whole],
    )
    .filter(({ startMs, endMs }) => endMs > startMs);
}

interface Voices {
  readonly participant: readonly Stretch[];
  readonly agent: readonly AgentStretch[];
  readonly holds: readonly Hold[];
  readonly events: readonly ConversationEvent[];
}

function overlapsOf({ participant, agent, holds, events }: Voices): readonly Overlap[] {
  return participant.flatMap((speech, i) =>
    agent.flatMap((sound): Overlap[] => {
      const startMs = Math.max(speech.startMs, sound.startMs);
      const endMs = Math.min(speech.endMs, sound.endMs);
      if (!sound.isHeard || endMs - startMs < shortestOverlapMs) return [];
      // What comes after the next speech has begun answers that one.
      const untilMs = Math.min(speech.endMs + reactionMs, participant[i + 1]?.startMs ?? Number.POSITIVE_INFINITY);
      const reacts = (atMs: number) => atMs >= speech.startMs && atMs < untilMs;
      const happened = (kind: string) => events.some((event) => event.kind === kind && reacts(event.atMs));
      const isCut = events.some((event) => event.kind === 'interrupted' && event.data['responseId'] === sound.responseId && reacts(event.atMs));
      if (isCut) return [{ startMs, endMs, outcome: 'yielded' }];
      if (happened('backchannel-ignored')) return [{ startMs, endMs, outcome: 'backchannel' }];
      const wasHeld = holds.some((hold) => hold.isResumed && hold.responseId === sound.responseId && reacts(hold.startMs));
      return [{ startMs, endMs, outcome: wasHeld ? 'false-interruption' : 'spoken-through' }];
    }),
  );
}

function marksOf(events: readonly ConversationEvent[], holds: readonly Hold[]): readonly Mark[] {
  const marks = events.flatMap(({ kind, atMs, data }): Mark[] => {
    const at = { startMs: atMs, endMs: atMs, text: textIn(data['text']) };
    if (kind === 'interrupted') return [{ ...at, kind: 'interruption' }];
    if (kind === 'backchannel-ignored') return [{ ...at, kind: 'backchannel' }];
    if (kind === 'backchannel-spoken') return [{ ...at, kind: 'agent-backchannel' }];
    return [];
  });
  const pauses = holds.map(({ startMs, endMs, isResumed }): Mark => ({ kind: isResumed ? 'false-interruption' : 'hold', startMs, endMs, text: '' }));
  return [...marks, ...pauses].toSorted((a, b) => a.startMs - b.startMs);
}

function detectorOf(events: readonly ConversationEvent[]): DetectorCurve {
  return {
    activity: events.flatMap(({ kind, data }) => {
      const { values } = data;
      if (kind !== 'voice-activity-curve' || !Array.isArray(values)) return [];
      return [{ fromMs: numberIn(data['fromMs']), stepMs: numberIn(data['stepMs']), values: values.map((value) => numberIn(value) / 100) }];
    }),
    judged: events.flatMap(({ kind, atMs, data }) =>
      kind === 'end-of-turn-judged'
        ? [
            {
              atMs,
              judge: textIn(data['judge']),
              probability: numberIn(data['probability']),
              weighed: numberIn(data['weighed']),
              threshold: numberIn(data['threshold']),
            },
          ]
        : [],
    ),
  };
}

function wordsIn(value: unknown): readonly { readonly endMs: number; readonly isHeard: boolean }[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((word: unknown) =>
    typeof word === 'object' && word !== null && 'endMs' in word && 'isHeard' in word ? [{ endMs: numberIn(word.endMs), isHeard: word.isHeard === true }] : [],
  );
}

export function numberIn(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

export function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
