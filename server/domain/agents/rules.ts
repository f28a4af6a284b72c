import { isDeepStrictEqual } from 'node:util';
import { ZodError } from 'zod';
import { type AgentConfig, parseAgentConfig } from '../../contracts/agent-config';
import { AppError } from '../../lib/app-error';
import { referencesIn } from '../references';

export const longestAgentName = 200;
export const mostTags = 50;

/**
 * A change as the public API means it: objects merge member by member, arrays and plain values replace,
 * null takes a member away (what has a default gets it again). Neither argument is changed.
 */
export function mergeDocument(current: unknown, changes: unknown): unknown {
  if (!isObject(changes)) return changes;
  const merged: Record<string, unknown> = isObject(current) ? { ...current } : {};
  for (const [name, change] of Object.entries(changes)) {
    if (change === undefined || name === '__proto__') continue;
    if (change === null) delete merged[name];
    else merged[name] = mergeDocument(merged[name], change);
  }
  return merged;
}

/** The whole document with `changes` in it and every default filled in. Throws `invalid_input` with the path of what is wrong. */
export function changeConfig(current: AgentConfig | undefined, changes: unknown): AgentConfig {
  try {
    return parseAgentConfig(mergeDocument(current ?? {}, changes ?? {}));
  } catch (thrown) {
    if (!(thrown instanceof ZodError)) throw thrown;
    const first = thrown.issues[0];
    const path = (first?.path ?? []).filter((part): part is string | number => typeof part !== 'symbol');
    throw new AppError('invalid_input', `${path.join('.')}: ${first?.message ?? 'is not valid'}`, { path, cause: thrown });
  }
}

export function isSameConfig(a: AgentConfig, b: AgentConfig): boolean {
  // What was stored has been through JSON, where an undefined member and a missing one are the same.
  return isDeepStrictEqual(JSON.parse(JSON.stringify(a)), JSON.parse(JSON.stringify(b)));
}

/** Trims a name; throws `invalid_input` when nothing or too much is left. */
export function checkedName(name: string): string {
  const trimmed = name.trim();
  if (trimmed === '' || trimmed.length > longestAgentName) {
    throw new AppError('invalid_input', `An agent's name has 1 to ${longestAgentName} characters.`, { path: ['name'] });
  }
  return trimmed;
}

export function checkedTags(tags: readonly string[]): string[] {
  const distinct = [...new Set(tags.map((tag) => tag.trim()).filter((tag) => tag !== ''))];
  if (distinct.length > mostTags) throw new AppError('invalid_input', `An agent has at most ${mostTags} tags.`, { path: ['tags'] });
  return distinct;
}

/** What the agent's own row repeats of its newest version, for lists and to find what it uses. */
export function listedColumns(config: AgentConfig): { language: string; voiceId: string; referencedIds: string[] } {
  return { language: config.conversationConfig.agent.language, voiceId: config.conversationConfig.tts.voiceId, referencedIds: referencesIn(config) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
