import { scopeForSystem } from '../auth/scope';
import { buildHost, type RunningHost } from '../build-host';
import { type Env, loadEnv } from '../config/env';
import { listAgents } from '../domain/agents/list-agents';
import { heartbeat } from '../domain/conversations/heartbeat';
import { AppError } from '../lib/app-error';
import { systemClock } from '../lib/clock';
import { createLogger, type Logger } from '../lib/logger';
import { delay } from '../lib/wait';

const heartbeatEveryMs = 5_000;

export interface CliHost extends RunningHost {
  readonly env: Env;
}

/** A host for one command, with its own id so that a running server's conversations are left alone. */
export function openCliHost(): CliHost {
  const env = loadEnv();
  // What a conversation meets is printed as it happens; only surprises are logged as well.
  const log = createLogger({ name: 'cli', level: 'error' });
  const running = buildHost({ env, log, hostId: `cli_${process.pid}` });
  const life = new AbortController();
  void keepAlive(running, log, life.signal);
  return {
    env,
    ...running,
    close() {
      life.abort();
      return running.close();
    },
  };
}

/** A server that runs beside this command closes conversations of which nobody says that they live. */
async function keepAlive({ db, hostId, live }: RunningHost, log: Logger, signal: AbortSignal): Promise<void> {
  for (;;) {
    await delay(systemClock, heartbeatEveryMs, signal).catch(() => undefined); // ends early when the command does
    if (signal.aborted) return;
    await heartbeat(db, hostId, live.ids).catch((error: unknown) => log.error({ err: error }, 'the conversation could not be kept alive'));
  }
}

/** The agent meant on the command line: its id, or (part of) its name in the workspace. */
export async function findAgentByName(
  host: RunningHost,
  wanted: string,
  workspace: string,
): Promise<{ readonly id: string; readonly name: string; readonly language: string }> {
  const scope = await scopeForSystem(host.db, workspace, 'command line');
  const { items } = await listAgents(scope, {});
  const exact = items.find((agent) => agent.id === wanted || agent.name.toLowerCase() === wanted.toLowerCase());
  const found = exact ?? items.find((agent) => agent.name.toLowerCase().includes(wanted.toLowerCase()));
  if (found === undefined) {
    const names = items.map((agent) => `  ${agent.id}  ${agent.name}`).join('\n');
    throw new AppError('not_found', `No agent named "${wanted}" in the workspace ${workspace}. There are:\n${names}`);
  }
  return found;
}

/** `--name value` options out of the arguments, and what is left. */
export function readOptions(args: readonly string[]): { readonly options: ReadonlyMap<string, string>; readonly rest: readonly string[] } {
  const options = new Map<string, string>();
  const rest: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    if (!arg.startsWith('--')) rest.push(arg);
    else options.set(arg.slice(2), args[++i] ?? '');
  }
  return { options, rest };
}
