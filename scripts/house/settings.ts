import { existsSync } from 'node:fs';
import path from 'node:path';
import { type HouseEnv, loadHouseEnv } from '../../server/config/env.ts';
import { rootDir } from './paths.ts';

/** The supervisor's settings: the environment, and below it an `.env` file in the repository. */
export function houseSettings(): HouseEnv {
  const file = path.join(rootDir, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
  return loadHouseEnv();
}
