// Adds to package-lock.json the optional packages of other platforms that npm left out.
//
// npm writes an optional dependency into the lock only when the registry it asked knows the package. A registry mirror
// that holds this platform's packages alone therefore yields a lock that `npm ci` refuses, on every platform. The added
// entries carry the exact version, os and cpu; npm fetches one only on the platform it names.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const operatingSystems = {
  darwin: 'darwin',
  linux: 'linux',
  win32: 'win32',
  windows: 'win32',
  win: 'win32',
  freebsd: 'freebsd',
  android: 'android',
  openharmony: 'openharmony',
  sunos: 'sunos',
  netbsd: 'netbsd',
  openbsd: 'openbsd',
  aix: 'aix',
};
const processors = ['arm64', 'x64', 'ia32', 'arm', 'ppc64', 'riscv64', 's390x', 'loong64', 'mips64el', 'wasm32'];

/**
 * Completes a parsed lock file in place.
 * @returns {{ added: string[], unknown: string[] }} names added, and optional packages whose platform their name does not tell
 */
export function completeLock(lock) {
  const added = [];
  const unknown = [];
  for (const [parent, entry] of Object.entries(lock.packages)) {
    for (const [name, wanted] of Object.entries(entry.optionalDependencies ?? {})) {
      if (!/^\d+\.\d+\.\d+/.test(wanted) || isLocked(lock.packages, parent, name)) continue;
      const parts = name.split('/').at(-1).split('-');
      const os = parts.map((part) => operatingSystems[part]).find(Boolean);
      const cpu = processors.find((candidate) => parts.includes(candidate));
      if (os === undefined && cpu === undefined) {
        unknown.push(name);
        continue;
      }
      lock.packages[`node_modules/${name}`] = {
        version: wanted,
        optional: true,
        ...(entry.dev ? { dev: true } : {}),
        ...(os === undefined ? {} : { os: [os] }),
        ...(cpu === undefined || cpu === 'wasm32' ? {} : { cpu: [cpu] }),
        ...libc(parts, os),
      };
      added.push(name);
    }
  }
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { added, unknown };
}

/** Looks where Node would: beside the parent, then in each folder above it. */
function isLocked(packages, parent, name) {
  for (let place = parent; ; place = place.slice(0, Math.max(0, place.lastIndexOf('/node_modules/')))) {
    if (packages[place === '' ? `node_modules/${name}` : `${place}/node_modules/${name}`]) return true;
    if (place === '') return false;
  }
}

function libc(parts, os) {
  if (parts.includes('musl')) return { libc: ['musl'] };
  return parts.includes('gnu') && os === 'linux' ? { libc: ['glibc'] } : {};
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = new URL('../package-lock.json', import.meta.url);
  const lock = JSON.parse(readFileSync(file, 'utf8'));
  const { added, unknown } = completeLock(lock);
  if (added.length > 0) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`package-lock.json: ${added.length} entries added${added.length > 0 ? ` (${added.join(', ')})` : ''}`);
  if (unknown.length > 0) console.log(`left alone, the platform is not in the name: ${unknown.join(', ')}`);
}
