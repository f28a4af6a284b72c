import type { HouseEnv } from '../../config/env';
import { allProviders } from '../../providers/registry';
import type { ProviderSpec } from '../../providers/spec/provider-spec';
import { type Check, fail, pass } from './finding';

/** Each vendor with the settings that the environment gives it; one that nothing is set for is left alone. */
export function providerChecks(env: HouseEnv): Check[] {
  const chosen = new Set(
    Object.values(env.defaultChains)
      .flat()
      .map((entry) => entry.split(':')[0]),
  );
  return allProviders().map((provider) => ({
    name: provider.label,
    async run(signal) {
      const settings = settingsOf(provider, env.providerEnvironment);
      const missing = provider.fields.filter(({ isRequired, name }) => isRequired && settings[name] === undefined);
      if (missing.length > 0) {
        const variables = missing.map(({ env: variable, label }) => variable ?? label).join(', ');
        if (!chosen.has(provider.name)) return pass(`not set up (optional: ${variables}, or credentials in the dashboard)`);
        return fail(`named in PARLEY_STT, PARLEY_LLM or PARLEY_TTS, but ${variables} is not set`, `set ${variables}`);
      }
      const { ok, detail, fix } = await provider.check(settings, signal);
      return ok ? pass(detail) : fail(detail, fix ?? `see ${provider.website}`);
    },
  }));
}

function settingsOf(provider: ProviderSpec, environment: Readonly<Record<string, string>>): Record<string, string> {
  const settings: Record<string, string> = {};
  for (const field of provider.fields) {
    const value = field.env === undefined ? undefined : environment[field.env];
    if (value !== undefined) settings[field.name] = value;
  }
  return settings;
}
