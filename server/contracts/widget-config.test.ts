import { expect, it } from 'vitest';
import { type AgentConfigInput, parseAgentConfig } from './agent-config';
import { widgetConfigOf } from './widget-config';

const told = (widget: object, rest: AgentConfigInput['conversationConfig'] = {}, mayChooseLanguage = true) =>
  widgetConfigOf(
    parseAgentConfig({
      conversationConfig: rest,
      platformSettings: { widget, overrides: { conversationConfigOverride: { agent: { language: mayChooseLanguage } } } },
    }),
  );

it('fills in defaults, and takes null and empty text for nothing', () => {
  expect(told({ variant: null, placement: 'top', overrideLink: '', styles: { base: '', accent: '#123456' }, avatar: null })).toMatchObject({
    variant: 'full',
    placement: 'top',
    styles: { accent: '#123456' },
    avatar: { type: 'orb', color_1: '#2792dc', color_2: '#9ce6e6' },
  });
  expect(told({ overrideLink: '' })).not.toHaveProperty('override_link');
});

it('gives an orb the six digits that the element reads, and one to a picture without an address', () => {
  expect(told({ avatar: { type: 'orb', color_1: '#0af', color_2: 'red' } })).toMatchObject({ avatar: { color_1: '#00aaff', color_2: '#9ce6e6' } });
  expect(told({ avatar: { type: 'url', customUrl: '' } })).toMatchObject({ avatar: { type: 'orb' } });
  expect(told({ avatar: { type: 'url', customUrl: 'https://example.com/a.png' } })).toMatchObject({
    avatar: { type: 'url', custom_url: 'https://example.com/a.png' },
  });
});

it('tells terms as harmless HTML, made of the text when there is no HTML', () => {
  expect(told({ termsHtml: '<p onclick="x">Yes</p>' })).toMatchObject({ terms_html: '<p>Yes</p>' });
  expect(told({ termsText: 'No **selling**.' })).toMatchObject({ terms_html: '<p>No <strong>selling</strong>.</p>' });
  expect(told({})).not.toHaveProperty('terms_html');
});

it('offers the further languages and the own one to come back to, unless the selector is off', () => {
  const languages = {
    agent: { language: 'en' },
    languagePresets: { es: { overrides: { agent: { firstMessage: 'Hola' } } }, 'pt-BR': { overrides: {} } },
  };
  const widget = { languagePresets: { 'pt-BR': { textContents: { startCall: 'Ligar' } } } };
  expect(told(widget, languages)).toMatchObject({
    supported_language_overrides: ['en', 'es', 'pt-BR'],
    language_presets: { es: { first_message: 'Hola' }, 'pt-BR': { text_contents: { start_call: 'Ligar' } } },
  });
  expect(told({ languageSelector: false }, languages)).toMatchObject({ supported_language_overrides: [] });
  expect(told({ languageSelector: true }, languages, false)).toMatchObject({ supported_language_overrides: [] });
  expect(told({}, { agent: { language: 'en' } })).toMatchObject({ supported_language_overrides: [] });
});
