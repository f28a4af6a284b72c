import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { widgetTextNames } from '@/server/contracts/widget-settings';
import { toWireName } from '@/server/contracts/wire-case';
import { elementWords, wordGroups } from './widget-words';

it('shows the words of the element that is handed out', () => {
  const bundle = readFileSync('node_modules/@elevenlabs/convai-widget-embed/dist/index.js', 'utf8');
  for (const [name, words] of Object.entries(elementWords)) expect(bundle, name).toContain(`${toWireName(name)}:"${words}"`);
});

it('has a place for each of them', () => {
  expect(wordGroups.flatMap(({ words }) => [...words]).sort()).toEqual([...widgetTextNames].sort());
});
