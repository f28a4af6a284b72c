import type { WidgetStyleColour } from '@/server/contracts/widget-settings';

export type WidgetColours = Partial<Record<WidgetStyleColour, string>>;

/** What the element shows where nothing is set. */
export const elementColours: Readonly<Record<WidgetStyleColour, string>> = {
  base: '#ffffff',
  baseHover: '#f9fafb',
  baseActive: '#f3f4f6',
  baseBorder: '#e5e7eb',
  baseSubtle: '#6b7280',
  basePrimary: '#000000',
  baseError: '#ef4444',
  accent: '#000000',
  accentHover: '#1f2937',
  accentActive: '#374151',
  accentBorder: '#4b5563',
  accentSubtle: '#6b7280',
  accentPrimary: '#ffffff',
};

/** The four that people choose; the shades beside them follow. */
export const chosenColours = ['base', 'basePrimary', 'accent', 'accentPrimary'] as const satisfies readonly WidgetStyleColour[];
export type ChosenColour = (typeof chosenColours)[number];

/** The least contrast of text that WCAG asks for. */
export const leastContrast = 4.5;

/** Text and what it stands on. */
export const readPairs = [
  { name: 'text', text: 'basePrimary', on: 'base' },
  { name: 'bubble', text: 'basePrimary', on: 'baseActive' },
  { name: 'quiet', text: 'baseSubtle', on: 'base' },
  { name: 'button', text: 'accentPrimary', on: 'accent' },
] as const satisfies readonly { readonly name: string; readonly text: WidgetStyleColour; readonly on: WidgetStyleColour }[];

/** The shades that go with the four chosen colours: what is hovered, pressed, bordered and said quietly. */
export function shadesOf({ base, basePrimary, accent, accentPrimary }: Readonly<Record<ChosenColour, string>>): WidgetColours {
  return {
    baseHover: mixed(base, basePrimary, 0.03),
    baseActive: mixed(base, basePrimary, 0.07),
    baseBorder: mixed(base, basePrimary, 0.14),
    baseSubtle: quietOn(base, basePrimary),
    accentHover: mixed(accent, accentPrimary, 0.12),
    accentActive: mixed(accent, accentPrimary, 0.2),
    accentBorder: mixed(accent, accentPrimary, 0.28),
    accentSubtle: mixed(accent, accentPrimary, 0.6),
  };
}

/** One of the four changed, and the shades with it as far as they can be told from colours that are written in digits. */
export function withColour(colours: WidgetColours, name: ChosenColour, value: string | undefined): WidgetColours {
  const { [name]: _, ...rest } = colours;
  const next: WidgetColours = value === undefined ? rest : { ...rest, [name]: value };
  const shown = (which: ChosenColour) => next[which] ?? elementColours[which];
  if (chosenColours.every((each) => next[each] === undefined)) return withoutShades(next);
  if (chosenColours.some((each) => hexOf(shown(each)) === undefined)) return next;
  return { ...next, ...shadesOf({ base: shown('base'), basePrimary: shown('basePrimary'), accent: shown('accent'), accentPrimary: shown('accentPrimary') }) };
}

function withoutShades({ base, basePrimary, accent, accentPrimary, baseError }: WidgetColours): WidgetColours {
  const kept = { base, basePrimary, accent, accentPrimary, baseError };
  return Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined));
}

/** The palest mixture of text and ground that can still be read. */
function quietOn(ground: string, text: string): string {
  for (const share of [0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95]) {
    const colour = mixed(ground, text, share);
    if ((contrastOf(colour, ground) ?? 0) >= leastContrast + 0.2) return colour;
  }
  return text;
}

/** WCAG's contrast of two colours in hexadecimal digits, 1 to 21; undefined when one is written another way. */
export function contrastOf(a: string, b: string): number | undefined {
  const [one, other] = [luminanceOf(a), luminanceOf(b)];
  if (one === undefined || other === undefined) return undefined;
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

function luminanceOf(colour: string): number | undefined {
  const parts = partsOf(colour)?.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  if (parts === undefined) return undefined;
  const [red = 0, green = 0, blue = 0] = parts;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** `share` of the second colour in the first. */
export function mixed(first: string, second: string, share: number): string {
  const [a, b] = [partsOf(first) ?? [0, 0, 0], partsOf(second) ?? [0, 0, 0]];
  return `#${a.map((part, i) => hexByte(part + ((b[i] ?? 0) - part) * share)).join('')}`;
}

const hexByte = (value: number) => Math.round(value).toString(16).padStart(2, '0');

function partsOf(colour: string): readonly number[] | undefined {
  const hex = hexOf(colour);
  return hex === undefined ? undefined : [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
}

/** `#abc`, `abc` and `#AABBCC` as six digits in lower case; undefined for anything else. */
export function hexOf(text: string): string | undefined {
  const digits = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/iu.exec(text.trim())?.[1]?.toLowerCase();
  if (digits === undefined) return undefined;
  return digits.length === 6 ? `#${digits}` : `#${[...digits].map((digit) => digit + digit).join('')}`;
}
