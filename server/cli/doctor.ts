import { loadHouseEnv } from '../config/env';
import { databaseCheck } from './doctor/database-check';
import { type Check, type Finding, fail } from './doctor/finding';
import { machineChecks } from './doctor/machine-checks';
import { providerChecks } from './doctor/provider-checks';
import { speechChecks } from './doctor/speech-checks';

const deadlineMs = 15_000;
const marks = { pass: '✓', warn: '!', fail: '✗' } as const;

/** Checks the installation; a line each, with the command that mends it. Answers 1 when something has to be mended. */
export async function run(args: string[]): Promise<number> {
  const env = loadHouseEnv();
  const problem = args[0] === '--database-problem' ? args[1] : undefined;
  const checks = [...machineChecks(env), databaseCheck(env.databaseUrl, problem), ...speechChecks(env.modelsDir), ...providerChecks(env)];
  const findings = await Promise.all(checks.map(inTime));
  const width = Math.max(...checks.map(({ name }) => name.length));
  for (const [index, { level, saw, fix }] of findings.entries()) {
    console.log(`${marks[level]} ${level}  ${(checks[index]?.name ?? '').padEnd(width)}  ${saw}`);
    if (fix !== undefined) console.log(`${' '.repeat(width + 10)}→ ${fix}`);
  }
  const count = (wanted: Finding['level']) => findings.filter(({ level }) => level === wanted).length;
  console.log(`\n${count('pass')} pass, ${count('warn')} warn, ${count('fail')} fail`);
  return count('fail') > 0 ? 1 : 0;
}

/** A check that hangs, or throws, is a finding like any other. */
async function inTime(check: Check): Promise<Finding> {
  const signal = AbortSignal.timeout(deadlineMs);
  const late = new Promise<Finding>((resolve) => {
    signal.addEventListener('abort', () => resolve(fail(`gave no answer within ${deadlineMs / 1000} s`, 'try again; look at the logs in the data folder')), {
      once: true,
    });
  });
  try {
    return await Promise.race([check.run(signal), late]);
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error), 'see the message');
  }
}
