import { AppError } from '../../lib/app-error';
import type { PronunciationRule } from '../../voice/speech/pronunciation';

/**
 * Rules of a W3C Pronunciation Lexicon file. Only what such a file needs is read: elements and their text, no entities of its own, no
 * reference to anything outside. Throws `invalid_input`.
 */
export function readPls(text: string): readonly PronunciationRule[] {
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw new AppError('invalid_input', 'A lexicon with a document type is not read.');
  const head = /<lexicon\b([^>]*)>/i.exec(text);
  if (head === null) throw new AppError('invalid_input', 'This is no PLS file: it has no <lexicon>.');
  const alphabet = attribute(head[1] ?? '', 'alphabet') ?? 'ipa';
  const rules = elements(text.replaceAll(/<!--[\s\S]*?-->/g, ''), 'lexeme').flatMap(({ inside }) => rulesOf(inside, alphabet));
  if (rules.length === 0) throw new AppError('invalid_input', 'The lexicon holds no <lexeme> with a <grapheme> and an <alias> or <phoneme>.');
  return rules;
}

/** A lexeme may spell a word in several ways; its first alias or phoneme says all of them. */
function rulesOf(lexeme: string, usualAlphabet: string): readonly PronunciationRule[] {
  const alias = elements(lexeme, 'alias')[0];
  const phoneme = elements(lexeme, 'phoneme')[0];
  return elements(lexeme, 'grapheme').flatMap(({ inside }): readonly PronunciationRule[] => {
    const stringToReplace = plain(inside);
    if (stringToReplace === '') return [];
    // A lexicon's words are looked up as they are written.
    const common = { stringToReplace, caseSensitive: true };
    if (alias !== undefined) return [{ ...common, type: 'alias', alias: plain(alias.inside) }];
    if (phoneme === undefined) return [];
    const alphabet = (attribute(phoneme.attributes, 'alphabet') ?? usualAlphabet) === 'ipa' ? 'ipa' : 'cmu-arpabet';
    return [{ ...common, type: 'phoneme', phoneme: plain(phoneme.inside), alphabet }];
  });
}

function elements(text: string, name: string): readonly { readonly attributes: string; readonly inside: string }[] {
  return [...text.matchAll(new RegExp(`<${name}\\b([^>]*)>([^]*?)</${name}>`, 'gi'))].map(([, attributes = '', inside = '']) => ({ attributes, inside }));
}

function attribute(attributes: string, name: string): string | undefined {
  return new RegExp(`\\b${name}\\s*=\\s*["']([^"']*)["']`, 'i').exec(attributes)?.[1];
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function plain(text: string): string {
  return text
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(#x?[0-9a-f]+|\w+);/gi, (whole, name: string) => entities[name] ?? numbered(name) ?? whole)
    .trim();
}

function numbered(name: string): string | undefined {
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : name.startsWith('#') ? Number(name.slice(1)) : Number.NaN;
  return Number.isInteger(code) && code > 0 && code <= 0x10_ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : undefined;
}
