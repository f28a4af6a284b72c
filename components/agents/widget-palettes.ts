import { type ChosenColour, shadesOf, type WidgetColours } from './widget-colours';

export interface Palette {
  readonly name: 'plain' | 'verdigris' | 'night' | 'ocean' | 'terracotta' | 'plum';
  /** Undefined: what the element shows by itself. */
  readonly colours: WidgetColours | undefined;
  readonly orb: readonly [string, string];
}

const palette = (name: Palette['name'], chosen: Readonly<Record<ChosenColour, string>>, orb: Palette['orb']): Palette => ({
  name,
  colours: { ...chosen, ...shadesOf(chosen) },
  orb,
});

/** Colours that go together, each text of theirs readable. */
export const palettes: readonly Palette[] = [
  { name: 'plain', colours: undefined, orb: ['#2792dc', '#9ce6e6'] },
  palette('verdigris', { base: '#fefdfa', basePrimary: '#1c1f1d', accent: '#0b5d57', accentPrimary: '#ffffff' }, ['#0b5d57', '#9fd8cb']),
  palette('night', { base: '#16181d', basePrimary: '#f2f2ee', accent: '#f2f2ee', accentPrimary: '#16181d' }, ['#6f8cff', '#c9b6ff']),
  palette('ocean', { base: '#f5f9fd', basePrimary: '#10253a', accent: '#1559a8', accentPrimary: '#ffffff' }, ['#1559a8', '#8fd0ff']),
  palette('terracotta', { base: '#fdf8f3', basePrimary: '#33211a', accent: '#a63d1f', accentPrimary: '#ffffff' }, ['#c2552d', '#f6c79a']),
  palette('plum', { base: '#1f1626', basePrimary: '#f5eefb', accent: '#d9a8f0', accentPrimary: '#27102f' }, ['#8a4f9e', '#f0b6d8']),
];
