import { spawn } from 'node:child_process';
import { rootDir } from './paths.ts';

/**
 * Runs a program to its end and keeps what it says to itself.
 * @throws Error with the end of its output when it fails
 */
export function runQuietly(command: string, args: readonly string[], options: { env?: NodeJS.ProcessEnv; timeoutMs: number }): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: rootDir, env: options.env ?? process.env, stdio: ['ignore', 'pipe', 'pipe'], timeout: options.timeoutMs });
    let output = '';
    let errors = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output = (output + chunk.toString('utf8')).slice(-20_000);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      errors = (errors + chunk.toString('utf8')).slice(-20_000);
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${(errors + output).trim() || 'It said nothing.'}\n(${signal === null ? `exit code ${code}` : `ended by ${signal}`})`));
    });
  });
}
