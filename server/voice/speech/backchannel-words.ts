/** What a listener says, by language. Short ones only: they stand beside someone else's words. */
const words: Readonly<Record<string, readonly string[]>> = {
  en: ['Mhm.', 'Right.', 'I see.', 'Okay.'],
  es: ['Ajá.', 'Ya.', 'Claro.', 'Entiendo.'],
  pt: ['Aham.', 'Certo.', 'Sei.', 'Entendi.'],
  fr: ['Mhm.', 'Oui.', "D'accord.", 'Je vois.'],
  de: ['Mhm.', 'Ja.', 'Verstehe.', 'Okay.'],
  it: ['Mhm.', 'Sì.', 'Certo.', 'Capisco.'],
};

export function backchannelWords(language: string, own: readonly string[]): readonly string[] {
  return own.length > 0 ? own : (words[language.slice(0, 2).toLowerCase()] ?? ['Mhm.']);
}
