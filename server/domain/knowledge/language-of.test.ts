import { expect, it } from 'vitest';
import { languageOf, textConfiguration } from './language-of';

it('tells a language by its small words, and says so when none stands out', () => {
  expect(languageOf('The shop is open from nine to five and it is closed on Sunday.')).toBe('en');
  expect(languageOf('La tienda está abierta de nueve a cinco y no abre los domingos por la tarde.')).toBe('es');
  expect(languageOf('A loja não abre aos domingos e fica aberta das nove às cinco com uma pausa para o almoço.')).toBe('pt');
  expect(languageOf('Der Laden ist von neun bis fünf geöffnet und am Sonntag ist er nicht offen.')).toBe('de');
  expect(languageOf('XK-221 4711 9920 SKU 12 33 ABC 900 QX')).toBe('und');
});

it('a language without stems of its own is searched by whole words', () => {
  expect(textConfiguration('pt-BR')).toBe('portuguese');
  expect(textConfiguration('und')).toBe('simple');
});
