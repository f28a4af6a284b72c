import { AppError } from '../lib/app-error';

interface Command {
  readonly summary: string;
  readonly load: () => Promise<{ run(args: string[]): Promise<number> }>;
}

/** Each is loaded when it is asked for, so that `doctor` still runs where something another one needs is broken. */
const commands: Readonly<Record<string, Command>> = {
  doctor: { summary: 'check this installation, and say what mends it', load: () => import('./doctor') },
  talk: { summary: 'talk <agent>: a conversation by text in the terminal', load: () => import('./talk') },
  say: { summary: 'say <agent> <file.wav>: play a recording to an agent and keep its answer', load: () => import('./say') },
  agents: { summary: 'agents list: the agents of a workspace', load: () => import('./agents') },
  'api-key': { summary: 'api-key create --workspace <slug> [--name <name>]: print a new key, once', load: () => import('./api-key') },
  models: { summary: 'models list | fetch <name>: speech models on this machine', load: () => import('./models') },
  seed: { summary: 'seed <scenario>: fill the database with an example', load: () => import('./seed') },
  'sign-in-link': { summary: 'print a path that signs the owner in, once', load: () => import('./sign-in-link') },
};

async function main(name: string | undefined, args: string[]): Promise<number> {
  if (name === undefined || ['help', '--help', '-h'].includes(name)) {
    console.log(usage());
    return name === undefined ? 2 : 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    console.error(`There is no command ${name}.\n\n${usage()}`);
    return 2;
  }
  try {
    const { run } = await command.load();
    return await run(args);
  } catch (error) {
    // An expected error says all there is to say; a surprise is shown with where it came from.
    console.error(error instanceof AppError ? error.publicMessage : error);
    return 1;
  }
}

function usage(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  return ['npm run -s parley -- <command>', '', ...lines].join('\n');
}

process.exitCode = await main(process.argv[2], process.argv.slice(3));
// Workers and pooled connections of a command that is over must not keep the terminal.
process.exit();
