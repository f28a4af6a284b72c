import { cookies, headers } from 'next/headers';
import { getRequestConfig } from 'next-intl/server';
import { isLocale, localeCookie, negotiateLocale, timeZoneCookie } from './locales';

export default getRequestConfig(async () => {
  const jar = await cookies();
  const chosen = jar.get(localeCookie)?.value;
  const locale = isLocale(chosen) ? chosen : negotiateLocale((await headers()).get('accept-language'));
  const { default: messages } = (await import(`../../messages/${locale}.json`)) as { default: Record<string, never> };
  // One "now" for server and browser, or their relative times would differ in the first paint.
  return { locale, messages, now: new Date(), timeZone: knownTimeZone(jar.get(timeZoneCookie)?.value) };
});

/** The viewer's zone as their browser told it on an earlier visit; a made-up one would make every date throw. */
function knownTimeZone(value: string | undefined): string {
  if (value === undefined) return 'UTC';
  try {
    return new Intl.DateTimeFormat('en', { timeZone: decodeURIComponent(value) }).resolvedOptions().timeZone;
  } catch {
    // An unknown zone is as good as none.
    return 'UTC';
  }
}
