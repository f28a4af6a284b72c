import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { findAsset } from '../../lib/find-asset';
import { noisePng } from './noise';
import { vendorHostsIn, widgetScript } from './widget-script';

const folder = 'node_modules/@elevenlabs/convai-widget-embed';
const bundle = readFileSync(findAsset(`${folder}/dist/index.js`), 'utf8');
const licence = readFileSync(findAsset(`${folder}/LICENSE`), 'utf8');
const origin = 'https://voice.example.com';

it('calls this server alone, and keeps the notice of its makers', () => {
  expect(vendorHostsIn(bundle).length).toBeGreaterThan(4);
  const script = widgetScript(bundle, licence, origin);
  expect(vendorHostsIn(script)).toEqual([]);
  expect(script).toContain('https://voice.example.com');
  expect(script).toContain('wss://voice.example.com');
  expect(script.slice(0, 2_000)).toContain('MIT License');
  expect(script).not.toContain('googleapis');
});

it('shows an agent of any language', () => {
  const known = /function xa\(t\)\{.*?\}\}(?=const )/u.exec(widgetScript(bundle, licence, origin))?.[0];
  const names = runInNewContext(
    `const Xi={en:{name:"English"}};${known};[xa("en"),xa("pt-BR"),xa("he"),xa("no such language"),xa(null),Xi["he"].flagCode,Xi["he"].name.length>1]`,
    { Intl },
  );
  expect([...(names as unknown[])]).toEqual([true, true, true, false, false, 'he', true]);
  expect(widgetScript(bundle, licence, origin)).not.toContain(':Xi[e.value.language],setLanguage');
});

it('is still a script that a browser can read', () => {
  const script = widgetScript(bundle, licence, 'http://localhost:3000');
  expect(() => runInNewContext(`(function () {\n${script}\n})`)).not.toThrow();
  expect(script).toContain('ws://localhost:3000');
});

it('has a picture of noise of its own', () => {
  const png = noisePng();
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect(png.length).toBeGreaterThan(10_000);
});
