import type { MaskedKind } from '../../contracts/masking';

interface Detector {
  readonly pattern: RegExp;
  /** Whether a match is what it looks like. */
  readonly isReal?: (match: string) => boolean;
}

const digitsOf = (text: string) => text.replace(/\D/g, '');

const spokenDigit =
  '(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|cero|uno|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|um|uma|dois|duas|quatro|sete|oito|nove|meia)';

/** In the order in which they are looked for: a card is not to be taken for a telephone. */
const detectors: readonly (readonly [MaskedKind, readonly Detector[]])[] = [
  [
    'email',
    [
      { pattern: /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/giu },
      // As it is spoken: "anna dot berg at example dot com".
      { pattern: /\b[\p{L}\p{N}]+(?: (?:dot|punto|ponto) [\p{L}\p{N}]+)* (?:at|arroba) [\p{L}\p{N}]+(?: (?:dot|punto|ponto) [\p{L}\p{N}]+)+/giu },
    ],
  ],
  ['iban', [{ pattern: /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{2,4}){3,8}\b/g, isReal: (match) => isIban(match.replace(/ /g, '')) }]],
  ['card', [{ pattern: /\b\d(?:[ -]?\d){12,18}\b/g, isReal: (match) => isCard(digitsOf(match)) }]],
  ['ip', [{ pattern: /\b(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)\b/g }, { pattern: /\b(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}\b/gi }]],
  [
    'id',
    [
      { pattern: /\b\d{3}-\d{2}-\d{4}\b/g },
      { pattern: /\b\d{3}\.\d{3}\.\d{3}-\d{2}\b/g },
      { pattern: /\b[XYZ]?\d{7,8}-?[A-HJ-NP-TV-Z]\b/g, isReal: isSpanishId },
    ],
  ],
  [
    'phone',
    [
      { pattern: /(?<![\p{L}\p{N}])\+?\(?\d(?:[ ().-]{0,2}\d){6,14}(?![\p{L}\p{N}])/gu, isReal: (match) => digitsOf(match).length >= 7 && !isDate(match) },
      // Digit by digit, as somebody dictates it.
      { pattern: new RegExp(`\\b${spokenDigit}(?:[ ,-]+${spokenDigit}){5,14}\\b`, 'giu') },
    ],
  ],
];

/** The text with personal data of these kinds replaced by their names, `[email]`, `[phone]`, … */
export function maskPersonalData(text: string, kinds: readonly MaskedKind[]): string {
  let masked = text;
  for (const [kind, list] of detectors) {
    if (!kinds.includes(kind)) continue;
    for (const { pattern, isReal } of list) masked = masked.replace(pattern, (match) => (isReal === undefined || isReal(match) ? `[${kind}]` : match));
  }
  return masked;
}

/** Everything textual below a value, masked; what has nothing to mask is handed back as it is. */
export function maskDeep<T>(value: T, kinds: readonly MaskedKind[]): T {
  if (kinds.length === 0) return value;
  if (typeof value === 'string') return maskPersonalData(value, kinds) as T;
  if (Array.isArray(value)) return value.map((entry: unknown) => maskDeep(entry, kinds)) as T;
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, maskDeep(entry as unknown, kinds)])) as T;
}

function isDate(text: string): boolean {
  return /^(?:\d{4}[-./ ]\d{1,2}[-./ ]\d{1,2}|\d{1,2}[-./ ]\d{1,2}[-./ ]\d{4})$/.test(text);
}

/** Luhn's sum. */
function isCard(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const value = Number(digit) * (place % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

/** ISO 13616: the check digits make it 1 modulo 97. */
function isIban(text: string): boolean {
  if (text.length < 15 || text.length > 34) return false;
  const numbers = [...text.slice(4), ...text.slice(0, 4)].map((sign) => Number.parseInt(sign, 36)).join('');
  let rest = 0;
  for (const digit of numbers) rest = (rest * 10 + Number(digit)) % 97;
  return rest === 1;
}

function isSpanishId(text: string): boolean {
  const number = Number(
    text
      .slice(0, -1)
      .replace('-', '')
      .replace(/^[XYZ]/, (first) => String('XYZ'.indexOf(first))),
  );
  return 'TRWAGMYFPDXBNJZSQVHLCKE'[number % 23] === text.at(-1);
}
