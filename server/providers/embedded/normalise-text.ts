import { cardinal, decimal, digitByDigit, ordinal, year } from './text/number-words';

/** Longer "words" are cut: a synthesiser spells them, and 2,000 letters become minutes of sound. */
const maxWordLength = 40;

/**
 * Turns written text into words that a synthesiser reads well: marks of formatting and emoji go, and in English
 * money, times, dates, units, addresses and numbers become words. Other languages keep their digits, which eSpeak reads itself.
 */
export function normaliseText(text: string, language: string): string {
  const plain = withoutFormatting(text.normalize('NFKC'));
  const spoken = language.toLowerCase().split('-')[0] === 'en' ? englishWords(plain) : plain.replaceAll('&', ' & ');
  return spoken
    .split(/\s+/)
    .map((word) => (word.length > maxWordLength ? word.slice(0, maxWordLength) : word))
    .join(' ')
    .replace(/ ([,.;:!?])/g, '$1')
    .trim();
}

function withoutFormatting(text: string): string {
  return text
    .replace(/```[a-z]*\n?/gi, ' ')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/^\s{0,3}(#{1,6}|>|[-*+•])\s+/gm, '')
    .replace(/(\*\*|__|~~|`)/g, '')
    .replace(/(^|[\s(])[*_]([^*_\n]+)[*_](?=$|[\s).,!?;:])/gm, '$1$2')
    .replace(/\p{Extended_Pictographic}|[\u{1F1E6}-\u{1F1FF}]|[\u{1F3FB}-\u{1F3FF}]|\uFE0F|\u200D/gu, ' ')
    .replace(/[‘’]/g, "'")
    .replace(/[“”«»„]/g, '"')
    .replace(/\s*[—–]\s*(?=\D)/g, ', ')
    .replace(/\p{Cc}/gu, ' ');
}

type Rule = readonly [pattern: RegExp, spoken: (...groups: string[]) => string];

const months = 'january february march april may june july august september october november december'.split(' ');
const monthPattern = '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';

const units: Readonly<Record<string, readonly [one: string, many: string]>> = {
  km: ['kilometer', 'kilometers'],
  m: ['meter', 'meters'],
  cm: ['centimeter', 'centimeters'],
  mm: ['millimeter', 'millimeters'],
  kg: ['kilogram', 'kilograms'],
  g: ['gram', 'grams'],
  mg: ['milligram', 'milligrams'],
  lb: ['pound', 'pounds'],
  lbs: ['pound', 'pounds'],
  oz: ['ounce', 'ounces'],
  ft: ['foot', 'feet'],
  mi: ['mile', 'miles'],
  mph: ['mile per hour', 'miles per hour'],
  'km/h': ['kilometer per hour', 'kilometers per hour'],
  l: ['liter', 'liters'],
  ml: ['milliliter', 'milliliters'],
  kb: ['kilobyte', 'kilobytes'],
  mb: ['megabyte', 'megabytes'],
  gb: ['gigabyte', 'gigabytes'],
  tb: ['terabyte', 'terabytes'],
  min: ['minute', 'minutes'],
  hr: ['hour', 'hours'],
  hrs: ['hour', 'hours'],
  sec: ['second', 'seconds'],
  ms: ['millisecond', 'milliseconds'],
  '°c': ['degree celsius', 'degrees celsius'],
  '°f': ['degree fahrenheit', 'degrees fahrenheit'],
  '°': ['degree', 'degrees'],
  w: ['watt', 'watts'],
  kw: ['kilowatt', 'kilowatts'],
  kwh: ['kilowatt hour', 'kilowatt hours'],
  v: ['volt', 'volts'],
  hz: ['hertz', 'hertz'],
}; // prettier-ignore
const unitPattern = Object.keys(units)
  .sort((a, b) => b.length - a.length)
  .map((unit) => unit.replace('/', '\\/'))
  .join('|');

const currencies: Readonly<Record<string, readonly [one: string, many: string, hundredth: string, hundredths: string]>> = {
  $: ['dollar', 'dollars', 'cent', 'cents'],
  '€': ['euro', 'euros', 'cent', 'cents'],
  '£': ['pound', 'pounds', 'penny', 'pence'],
};

// The order matters: what is most specific comes first, bare numbers last.
const englishRules: readonly Rule[] = [
  [/\b([\w.+-]+)@([\w-]+(?:\.[\w-]+)+)/g, (_, name, domain) => ` ${spelledName(name)} at ${spelledName(domain)} `],
  [/\bhttps?:\/\/(?:www\.)?([^\s<>"')]+?)(?=[.,!?;:]*(?:[\s<>"')]|$))/gi, (_, address) => ` ${spelledAddress(address)} `],
  [
    /\b(?:www\.)?((?:[a-z0-9-]+\.)+(?:com|org|net|io|dev|ai|co|uk|edu|gov)(?:\/[^\s<>"')]*?)?)(?=[.,!?;:]*(?:[\s<>"')]|$))/gi,
    (_, address) => ` ${spelledAddress(address)} `,
  ],
  [/([$€£])\s?(\d[\d,]*)(?:\.(\d{1,2}))?(?:\s?(thousand|million|billion|k|m|bn)\b)?/gi, money],
  [
    /\b(\d{4})-(\d{2})-(\d{2})\b/g,
    (all, y, m, d) => (months[Number(m) - 1] === undefined ? all : `${months[Number(m) - 1]} ${ordinal(Number(d))} ${year(Number(y))}`),
  ],
  [
    new RegExp(`\\b${monthPattern}\\.? (\\d{1,2})(?:st|nd|rd|th)?\\b(?:,? (\\d{4})\\b)?`, 'gi'),
    (_, m, d, y) => `${fullMonth(m)} ${ordinal(Number(d))}${y === undefined ? '' : ` ${year(Number(y))}`}`,
  ],
  [
    new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)? (?:of )?${monthPattern}\\b(?:,? (\\d{4})\\b)?`, 'gi'),
    (_, d, m, y) => `${fullMonth(m)} ${ordinal(Number(d))}${y === undefined ? '' : ` ${year(Number(y))}`}`,
  ],
  [/(\d\s?[ap]\.?m\b\.?|:\d\d)\s?[-–—]\s?(?=\d)/gi, (_, from) => `${from} to `],
  [/\band\/or\b/gi, () => 'and or'],
  [/\b([01]?\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?(?:\s?([ap])\.?m\b\.?)?/gi, (_, h, m, half) => clockTime(h, m, half)],
  [/\b(1[0-2]|[1-9])\s?([ap])\.?m\b\.?/gi, (_, h, half) => clockTime(h, undefined, half)],
  [
    /(?<![\w.])\+?\(?\d{2,4}\)?(?:[-. ]\d{2,4}){2,4}(?![\w])/g,
    (number) =>
      number
        .split(/\D+/)
        .filter((part) => part !== '')
        .map(digitByDigit)
        .join(', '),
  ],
  [/\b(\d+)(?:st|nd|rd|th)\b/gi, (_, n) => ordinal(Number(n))],
  [/([-−]?\d[\d,]*(?:\.\d+)?)\s?%/g, (_, n) => `${decimal(n)} percent`],
  [new RegExp(`(?<![\\w.])([-−]?\\d[\\d,]*(?:\\.\\d+)?)\\s?(${unitPattern})(?![\\w/])`, 'gi'), (_, n, unit) => `${decimal(n)} ${unitName(n, unit)}`],
  [/(?<![\w.])(\d{1,4})\s?[-–—]\s?(\d{1,4})(?![\w])/g, (_, a, b) => `${wholeNumber(a)} to ${wholeNumber(b)}`],
  [/#\s?(\d+)/g, (_, n) => `number ${wholeNumber(n)}`],
  [/\bNo\.\s?(\d+)/g, (_, n) => `number ${wholeNumber(n)}`],
  [/(?<![\w.])([-−]?\d[\d,]*\.\d+)(?![\w])/g, (_, n) => decimal(n)],
  [/(?<![\w.])[-−](\d)/g, (_, n) => `minus ${n}`],
  [/\d{1,3}(?:,\d{3})+/g, (n) => decimal(n)],
  [/\d+/g, (n) => ` ${wholeNumber(n)} `],
  [/\b(mr|mrs|ms|dr|st|prof|vs|etc|approx|dept|apt|ave)\./gi, (all, word) => abbreviations[word.toLowerCase()] ?? all],
  [/\be\.g\.,?/gi, () => 'for example'],
  [/\bi\.e\.,?/gi, () => 'that is'],
  [/&/g, () => ' and '],
  [/\s\+\s/g, () => ' plus '],
  [/\s=\s/g, () => ' equals '],
  [/@/g, () => ' at '],
  [/(\w)\s?\/\s?(\w)/g, (_, a, b) => `${a} or ${b}`],
  [/[<>{}[\]\\|^~_*#"+=/()]/g, () => ' '],
]; // prettier-ignore

const abbreviations: Readonly<Record<string, string>> = {
  mr: 'mister',
  mrs: 'missus',
  ms: 'miss',
  dr: 'doctor',
  st: 'saint',
  prof: 'professor',
  vs: 'versus',
  etc: 'et cetera',
  approx: 'approximately',
  dept: 'department',
  apt: 'apartment',
  ave: 'avenue',
}; // prettier-ignore

function englishWords(text: string): string {
  return englishRules.reduce((said, [pattern, spoken]) => said.replace(pattern, (...found: unknown[]) => spoken(...groupsOf(found))), text);
}

/** The match and its groups, without the offset and the whole text that `replace` passes after them. An absent group stays undefined. */
function groupsOf(found: readonly unknown[]): string[] {
  const offset = found.findIndex((value) => typeof value === 'number');
  return found.slice(0, offset) as string[];
}

function money(_all: string, sign: string, whole: string, hundredths: string | undefined, scale?: string): string {
  const [one, many, hundredth, plural] = currencies[sign] ?? ['', '', '', ''];
  const amount = Number(whole.replaceAll(',', ''));
  if (scale !== undefined) {
    const scaleNames: Readonly<Record<string, string>> = { k: 'thousand', m: 'million', bn: 'billion' };
    return `${decimal(hundredths === undefined ? whole : `${whole}.${hundredths}`)} ${scaleNames[scale.toLowerCase()] ?? scale} ${many}`;
  }
  const small = hundredths === undefined ? 0 : Number(hundredths.padEnd(2, '0'));
  const large = `${cardinal(amount)} ${amount === 1 ? one : many}`;
  if (small === 0) return large;
  const cents = `${cardinal(small)} ${small === 1 ? hundredth : plural}`;
  return amount === 0 ? cents : `${large} and ${cents}`;
}

function clockTime(hours: string, minutes: string | undefined, half: string | undefined): string {
  const m = Number(minutes ?? 0);
  const suffix = half === undefined ? '' : ` ${half.toLowerCase()} m`;
  const hour = cardinal(Number(hours));
  if (m === 0)
    return half === undefined ? (Number(hours) > 12 || hours === '0' || hours === '00' ? `${hour} hundred hours` : `${hour} o'clock`) : `${hour}${suffix}`;
  return `${hour} ${m < 10 ? `oh ${cardinal(m)}` : cardinal(m)}${suffix}`;
}

function fullMonth(written: string): string {
  return months.find((month) => month.startsWith(written.toLowerCase().slice(0, 3))) ?? written;
}

function unitName(amount: string, unit: string): string {
  const [one, many] = units[unit.toLowerCase()] ?? [unit, unit];
  return amount === '1' ? one : many;
}

/** Years sound like years, codes and long runs digit by digit, the rest as a number. */
function wholeNumber(digits: string): string {
  if (digits.length > 1 && digits.startsWith('0')) return digitByDigit(digits.slice(0, maxWordLength));
  if (digits.length === 4 && Number(digits) >= 1100 && Number(digits) < 2100) return year(Number(digits));
  if (digits.length > 6) return digitByDigit(digits.slice(0, maxWordLength));
  return cardinal(Number(digits));
}

function spelledName(name: string): string {
  return name.replaceAll('.', ' dot ').replaceAll('-', ' dash ').replaceAll('_', ' underscore ').replaceAll('+', ' plus ');
}

function spelledAddress(address: string): string {
  const [path = ''] = address.split(/[?#]/);
  return spelledName(path.replace(/\/+$/, '')).replaceAll('/', ' slash ');
}
