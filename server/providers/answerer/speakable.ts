import type { Fact } from './facts';
import type { LanguagePack } from './languages/language-pack';
import { capitalised, ended } from './text';

/** A fact as one would say it: whole sentences, times and prices in words, nothing of the page's marks. */
export function spokenFact(fact: Fact, pack: LanguagePack): string {
  return ended(capitalised(spoken(sentenceOf(fact, pack), pack)));
}

/** Times, prices and signs in words. */
export function spoken(text: string, pack: LanguagePack): string {
  return text
    .replace(/(\d{1,2})[:.](\d{2})\s*(?:[–—-]|to|bis|a|à)\s*(\d{1,2})[:.](\d{2})/g, (whole, h1: string, m1: string, h2: string, m2: string) =>
      isTime(h1, m1) && isTime(h2, m2) ? pack.say.range(pack.time(Number(h1), Number(m1)), pack.time(Number(h2), Number(m2))) : whole,
    )
    .replace(/\b(\d{1,2}):(\d{2})\b(?!:)/g, (whole, h: string, m: string) => (isTime(h, m) ? pack.time(Number(h), Number(m)) : whole))
    .replace(/([€$£])\s?(\d+(?:[.,]\d{1,2})?)/g, (_, currency: string, amount: string) => pack.money(amount.replace(',', '.'), currency))
    .replace(/(\d+(?:[.,]\d{1,2})?)\s?([€£])/g, (_, amount: string, currency: string) => pack.money(amount.replace(',', '.'), currency))
    .replace(/(\d)\s?%/g, `$1 ${pack.percent}`)
    .replace(/\s&\s/g, ` ${pack.and} `)
    .replace(/https?:\/\/(?:www\.)?([^\s/)]+)\S*/g, '$1')
    .replace(/[*_`#|<>]+/g, ' ')
    .replace(/\s[–—]\s/g, ', ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The name of a line such as "Espresso: €2.20". */
export function labelOf(fact: Fact): string | undefined {
  return /^([^:.!?]{1,48}):\s+\S/.exec(fact.text)?.[1];
}

function sentenceOf(fact: Fact, pack: LanguagePack): string {
  const label = labelOf(fact);
  if (label === undefined) return fact.text;
  const value = fact.text.slice(label.length + 1).trim();
  if (/^[€$£]\s?\d|^\d+(?:[.,]\d{1,2})?\s?[€£]/.test(value)) return pack.say.costs(label, value);
  return fact.isListItem && /^\p{Ll}/u.test(value) && value.includes(' ') ? pack.say.means(label, value) : pack.say.isA(label, value);
}

function isTime(hour: string, minute: string): boolean {
  return Number(hour) <= 24 && Number(minute) < 60;
}
