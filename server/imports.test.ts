import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

// Who may import what. A new import that this test refuses is in the wrong place, or the design changes: then say so in
// docs/decisions and change the table here.

const root = path.resolve(import.meta.dirname, '..');

/** What each part may reach besides itself: a part of the server, or one file or folder in it. */
const mayReach: Readonly<Record<string, readonly string[] | 'anything'>> = {
  contracts: [],
  lib: ['contracts'],
  config: ['contracts', 'lib'],
  db: ['contracts', 'lib', 'config'],
  auth: ['contracts', 'lib', 'config', 'db', 'integrations'],
  providers: ['contracts', 'lib', 'models'],
  models: ['contracts', 'lib'],
  integrations: ['contracts', 'lib'],
  voice: ['contracts', 'lib', 'providers/spec'],
  domain: [
    'contracts',
    'lib',
    'auth/scope',
    'providers/registry',
    'providers/spec',
    'integrations',
    'jobs/queue',
    'jobs/definitions',
    'voice/audio',
    'voice/speech',
  ],
  host: ['contracts', 'lib', 'auth/scope', 'domain', 'voice', 'providers/registry', 'providers/agent-models', 'providers/spec', 'integrations'],
  transports: ['contracts', 'lib', 'voice/transport', 'voice/frames', 'voice/audio'],
  telephony: ['contracts', 'lib', 'auth/scope', 'domain', 'transports/media-stream', 'voice/audio'],
  'live-feed': ['contracts', 'lib', 'auth', 'domain'],
  trpc: ['contracts', 'lib', 'auth', 'domain'],
  rest: ['contracts', 'lib', 'auth', 'domain', 'voice/audio'],
  jobs: ['contracts', 'lib', 'db', 'auth/scope', 'domain', 'host', 'telephony', 'integrations'],
  main: 'anything',
  'build-server': 'anything',
  'build-host': 'anything',
  'build-rest': 'anything',
  http: 'anything',
  cli: 'anything',
};

/** What the pages may reach of the server at run time, and what only as a type. */
const pages: Readonly<Record<'app' | 'components', { readonly server: readonly string[]; readonly types: readonly string[] }>> = {
  app: { server: ['contracts', 'trpc/root', 'trpc/caller', 'trpc/context', 'auth/session'], types: [] },
  components: { server: ['contracts'], types: ['trpc/root'] },
};

interface Import {
  readonly from: string;
  readonly to: string;
  readonly isType: boolean;
}

const files = sourceFiles();
const imports = files.flatMap(importsOf);

test('the test reads the code, and not nothing', () => {
  expect(files).toContain('server/main.ts');
  expect(files.some((file) => file.startsWith('app/'))).toBe(true);
  expect(imports.length).toBeGreaterThan(300);
});

test('every part of the server is in the table', () => {
  const parts = new Set(files.filter((file) => file.startsWith('server/')).map((file) => partOf(file)));
  expect([...parts].filter((part) => !Object.hasOwn(mayReach, part))).toEqual([]);
});

test('each part imports only what the table lets it', () => {
  expect(imports.filter((each) => !isAllowed(each)).map(describeImport)).toEqual([]);
});

test('one vendor’s folder never imports another’s', () => {
  const vendorOf = (file: string) => /^server\/providers\/(?!spec\/|shared\/|fallback\/|contract-suite\/)([^/]+)\//.exec(file)?.[1];
  // The embedded provider is made of local engines, each in a folder of its own.
  const engines = new Set(['silero', 'embedded', 'answerer']);
  const crossing = imports.filter(({ from, to }) => {
    const [own, other] = [vendorOf(from), vendorOf(to)];
    return own !== undefined && other !== undefined && own !== other && !(engines.has(own) && engines.has(other));
  });
  expect(crossing.map(describeImport)).toEqual([]);
});

test('only auth and db open db/unscoped', () => {
  const openers = imports.filter(({ from, to }) => to.startsWith('server/db/unscoped') && !/^server\/(auth|db|cli)\/|^server\/(main|build-\w+)\./.test(from));
  expect(openers.map(describeImport)).toEqual([]);
});

test('no file imports itself by way of others, types included', () => {
  expect(cycles()).toEqual([]);
});

test('the rules refuse what they are there to refuse', () => {
  const planted = [
    ['server/contracts/ids.ts', 'server/lib/clock.ts'],
    ['server/voice/conversation.ts', 'server/db/client.ts'],
    ['server/voice/conversation.ts', 'server/providers/registry.ts'],
    ['server/domain/agents/x.ts', 'server/rest/app.ts'],
    ['server/domain/agents/x.ts', 'server/auth/session.ts'],
    ['server/transports/socketio/x.ts', 'server/voice/conversation.ts'],
    ['components/ui/button.tsx', 'components/agents/x.tsx'],
    ['components/agents/x.tsx', 'server/trpc/root.ts'],
    ['app/page.tsx', 'server/db/client.ts'],
  ] as const;
  expect(planted.filter(([from, to]) => isAllowed({ from, to, isType: false }))).toEqual([]);
  expect(isAllowed({ from: 'components/agents/x.tsx', to: 'server/trpc/root.ts', isType: true })).toBe(true);
  expect(isAllowed({ from: 'server/voice/conversation.ts', to: 'server/providers/spec/language-model.ts', isType: false })).toBe(true);
});

function isAllowed({ from, to, isType }: Import): boolean {
  if (from.startsWith('server/')) return to.startsWith('server/') && serverMayReach(partOf(from), to);
  const side = from.startsWith('app/') ? 'app' : 'components';
  if (to.startsWith('server/')) return reaches(pages[side].server, to) || (isType && reaches(pages[side].types, to));
  if (from.startsWith('components/ui/')) return to.startsWith('components/ui/');
  if (to.startsWith('components/')) return true;
  return to.startsWith(`${side}/`) || to.startsWith('messages/') || to.startsWith('public/');
}

function serverMayReach(part: string, to: string): boolean {
  const allowed = mayReach[part];
  return allowed === 'anything' || partOf(to) === part || reaches(allowed ?? [], to);
}

/** `providers/spec` names a folder or a file of that name; `auth/scope` both `auth/scope.ts` and `auth/scope/…`. */
function reaches(allowed: readonly string[], to: string): boolean {
  const inside = to.replace(/^server\//, '').replace(/\.tsx?$/, '');
  return allowed.some((place) => inside === place || inside.startsWith(`${place}/`));
}

/** `server/voice/turn/machine.ts` is of `voice`, `server/main.ts` of `main`. */
function partOf(file: string): string {
  return (file.split('/')[1] ?? '').replace(/\.tsx?$/, '');
}

function describeImport({ from, to }: Import): string {
  return `${from} → ${to}`;
}

function sourceFiles(): string[] {
  return ['app', 'components', 'server']
    .filter((folder) => existsSync(path.join(root, folder)))
    .flatMap((folder) => readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`))
    .filter(
      (file) =>
        /\.tsx?$/.test(file) &&
        !/\.test\.tsx?$|^server\/testing\/|^server\/rest\/sweeps\/|\/generated\/|\/contract-suite\/|^server\/voice\/testing\//.test(file),
    )
    .sort();
}

function importsOf(from: string): Import[] {
  const text = withoutComments(readFileSync(path.join(root, from), 'utf8'));
  const found: Import[] = [];
  const statement =
    /\b(import|export)\s+(type\s+)?(?:[\w*{}\s,$]+?\s+from\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)|\bnew URL\(\s*['"](\.[^'"]+\.ts)['"]/g;
  for (const match of text.matchAll(statement)) {
    const to = resolveImport(from, match[3] ?? match[4] ?? match[5] ?? '');
    if (to !== undefined) found.push({ from, to, isType: match[2] !== undefined });
  }
  return found;
}

/** The file of this repository that is meant, or nothing for a package. */
function resolveImport(from: string, specifier: string): string | undefined {
  const base = specifier.startsWith('@/') ? specifier.slice(2) : specifier.startsWith('.') ? path.posix.join(path.posix.dirname(from), specifier) : undefined;
  if (base === undefined) return undefined;
  const candidates = [base, `${base}.ts`, `${base}.tsx`, `${base}/index.ts`, `${base}/index.tsx`];
  return candidates.find((candidate) => /\.\w+$/.test(candidate) && existsSync(path.join(root, candidate)));
}

/** Comments may show an import. A `//` inside a string is taken for one as well, which hides no import: those stand alone on their lines. */
function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
}

function cycles(): string[] {
  const targets = new Map<string, string[]>();
  for (const { from, to } of imports) targets.set(from, [...(targets.get(from) ?? []), to]);
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, trail: readonly string[]): void => {
    if (trail.includes(file)) {
      found.push([...trail.slice(trail.indexOf(file)), file].join(' → '));
      return;
    }
    if (done.has(file)) return;
    for (const to of targets.get(file) ?? []) visit(to, [...trail, file]);
    done.add(file);
  };
  for (const file of targets.keys()) visit(file, []);
  return found;
}
