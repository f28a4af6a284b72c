import { basicPacks } from './basic';
import { english } from './en';
import { spanish } from './es';
import type { LanguagePack } from './language-pack';

const packs: readonly LanguagePack[] = [english, spanish, ...basicPacks];

/** Languages the built-in answerer speaks. */
export const answererLanguages: readonly string[] = packs.map((pack) => pack.code);

/** The pack for a BCP 47 code; English for languages the answerer does not speak. */
export function packFor(language: string): LanguagePack {
  const base = language.toLowerCase().split(/[-_]/)[0];
  return packs.find((pack) => pack.code === base) ?? english;
}
