export const locales = ['en', 'es', 'pt-BR'] as const;
export type AppLocale = (typeof locales)[number];

export const defaultLocale: AppLocale = 'en';
export const localeCookie = 'parley-locale';
export const timeZoneCookie = 'parley-time-zone';

/** How each locale calls itself. */
export const localeNames: Readonly<Record<AppLocale, string>> = { en: 'English', es: 'Español', 'pt-BR': 'Português (Brasil)' };

export function isLocale(value: string | undefined): value is AppLocale {
  return locales.some((locale) => locale === value);
}

/** The first language of an Accept-Language header that the interface speaks; regional forms fall back to their language. */
export function negotiateLocale(header: string | null): AppLocale {
  const wanted = (header ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';');
      const quality = parameters.map((parameter) => /^\s*q=([\d.]+)$/.exec(parameter)?.[1]).find((value) => value !== undefined);
      return { tag: tag.toLowerCase(), quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ tag, quality }) => tag !== '' && quality > 0)
    .toSorted((a, b) => b.quality - a.quality);
  for (const { tag } of wanted) {
    const language = tag.split('-')[0];
    const match = locales.find((locale) => locale.toLowerCase() === tag) ?? locales.find((locale) => locale.split('-')[0] === language);
    if (match !== undefined) return match;
  }
  return defaultLocale;
}
