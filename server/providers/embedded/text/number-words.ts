const ones = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
  'thirteen',
  'fourteen',
  'fifteen',
  'sixteen',
  'seventeen',
  'eighteen',
  'nineteen',
]; // prettier-ignore
const tens = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
const scales: readonly (readonly [number, string])[] = [
  [1e12, 'trillion'],
  [1e9, 'billion'],
  [1e6, 'million'],
  [1e3, 'thousand'],
  [100, 'hundred'],
];

/** `1234` → `one thousand two hundred thirty four`. Whole numbers from 0 below 10^15; digits one by one past that. */
export function cardinal(value: number): string {
  if (!Number.isSafeInteger(value) || value < 0 || value >= 1e15) return digitByDigit(String(Math.trunc(Math.abs(value))));
  if (value < 20) return ones[value] ?? '';
  if (value < 100) return joined(tens[Math.floor(value / 10)] ?? '', value % 10 === 0 ? '' : cardinal(value % 10));
  const [size, name] = scales.find(([least]) => value >= least) ?? [100, 'hundred'];
  const rest = value % size;
  return joined(`${cardinal(Math.floor(value / size))} ${name}`, rest === 0 ? '' : cardinal(rest));
}

const irregularOrdinals: Readonly<Record<string, string>> = {
  one: 'first',
  two: 'second',
  three: 'third',
  five: 'fifth',
  eight: 'eighth',
  nine: 'ninth',
  twelve: 'twelfth',
}; // prettier-ignore

/** `22` → `twenty second`. */
export function ordinal(value: number): string {
  const words = cardinal(value).split(' ');
  const last = words.pop() ?? '';
  const ending = irregularOrdinals[last] ?? (last.endsWith('y') ? `${last.slice(0, -1)}ieth` : `${last}th`);
  return [...words, ending].join(' ');
}

/** `2026` → `twenty twenty six`, `2005` → `two thousand five`, `1900` → `nineteen hundred`. */
export function year(value: number): string {
  const century = Math.floor(value / 100);
  const rest = value % 100;
  if (value < 1000 || value > 9999 || (century % 10 === 0 && rest < 10)) return cardinal(value);
  if (rest === 0) return `${cardinal(century)} hundred`;
  return `${cardinal(century)} ${rest < 10 ? `oh ${cardinal(rest)}` : cardinal(rest)}`;
}

/** `407` → `four zero seven`. */
export function digitByDigit(digits: string): string {
  return [...digits].map((digit) => ones[Number(digit)] ?? digit).join(' ');
}

/** `3.14` → `three point one four`; takes thousands separated by commas and a minus sign. */
export function decimal(text: string): string {
  const plain = text.replaceAll(',', '');
  const sign = plain.startsWith('-') || plain.startsWith('−') ? 'minus ' : '';
  const [whole = '0', fraction] = plain.replace(/^[-−+]/, '').split('.');
  const spoken = whole.length > 15 ? digitByDigit(whole) : cardinal(Number(whole));
  return sign + (fraction === undefined || fraction === '' ? spoken : `${spoken} point ${digitByDigit(fraction.slice(0, 12))}`);
}

function joined(first: string, second: string): string {
  return second === '' ? first : `${first} ${second}`;
}
