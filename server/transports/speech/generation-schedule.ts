export interface ScheduleOptions {
  /** Says each whole phrase at once, whatever the schedule. */
  readonly isAuto: boolean;
  /** How many characters the first piece, the second, … waits for; the last number holds on. */
  readonly schedule: readonly number[];
}

const usual: readonly number[] = [120, 160, 250, 290];
/** What `try_trigger_generation` needs at least. */
const leastTriggered = 50;
/** Text that has been waiting this long is cut wherever it is. */
const mostWaiting = 2_000;

/** Gathers text that comes in bits and says when enough of it is there to be spoken well. */
export class GenerationSchedule {
  readonly #options: ScheduleOptions;
  #waiting = '';
  #pieces = 0;

  constructor({ isAuto, schedule }: Partial<ScheduleOptions>) {
    this.#options = { isAuto: isAuto ?? false, schedule: schedule !== undefined && schedule.length > 0 ? schedule : usual };
  }

  /** Takes a bit of text; gives the pieces that are now to be spoken. */
  add(text: string, wantsMore: { readonly tryTrigger?: boolean } = {}): readonly string[] {
    this.#waiting += text;
    const needed = this.#options.schedule[Math.min(this.#pieces, this.#options.schedule.length - 1)] ?? 0;
    if (this.#options.isAuto) return this.#cut(/^[\s\S]*[.!?…。！？:;](?=["')\]]*\s)/u);
    if (this.#waiting.length >= Math.min(needed, mostWaiting)) return this.#cut(/^[\s\S]*[.!?…。！？,;:](?=["')\]]*\s)|^[\s\S]*(?=\s)/u);
    return wantsMore.tryTrigger === true && this.#waiting.length >= leastTriggered ? this.#cut(/^[\s\S]*(?=\s)/u) : [];
  }

  /** All that is waiting. */
  flush(): readonly string[] {
    return this.#give(this.#waiting.length);
  }

  /** Up to where the pattern ends; everything when too much is waiting. */
  #cut(pattern: RegExp): readonly string[] {
    const found = pattern.exec(this.#waiting)?.[0].length ?? 0;
    return this.#give(found === 0 && this.#waiting.length >= mostWaiting ? this.#waiting.length : found);
  }

  #give(length: number): readonly string[] {
    const piece = this.#waiting.slice(0, length);
    this.#waiting = this.#waiting.slice(length).trimStart();
    if (piece.trim() === '') return [];
    this.#pieces++;
    return [`${piece.trim()} `];
  }
}
