import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parseAgentConfig, parseStoredAgentConfig } from './agent-config';
import { toWireName } from './wire-case';
import { widgetStyleColours, widgetStyleRadii, widgetTextNames } from './widget-settings';

const parse = (widget: object) => parseAgentConfig({ platformSettings: { widget } }).platformSettings.widget;

it('keeps what was set and no more, members it does not know among it', () => {
  const widget = { variant: 'compact', styles: { base: '#123', shadow: 'soft' }, avatar: { type: 'orb', color_1: '#000' }, newMember: { a: [1] } };
  expect(parse(widget)).toEqual(widget);
  expect(parse({})).toEqual({});
});

it.each([
  [{ variant: 'huge' }, ['variant']],
  [{ styles: { base: 'red; } body { display: none' } }, ['styles', 'base']],
  [{ styles: { accent: 'url(https://example.com/x)' } }, ['styles', 'accent']],
  [{ avatar: { type: 'url', customUrl: 'javascript:alert(1)' } }, ['avatar', 'customUrl']],
  [{ overrideLink: 'javascript:alert(1)' }, ['overrideLink']],
  [{ textContents: { startCall: 'x'.repeat(1_001) } }, ['textContents', 'startCall']],
])('refuses %j and says where', (widget, path) => {
  expect(() => parse(widget)).toThrow(expect.objectContaining({ issues: [expect.objectContaining({ path: ['platformSettings', 'widget', ...path] })] }));
});

it.each(['#fff', '#0B5D57', '#0b5d57cc', 'rebeccapurple', 'rgb(11, 93, 87)', 'rgba(0 0 0 / 40%)', 'oklch(0.6 0.1 180)', ''])(
  'takes %j for a colour',
  (base) => {
    expect(parse({ styles: { base } })).toEqual({ styles: { base } });
  },
);

it('reads a stored document that is older than these rules without what breaks them', () => {
  const stored = {
    platformSettings: { widget: { variant: 'huge', avatar: { type: 'hologram' }, styles: { base: ';', accent: '#000000' }, bgColor: '#ffffff' } },
  };
  expect(parseStoredAgentConfig(stored).platformSettings.widget).toEqual({ styles: { accent: '#000000' }, bgColor: '#ffffff' });
  expect(stored.platformSettings.widget.variant).toBe('huge');
  expect(() => parseStoredAgentConfig({ conversationConfig: { tts: { speed: 9 } }, platformSettings: { widget: { variant: 'huge' } } })).toThrow('speed');
});

it('names the words, colours and radii of the element that is handed out', () => {
  const bundle = readFileSync('node_modules/@elevenlabs/convai-widget-embed/dist/index.js', 'utf8');
  const wordsOfBundle = [...(/\{(main_label:[^{}]*)\}/u.exec(bundle)?.[1]?.matchAll(/(?:^|,)([a-z_]+):"/gu) ?? [])].map((found) => found[1]);
  expect([...widgetTextNames].map(toWireName).sort()).toEqual(wordsOfBundle.sort());
  const stylesOfBundle = [...(/\{(base:"#[^{}]*)\}/u.exec(bundle)?.[1]?.matchAll(/(?:^|,)([a-z_]+):/gu) ?? [])].map((found) => found[1]);
  expect([...widgetStyleColours, ...widgetStyleRadii, 'overlayPadding'].map(toWireName).sort()).toEqual(stylesOfBundle.sort());
});
