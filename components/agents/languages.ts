/** Languages offered for an agent. Any other code stays as it is. */
export const agentLanguages = [
  'en',
  'es',
  'pt-BR',
  'pt',
  'fr',
  'de',
  'it',
  'nl',
  'pl',
  'sv',
  'da',
  'no',
  'fi',
  'cs',
  'sk',
  'hu',
  'ro',
  'bg',
  'el',
  'hr',
  'uk',
  'ru',
  'tr',
  'ar',
  'he',
  'hi',
  'ta',
  'bn',
  'id',
  'ms',
  'vi',
  'th',
  'fil',
  'ja',
  'ko',
  'zh',
] as const;

/** A language's name in the interface's own language. */
export function languageName(code: string, locale: string): string {
  try {
    return new Intl.DisplayNames([locale], { type: 'language' }).of(code) ?? code;
  } catch {
    // Not a language code at all: shown as it is.
    return code;
  }
}
