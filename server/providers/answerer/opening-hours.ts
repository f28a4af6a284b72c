import type { FactIndex, Question } from './fact-index';
import { type LanguagePack, listed } from './languages/language-pack';

interface Span {
  readonly fromMinute: number;
  readonly toMinute: number;
}

/** Monday first; `undefined` where the facts say nothing, an empty list where they say closed. */
export type Week = readonly (readonly Span[] | undefined)[];

/** The answer to a question about when it is open; `undefined` when the question is about something else or the facts have no hours. */
export function answerOpeningHours(question: Question, index: FactIndex, pack: LanguagePack, wasAboutHours: boolean): string | undefined {
  const days = daysIn(question.folded, pack);
  const asksHours = question.concepts.includes('hours');
  if (!asksHours && !(days.length > 0 && wasAboutHours)) return undefined;
  const week = weekOf(
    index.base.facts.map((fact) => fact.text),
    pack,
  );
  if (!week.some((day) => day !== undefined)) return undefined;
  if (isAboutSomethingElse(question, index, pack)) return undefined;
  if (days.length === 0) return asksHours ? wholeWeek(week, pack) : undefined;
  return answerForDays(days, question.folded, week, pack);
}

/** Whether the facts give a week's hours at all. */
export function weekOf(lines: readonly string[], pack: LanguagePack): Week {
  const week: (readonly Span[] | undefined)[] = [undefined, undefined, undefined, undefined, undefined, undefined, undefined];
  for (const line of lines) readLine(foldKeepingTimes(line), pack, week);
  return week;
}

function answerForDays(days: readonly number[], asked: string, week: Week, pack: LanguagePack): string | undefined {
  const groups = groupDays(days, week);
  const minute = askedMinute(asked);
  const answers = groups.map(({ days: same, spans }) => {
    if (spans === undefined) return undefined;
    const names = namesOf(same, pack);
    const first = spans[0];
    const last = spans.at(-1);
    if (first === undefined || last === undefined) return pack.say.closedOn(names);
    const hours = spansInWords(spans, pack);
    if (minute !== undefined) {
      const isOpen = candidates(minute).some((candidate) => spans.some((span) => candidate >= span.fromMinute && candidate < span.toMinute));
      return isOpen ? pack.say.openAt(names, hours) : pack.say.notOpenAt(names, hours);
    }
    if (pack.asksClosing.test(asked) && !pack.asksOpening.test(asked)) return pack.say.closesAt(names, timeInWords(last.toMinute, pack));
    if (pack.asksOpening.test(asked)) return pack.say.opensAt(names, timeInWords(first.fromMinute, pack));
    return pack.say.openOn(names, hours);
  });
  const said = answers.filter((answer) => answer !== undefined);
  return said.length === 0 ? undefined : said.slice(0, 3).join(' ');
}

function wholeWeek(week: Week, pack: LanguagePack): string {
  const groups = groupDays([0, 1, 2, 3, 4, 5, 6], week);
  const open = groups.filter((group) => (group.spans?.length ?? 0) > 0).map((group) => `${namesOf(group.days, pack)} ${spansInWords(group.spans ?? [], pack)}`);
  const closed = groups.filter((group) => group.spans?.length === 0).flatMap((group) => group.days);
  return pack.say.week(open, closed.length === 0 ? undefined : namesOf(closed, pack));
}

/** Neighbouring days with the same hours, together. */
function groupDays(days: readonly number[], week: Week): { days: number[]; spans: readonly Span[] | undefined }[] {
  const groups: { days: number[]; spans: readonly Span[] | undefined }[] = [];
  for (const day of days) {
    const spans = week[day];
    const last = groups.at(-1);
    if (last !== undefined && last.days.at(-1) === day - 1 && JSON.stringify(last.spans) === JSON.stringify(spans)) last.days.push(day);
    else groups.push({ days: [day], spans });
  }
  return groups;
}

function namesOf(days: readonly number[], pack: LanguagePack): string {
  const name = (day: number) => pack.dayNames[day] ?? '';
  const isRun = days.length > 2 && days.every((day, i) => i === 0 || day === (days[i - 1] ?? 0) + 1);
  return isRun ? pack.dayRange(name(days[0] ?? 0), name(days.at(-1) ?? 0)) : listed(days.map(name), pack.and);
}

function spansInWords(spans: readonly Span[], pack: LanguagePack): string {
  return listed(
    spans.map((span) => pack.say.range(timeInWords(span.fromMinute, pack), timeInWords(span.toMinute, pack))),
    pack.and,
  );
}

function timeInWords(minute: number, pack: LanguagePack): string {
  return pack.time(Math.floor(minute / 60), minute % 60);
}

/** A question that names a thing of the facts ("the kitchen", "breakfast") is not about the house's hours. */
function isAboutSomethingElse(question: Question, index: FactIndex, pack: LanguagePack): boolean {
  const dayWords = new Set(pack.days.flat().map(pack.stem));
  const hourWords = new Set((pack.concepts.hours ?? []).flatMap((phrase) => phrase.split(' ')).map(pack.stem));
  return question.stems.some(
    (stem) => index.knows(stem) && !dayWords.has(stem) && !hourWords.has(stem) && !/^\d+$/.test(stem) && !isNameOfHouse(stem, index, pack),
  );
}

/** A word of the house's own name says nothing about what is asked: it begins no heading and is in many facts or in the first. */
function isNameOfHouse(stem: string, index: FactIndex, pack: LanguagePack): boolean {
  const named = index.base.facts.flatMap((fact) => fact.text.match(/(?<=^|\s)\p{Lu}[\p{L}]+(?: \p{Lu}[\p{L}]+)+/gu) ?? []);
  return named.some((name) => name.split(' ').some((word) => pack.stem(word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()) === stem));
}

/** The days a question names; "weekend" and "weekdays" name several. */
function daysIn(folded: string, pack: LanguagePack): readonly number[] {
  const words = new Set(folded.split(' '));
  const days = pack.days.flatMap((names, day) => (names.some((name) => name.length > 3 && words.has(name)) ? [day] : []));
  if (pack.weekend.test(folded)) days.push(5, 6);
  if (pack.weekdays.test(folded)) days.push(0, 1, 2, 3, 4);
  return [...new Set(days)].sort((a, b) => a - b);
}

const hourWords: Readonly<Record<string, number>> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  noon: 12,
  midday: 12,
  una: 1,
  dos: 2,
  tres: 3,
  cuatro: 4,
  cinco: 5,
  seis: 6,
  siete: 7,
  ocho: 8,
  nueve: 9,
  diez: 10,
  once: 11,
  doce: 12,
};

interface AskedTime {
  readonly minute: number;
  readonly isExact: boolean;
}

/** A time in the question, such as "at five", "at 5 pm", "a las cinco". */
function askedMinute(folded: string): AskedTime | undefined {
  const match =
    /\b(?:at|by|before|after|around|a las?|sobre las?)\s+(\d{1,2}|[a-z]+)(?:\s+(\d{2}|thirty|fifteen|y media|half))?\s*(am|pm|a m|p m|in the morning|in the afternoon|in the evening|at night|de la manana|de la tarde|de la noche)?\b/.exec(
      folded,
    );
  if (match === null) return undefined;
  const hour = /^\d+$/.test(match[1] ?? '') ? Number(match[1]) : hourWords[match[1] ?? ''];
  if (hour === undefined || hour > 24) return undefined;
  const minute = match[2] === undefined ? 0 : /^\d+$/.test(match[2]) ? Number(match[2]) : match[2] === 'fifteen' ? 15 : 30;
  const part = match[3];
  if (part === undefined) return { minute: hour * 60 + minute, isExact: hour > 12 };
  const isAfternoon = !/^a|morning|manana/.test(part) || part === 'at night';
  return { minute: ((hour % 12) + (isAfternoon ? 12 : 0)) * 60 + minute, isExact: true };
}

/** "At five" may be meant either way round the clock; at a café it is when it could be open. */
function candidates(asked: AskedTime): readonly number[] {
  return asked.isExact ? [asked.minute] : [asked.minute, asked.minute + 12 * 60];
}

function foldKeepingTimes(line: string): string {
  return line.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[–—]/g, '-').replace(/\s+/g, ' ');
}

function readLine(line: string, pack: LanguagePack, week: (readonly Span[] | undefined)[]): void {
  const dayNames = pack.days.flat().sort((a, b) => b.length - a.length);
  const dayPattern = `\\b(${dayNames.join('|')})\\b\\.?(?:\\s*(?:-|${pack.daySpan})\\s*(${dayNames.join('|')})\\b\\.?)?`;
  const groupPattern = `${pack.everyDay.source}|${pack.weekdays.source}|${pack.weekend.source}`;
  const meridiem = '(a\\.?m\\.?|p\\.?m\\.?|h|uhr)?';
  const timePattern = `(\\d{1,2})(?:[:.h](\\d{2}))?\\s*${meridiem}\\s*(?:-|to|until|till|a|à|as|bis|hasta|alle)\\s*(?:las?\\s+)?(\\d{1,2})(?:[:.h](\\d{2}))?\\s*${meridiem}(?![\\d.,]*\\s*[€$£%])`;
  const pattern = new RegExp(`(?<day>${dayPattern})|(?<group>${groupPattern})|(?<time>${timePattern})|(?<closed>${pack.closed.source})`, 'g');
  let days: number[] = [];
  let spans: Span[] | undefined;
  let isClosedAhead = false;
  const assign = () => {
    if (spans !== undefined) for (const day of days) week[day] = spans;
  };
  for (const match of line.matchAll(pattern)) {
    const groups = match.groups ?? {};
    if (groups.day !== undefined || groups.group !== undefined) {
      if (spans !== undefined) {
        assign();
        days = [];
        spans = undefined;
      }
      days.push(...(groups.day === undefined ? groupedDays(match[0], pack) : spannedDays(groups.day, pack)));
      if (isClosedAhead) for (const day of days) week[day] = [];
    } else if (groups.closed !== undefined) {
      if (days.length === 0) isClosedAhead = true;
      else if (spans === undefined) spans = [];
    } else if (groups.time !== undefined && days.length > 0) {
      const span = spanOf(new RegExp(timePattern).exec(groups.time));
      if (span !== undefined) spans = [...(spans ?? []), span];
    }
  }
  assign();
}

function spannedDays(text: string, pack: LanguagePack): number[] {
  const named = text.split(/[^\p{L}]+/u).flatMap((word) => {
    const day = pack.days.findIndex((names) => names.includes(word));
    return day < 0 ? [] : [day];
  });
  const [first, last] = named;
  if (first === undefined) return [];
  if (last === undefined || named.length < 2) return [first];
  const days: number[] = [];
  for (let day = first; ; day = (day + 1) % 7) {
    days.push(day);
    if (day === last) return days;
  }
}

function groupedDays(text: string, pack: LanguagePack): number[] {
  if (pack.weekend.test(text)) return [5, 6];
  return pack.weekdays.test(text) ? [0, 1, 2, 3, 4] : [0, 1, 2, 3, 4, 5, 6];
}

function spanOf(match: RegExpExecArray | null): Span | undefined {
  if (match === null) return undefined;
  const endHalf = match[6]?.charAt(0);
  const from = minuteOf(match[1], match[2], match[3]?.charAt(0));
  let to = minuteOf(match[4], match[5], endHalf);
  if (to <= from && to <= 12 * 60) to += 12 * 60;
  return from > 24 * 60 || to > 24 * 60 ? undefined : { fromMinute: from, toMinute: to };
}

function minuteOf(hour: string | undefined, minute: string | undefined, half: string | undefined): number {
  const base = Number(hour ?? 0);
  const hours = half === 'p' && base < 12 ? base + 12 : half === 'a' && base === 12 ? 0 : base;
  return hours * 60 + Number(minute ?? 0);
}
