import { describe, expect, it } from 'vitest';
import { normaliseText } from './normalise-text';

describe('normaliseText in English', () => {
  it.each([
    ['It is $3.50.', 'It is three dollars and fifty cents.'],
    ['€20 or £1.01', 'twenty euros or one pound and one penny'],
    ['$1.2 million', 'one point two million dollars'],
    ['Open 9am–5pm', 'Open nine a m to five p m'],
    ['at 9:30 am, 17:05 or 10:00', "at nine thirty a m, seventeen oh five or ten o'clock"],
    ['on 2026-11-22', 'on november twenty second twenty twenty six'],
    ['March 3, 2024', 'march third twenty twenty four'],
    ['Call 555-123-4567', 'Call five five five, one two three, four five six seven'],
    ['mail jo.b@example.com.', 'mail jo dot b at example dot com.'],
    ['see https://www.example.com/menu.', 'see example dot com slash menu.'],
    ['25°C, 5 km and 1 kg', 'twenty five degrees celsius, five kilometers and one kilogram'],
    ['50%, #5, 9-5', 'fifty percent, number five, nine to five'],
    ['1,234.5 and -3', 'one thousand two hundred thirty four point five and minus three'],
    ['the 2nd of 12 in 1999', 'the second of twelve in nineteen ninety nine'],
    ['salt & pepper and/or oil', 'salt and pepper and or oil'],
    ['Dr. Who', 'doctor Who'],
  ])('says %j as %j', (written, spoken) => {
    expect(normaliseText(written, 'en-US').replace(/\s+/g, ' ')).toBe(spoken);
  });

  it('takes out formatting and emoji but keeps the words', () => {
    expect(normaliseText('## Menu\n- **Soup** 😀\n- [Cake](https://x.example/cake)', 'en')).toBe('Menu Soup Cake');
  });

  it('cuts a word that would take minutes to spell', () => {
    expect(normaliseText('x'.repeat(2000), 'en').length).toBeLessThanOrEqual(40);
  });

  it.each(['', '   ', '...', '😀😀', '\u0000', '%$#@!', '$', '1'.repeat(60)])('survives %j', (text) => {
    expect(() => normaliseText(text, 'en')).not.toThrow();
  });
});

describe('normaliseText in other languages', () => {
  it('leaves numbers to the synthesiser', () => {
    expect(normaliseText('**Cuesta** 3,50 €', 'es')).toBe('Cuesta 3,50 €');
  });
});
