// `npm run bench -- <suite> [options]`: measures one thing on this machine. A suite is a folder beside this file with a `main.ts`.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

const folder = import.meta.dirname;
const suites = readdirSync(folder).filter((name) => existsSync(path.join(folder, name, 'main.ts')));
const [suite, ...args] = process.argv.slice(2);

if (suite === undefined || !suites.includes(suite)) {
  console.error(`usage: npm run bench -- <suite> [options]\nsuites: ${suites.join(', ')}`);
  process.exitCode = suite === undefined ? 0 : 2;
} else {
  // Suites import the server's sources as they are, without extensions, which Node alone does not resolve.
  const child = spawn(process.execPath, ['--import', 'tsx', path.join(folder, suite, 'main.ts'), ...args], { stdio: 'inherit' });
  child.on('error', (error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
  child.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}
