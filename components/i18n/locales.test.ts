import { describe, expect, it } from 'vitest';
import en from '../../messages/en.json';
import es from '../../messages/es.json';
import ptBR from '../../messages/pt-BR.json';
import { negotiateLocale } from './locales';

describe('the language of the interface', () => {
  it('is the first one of the browser that we speak', () => {
    expect(negotiateLocale('fr-FR,es;q=0.8,en;q=0.9')).toBe('en');
    expect(negotiateLocale('fr, es-MX;q=0.8')).toBe('es');
  });

  it('is Brazilian Portuguese for every kind of Portuguese', () => {
    expect(negotiateLocale('pt-PT,en;q=0.1')).toBe('pt-BR');
  });

  it('is English when nothing fits, and never one that was refused', () => {
    expect(negotiateLocale(null)).toBe('en');
    expect(negotiateLocale('es;q=0, fr')).toBe('en');
  });
});

describe.each([
  ['es', es],
  ['pt-BR', ptBR],
])('the %s translation', (_locale, messages) => {
  it('has the keys of the English one, no more and no fewer', () => {
    expect([...flatten(messages).keys()].toSorted()).toEqual([...flatten(en).keys()].toSorted());
  });

  it('uses the same arguments in every message', () => {
    const translated = flatten(messages);
    for (const [key, text] of flatten(en)) expect(argumentsOf(translated.get(key) ?? ''), key).toEqual(argumentsOf(text));
  });
});

function flatten(tree: object, path: readonly string[] = [], found = new Map<string, string>()): Map<string, string> {
  for (const [key, value] of Object.entries(tree) as [string, unknown][]) {
    if (typeof value === 'string') found.set([...path, key].join('.'), value);
    else if (typeof value === 'object' && value !== null) flatten(value, [...path, key], found);
  }
  return found;
}

/** Names of the arguments of a message: what follows an opening brace at the outer level or within plural forms. */
function argumentsOf(text: string): string[] {
  return [...new Set([...text.matchAll(/\{(\w+)\s*[,}]/g)].map((match) => match[1] ?? ''))].toSorted();
}
