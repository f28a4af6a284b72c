import type { Timeline } from './timeline';

export const rhythmParts = ['gap', 'cutOff', 'yield', 'falseStop', 'wait', 'talk'] as const;
export type RhythmPart = (typeof rhythmParts)[number];

/** One thing that happened, and how long it took. */
export interface RhythmMoment {
  readonly atMs: number;
  readonly valueMs: number;
}

export interface RhythmFigure {
  readonly part: RhythmPart;
  /** In ms, or a share from 0 to 1; null: it never came up. */
  readonly value: number | null;
  readonly unit: 'ms' | 'share';
  /** How often it could have happened. */
  readonly chances: number;
  /** Where it did, the worst first. */
  readonly moments: readonly RhythmMoment[];
  /** Among people, or where people begin to mind. */
  readonly human: { readonly from: number; readonly to: number };
}

/** People answer within so long of a turn's end in 10 languages (Stivers et al. 2009), and begin before it now and then (TurnBench 2026). */
const humanGapMs = { from: -200, to: 500 };
/** A silence of the agent that a caller notices. */
const noticedMs = 3_000;
/** Two voices that touch have not interrupted each other. */
const touchMs = 250;
/** An answer may begin so long after the turn it answers; later it answers something else. */
const answerMs = 15_000;

/** How a conversation went in time: what callers feel of it before they hear a word. */
export function rhythmOf({ participant, agent, overlaps }: Timeline): readonly RhythmFigure[] {
  const heard = agent.filter(({ isHeard, startMs, endMs }) => isHeard && endMs > startMs);
  // An answer is heard in pieces when it was held: its beginning is what counts.
  const answers = heard.filter(({ responseId }, i) => heard.findIndex((other) => other.responseId === responseId) === i);
  const gaps = participant.flatMap((turn): RhythmMoment[] => {
    const next = participant.find((other) => other.startMs > turn.endMs);
    const answer = answers.find(({ startMs }) => startMs > turn.startMs + touchMs && startMs < turn.endMs + answerMs);
    if (answer === undefined || (next !== undefined && next.startMs < answer.startMs)) return [];
    return [{ atMs: turn.endMs, valueMs: answer.startMs - turn.endMs }];
  });
  const cutOffs = gaps.filter(({ valueMs }) => valueMs < -touchMs).map(({ atMs, valueMs }) => ({ atMs: atMs + valueMs, valueMs: -valueMs }));
  const yields = overlaps.filter(({ outcome }) => outcome === 'yielded').map(({ startMs, endMs }) => ({ atMs: startMs, valueMs: endMs - startMs }));
  const falseStops = overlaps
    .filter(({ outcome }) => outcome === 'false-interruption')
    .map(({ startMs, endMs }) => ({ atMs: startMs, valueMs: endMs - startMs }));
  const harmless = overlaps.filter(({ outcome }) => outcome !== 'yielded').length;
  const waits = gaps.filter(({ valueMs }) => valueMs >= noticedMs);
  const [agentMs, participantMs] = [heard, participant].map((stretches) => stretches.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0));
  const spokenMs = (agentMs ?? 0) + (participantMs ?? 0);
  return [
    { part: 'gap', unit: 'ms', value: median(gaps), chances: gaps.length, moments: worst(gaps), human: humanGapMs },
    { part: 'cutOff', unit: 'share', value: share(cutOffs.length, gaps.length), chances: gaps.length, moments: worst(cutOffs), human: { from: 0, to: 0.02 } },
    { part: 'yield', unit: 'ms', value: median(yields), chances: yields.length, moments: worst(yields), human: { from: 0, to: 400 } },
    {
      part: 'falseStop',
      unit: 'share',
      value: share(falseStops.length, harmless),
      chances: harmless,
      moments: worst(falseStops),
      human: { from: 0, to: 0.05 },
    },
    { part: 'wait', unit: 'share', value: share(waits.length, gaps.length), chances: gaps.length, moments: worst(waits), human: { from: 0, to: 0 } },
    { part: 'talk', unit: 'share', value: share(agentMs ?? 0, spokenMs), chances: heard.length, moments: [], human: { from: 0.3, to: 0.7 } },
  ];
}

const shownMoments = 5;

function worst(moments: readonly RhythmMoment[]): readonly RhythmMoment[] {
  return moments.toSorted((a, b) => b.valueMs - a.valueMs).slice(0, shownMoments);
}

function median(moments: readonly RhythmMoment[]): number | null {
  const sorted = moments.map(({ valueMs }) => valueMs).sort((a, b) => a - b);
  return sorted.length === 0 ? null : (sorted[Math.floor((sorted.length - 1) / 2)] ?? null);
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
