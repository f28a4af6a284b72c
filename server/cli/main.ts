import { existsSync } from 'node:fs';
import { AppError } from '../lib/app-error';

interface Command {
  /** Carries the command out and answers its exit code. */
  run(args: string[]): Promise<number>;
}

/** Each is a file `<name>.ts` beside this one. */
const commands: Readonly<Record<string, string>> = {
  doctor: 'check this installation, and say what mends it',
  talk: 'talk <agent>: a conversation by text in the terminal',
  say: 'say <agent> <file.wav>: play a recording to an agent and keep its answer',
  agents: 'agents list: the agents of a workspace',
  'api-key': 'api-key create --workspace <slug> [--name <name>] [--all]: print a new key, once',
  groups: 'groups list|create|delete --workspace <slug>: groups that things are shared with',
  models: 'models list | fetch <name>: speech models on this machine',
  seed: 'seed <scenario>: fill the database with an example',
  'sign-in-link': 'print a path that signs the owner in, once',
  'import-elevenlabs': 'import-elevenlabs --api-key <key> --workspace <slug>: move a workspace over',
  reseal: 'seal stored credentials with the present secret',
};

process.exitCode = await main(process.argv[2], process.argv.slice(3));
// Workers and pooled connections of a command that is over must not keep the terminal.
process.exit();

async function main(name: string | undefined, args: string[]): Promise<number> {
  if (name === undefined || ['help', '--help', '-h'].includes(name)) {
    console.log(usage());
    return name === undefined ? 2 : 0;
  }
  if (!Object.hasOwn(commands, name)) {
    console.error(`There is no command ${name}.\n\n${usage()}`);
    return 2;
  }
  try {
    const command = await load(name);
    return await command.run(args);
  } catch (error) {
    // An expected error says all there is to say; a surprise is shown with where it came from.
    console.error(error instanceof AppError ? error.publicMessage : error);
    return 1;
  }
}

/** Loads one command alone, so that `doctor` still runs where something another one needs is broken. */
async function load(name: string): Promise<Command> {
  // From source the commands lie beside this file; the build makes a bundle of each.
  const candidates = [`./${name}.ts`, `./cli-${name}.mjs`].map((file) => new URL(file, import.meta.url));
  const found = candidates.find((file) => existsSync(file));
  if (found === undefined) throw new AppError('not_found', `The command ${name} is not part of this build: server/cli/${name}.ts is missing.`);
  return (await import(found.href)) as Command;
}

function usage(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  const lines = Object.entries(commands).map(([name, summary]) => `  ${name.padEnd(width)}  ${summary}`);
  return ['npm run -s parley -- <command>', '', ...lines].join('\n');
}
