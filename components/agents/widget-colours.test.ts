import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { toWireName } from '@/server/contracts/wire-case';
import { contrastOf, elementColours, hexOf, leastContrast, mixed, readPairs, withColour } from './widget-colours';
import { palettes } from './widget-palettes';

it('tells contrast as WCAG does', () => {
  expect(contrastOf('#000000', '#fff')).toBeCloseTo(21, 5);
  expect(contrastOf('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  expect(contrastOf('red', '#ffffff')).toBeUndefined();
});

it('reads digits however they are written', () => {
  expect([hexOf(' #AbC '), hexOf('0b5d57'), hexOf('#12'), hexOf('red')]).toEqual(['#aabbcc', '#0b5d57', undefined, undefined]);
  expect(mixed('#000000', '#ffffff', 0.5)).toBe('#808080');
});

it('has every text of every palette readable', () => {
  for (const { name, colours } of palettes) {
    const shown = { ...elementColours, ...colours };
    for (const pair of readPairs) expect(contrastOf(shown[pair.text], shown[pair.on]), `${name} ${pair.name}`).toBeGreaterThanOrEqual(leastContrast);
  }
});

it('lets the shades follow a colour, so that a dark ground has no light bubbles', () => {
  const dark = withColour(withColour({}, 'base', '#101010'), 'basePrimary', '#ffffff');
  expect(contrastOf(dark.baseActive ?? '', '#ffffff')).toBeGreaterThan(10);
  expect(contrastOf(dark.baseSubtle ?? '', '#101010')).toBeGreaterThanOrEqual(leastContrast);
});

it('goes back to the element’s own colours when the last one is taken away, and keeps the colour of errors', () => {
  const set = withColour({ baseError: '#990000' }, 'accent', '#1559a8');
  expect(set.accentHover).toBeDefined();
  expect(withColour(set, 'accent', undefined)).toEqual({ baseError: '#990000' });
});

it('leaves the shades alone beside a colour that is not written in digits', () => {
  expect(withColour({ baseActive: '#eeeeee' }, 'base', 'oklch(0.9 0 0)')).toEqual({ base: 'oklch(0.9 0 0)', baseActive: '#eeeeee' });
});

it('knows the colours of the element that is handed out', () => {
  const bundle = readFileSync('node_modules/@elevenlabs/convai-widget-embed/dist/index.js', 'utf8');
  for (const [name, colour] of Object.entries(elementColours)) expect(bundle, name).toMatch(new RegExp(`[{,]${toWireName(name)}:"${colour}"`, 'u'));
});
