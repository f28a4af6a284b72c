'use client';

import { useRouter } from 'next/navigation';
import { useTimeZone } from 'next-intl';
import { useEffect } from 'react';
import { timeZoneCookie } from '../i18n/locales';

const yearSeconds = 365 * 24 * 60 * 60;

/** Tells the server this viewer's zone, so that times are theirs in the first paint too. */
export function TimeZoneCookie() {
  const router = useRouter();
  const rendered = useTimeZone();
  useEffect(() => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (zone === rendered || document.cookie.includes(`${timeZoneCookie}=${encodeURIComponent(zone)}`)) return;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in some browsers we support
    document.cookie = `${timeZoneCookie}=${encodeURIComponent(zone)}; path=/; max-age=${yearSeconds}; samesite=lax`;
    router.refresh();
  }, [rendered, router]);
  return null;
}
