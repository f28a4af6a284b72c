import type { TurnPolicy } from '../turn/policy';
import type { ConnectionQuality } from './quality';

const mostPatienceMs = 400;
const mostLeadMs = 900;

/** Q2: what the engine does about a line: waits longer before it takes a gap in the sound for silence, and sends further ahead. */
export interface Allowance {
  readonly patienceMs: number;
  readonly leadMs: number;
}

export const noAllowance: Allowance = { patienceMs: 0, leadMs: 0 };

export function allowanceFor({ level, jitterMs, lateShare, roundTripMs }: ConnectionQuality): Allowance {
  if (level === 'good') return noAllowance;
  const unevenMs = 2 * jitterMs + lateShare * 500;
  const patienceMs = Math.round(Math.min(mostPatienceMs, Math.max(level === 'poor' ? 120 : 60, unevenMs)) / 10) * 10;
  const leadMs = Math.round(Math.min(mostLeadMs, Math.max(100, unevenMs * 2 + (roundTripMs ?? 0) / 2)) / 10) * 10;
  return { patienceMs, leadMs };
}

export function withPatience(policy: TurnPolicy, { patienceMs }: Allowance): TurnPolicy {
  if (patienceMs === 0) return policy;
  const { endpointing } = policy;
  return {
    ...policy,
    endpointing: {
      ...endpointing,
      minSilenceMs: endpointing.minSilenceMs + patienceMs,
      usualSilenceMs: endpointing.usualSilenceMs + patienceMs,
      patientSilenceMs: endpointing.patientSilenceMs + patienceMs,
      maxSilenceMs: endpointing.maxSilenceMs + patienceMs,
    },
  };
}
