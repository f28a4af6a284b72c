import { Caller, sleep } from './caller';
import { medianP95 } from './figures';
import type { LineOptions } from './line';

const reactionMs = 2_500;
const goesOnMs = 1_500;
/** Shorter silences are the network's and the machine's. */
const leastHoldMs = 120;
/** Calls that are made beside each other; more would measure the machine. */
const together = 2;

export interface OverAgent {
  /** Onset → the agent is no longer audible; longer than the observation where it never fell silent. */
  readonly silentMs: number;
  readonly hasFallenSilent: boolean;
  readonly heldMs: number | null;
  readonly goesOn: boolean;
  readonly isDropped: boolean;
}

export interface Encounter {
  readonly sound: Int16Array;
  readonly line?: LineOptions;
  /** Said first, and answered: the agent is spoken over while it answers. Absent: during its first message. */
  readonly question?: Int16Array;
}

/** A call for each encounter in which the agent is spoken over. */
export async function overAgent(url: string, encounters: readonly Encounter[]): Promise<OverAgent[]> {
  const outcomes: OverAgent[] = [];
  for (let done = 0; done < encounters.length; done += together) {
    const batch = encounters.slice(done, done + together).map((encounter, i) => sleep(i * 700).then(() => spokenOver(url, encounter)));
    outcomes.push(...(await Promise.all(batch)));
  }
  return outcomes;
}

async function spokenOver(url: string, { sound, line, question }: Encounter): Promise<OverAgent> {
  const caller = await Caller.call(url, line);
  try {
    if (question !== undefined) {
      await sleep(300);
      await caller.say(question);
    }
    if ((await caller.until(({ type }) => type === 'audio', 10_000)) === null) throw new Error('the agent said nothing');
    await sleep(2_000);
    const onsetMs = caller.now();
    await caller.say(sound);
    await sleep(reactionMs);
    const silentAtMs = caller.silentAfter(onsetMs, leastHoldMs);
    const eventId = caller.audible.find(({ toMs }) => toMs > onsetMs)?.eventId ?? caller.audible.at(-1)?.eventId;
    const again = caller.audible.find((stretch) => stretch.fromMs > silentAtMs + leastHoldMs && stretch.eventId === eventId);
    const endMs = onsetMs + sound.length / 16;
    return {
      silentMs: silentAtMs - onsetMs,
      hasFallenSilent: silentAtMs < endMs + reactionMs - 500,
      heldMs: again === undefined ? null : again.fromMs - silentAtMs,
      goesOn: caller.audible.some(({ toMs, eventId: of }) => toMs > endMs + goesOnMs && of === eventId),
      isDropped: caller.received.some(({ type, atMs }) => type === 'interruption' && atMs > onsetMs),
    };
  } finally {
    caller.close();
  }
}

/** Silent after, goes on, held, dropped: the columns of a table. */
export function overAgentFigures(outcomes: readonly OverAgent[]): string[] {
  const silent = outcomes.filter(({ hasFallenSilent }) => hasFallenSilent).map(({ silentMs }) => silentMs);
  const share = (of: (each: OverAgent) => boolean) => `${Math.round((100 * outcomes.filter(of).length) / outcomes.length)} %`;
  return [
    silent.length === 0 ? 'never' : medianP95(silent),
    share(({ goesOn }) => goesOn),
    medianP95(outcomes.flatMap(({ heldMs }) => (heldMs === null ? [] : [heldMs]))),
    share(({ isDropped }) => isDropped),
  ];
}
