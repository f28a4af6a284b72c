import type { HouseEnv } from '../../server/config/env.ts';
import { derivedKey, secretOf } from './secret.ts';

export interface ChildSettings {
  readonly databaseUrl: string;
  readonly publicUrl: string;
  readonly webPort?: number;
  readonly voicePort?: number;
  readonly isDevelopment?: boolean;
}

/** The environment of web, voice and command line: everything set here is what `server/config/env.ts` reads there. */
export function childEnvironment(env: HouseEnv, settings: ChildSettings): NodeJS.ProcessEnv {
  const secret = secretOf(env.dataDir, env.secret);
  return {
    ...process.env,
    NODE_ENV: settings.isDevelopment === true ? 'development' : 'production',
    HOST: env.host,
    DATA_DIR: env.dataDir,
    DATABASE_URL: settings.databaseUrl,
    PARLEY_SECRET: secret,
    PARLEY_PUBLIC_URL: settings.publicUrl,
    NEXTAUTH_URL: settings.publicUrl,
    NEXTAUTH_SECRET: derivedKey(secret, 'next-auth'),
    ...(settings.webPort === undefined ? {} : { PARLEY_WEB_PORT: String(settings.webPort) }),
    ...(settings.voicePort === undefined ? {} : { PARLEY_VOICE_PORT: String(settings.voicePort) }),
  };
}
