import { describe, expect, it } from 'vitest';
import { guessLanguage } from './language-guess';
import { LanguageWatch } from './language-watch';

const all = ['en', 'es', 'pt-BR', 'fr', 'de', 'it', 'ja'];

describe('telling languages apart by their words', () => {
  it.each([
    ['en', 'Hello, I would like to book a table for tonight'],
    ['es', 'Hola, quería reservar una mesa para esta noche'],
    ['pt', 'Olá, eu queria reservar uma mesa para esta noite'],
    ['fr', 'Bonjour, je voudrais réserver une table pour ce soir'],
    ['de', 'Hallo, ich möchte einen Tisch für heute Abend reservieren'],
    ['it', 'Buongiorno, vorrei prenotare un tavolo per stasera'],
    ['ja', '今晩のテーブルを予約したいのですが'],
  ])('L1 knows %s', (code, text) => {
    expect(guessLanguage(text, all)?.language).toBe(code);
  });

  it('L1 says nothing of a name, a number or nothing', () => {
    for (const text of ['Okay', 'Barcelona', '', '5 5 2']) expect(guessLanguage(text, all)).toBeNull();
  });
});

describe('when to follow into another language', () => {
  const heard = (watch: LanguageWatch, text: string, current: string, recognised: string | null = null, candidates = ['en', 'es', 'de']) =>
    watch.heard({ text, recognised, current, candidates });

  it('L2 a clear sentence is enough', () => {
    expect(heard(new LanguageWatch(), 'Hola, quería reservar una mesa para esta noche', 'en')).toBe('es');
  });

  it('L2 a few words need the next turn to agree, and one in the old language in between begins anew', () => {
    const watch = new LanguageWatch();
    expect(heard(watch, 'sí, gracias', 'en')).toBeNull();
    expect(heard(watch, 'muy bien, gracias', 'en')).toBe('es');
    const other = new LanguageWatch();
    expect(heard(other, 'sí, gracias', 'en')).toBeNull();
    expect(heard(other, 'I would like that', 'en')).toBeNull();
    expect(heard(other, 'gracias', 'en')).toBeNull();
  });

  it('L2 what the recogniser says counts where its words do not say otherwise', () => {
    expect(heard(new LanguageWatch(), 'Reservierung heute Abend zwanzig Uhr Fensterplatz', 'en', 'de')).toBe('de');
    expect(heard(new LanguageWatch(), 'I would like to have the usual', 'es', 'de')).toBeNull();
  });

  it('L2 a language the agent does not have changes nothing', () => {
    expect(heard(new LanguageWatch(), 'Bonjour, je voudrais une table pour ce soir', 'en', 'fr')).toBeNull();
  });
});
