/** What a check of `doctor` found. */
export interface Finding {
  readonly level: 'pass' | 'warn' | 'fail';
  readonly saw: string;
  /** The command, or the sentence, that mends it. */
  readonly fix?: string;
}

export interface Check {
  readonly name: string;
  run(signal: AbortSignal): Promise<Finding>;
}

export function pass(saw: string): Finding {
  return { level: 'pass', saw };
}

/** Works, but less well than it could. */
export function warn(saw: string, fix: string): Finding {
  return { level: 'warn', saw, fix };
}

export function fail(saw: string, fix: string): Finding {
  return { level: 'fail', saw, fix };
}
