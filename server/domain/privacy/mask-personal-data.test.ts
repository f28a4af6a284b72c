import { expect, it } from 'vitest';
import { maskedKinds } from '../../contracts/masking';
import { maskDeep, maskPersonalData } from './mask-personal-data';

it.each([
  ['Write to anna.berg+home@mail.example.com, please.', 'Write to [email], please.'],
  ['my mail is anna dot berg at example dot com', 'my mail is [email]'],
  ['es ana arroba ejemplo punto es', 'es [email]'],
  ['Call +49 (30) 1234-5678 tomorrow.', 'Call [phone] tomorrow.'],
  ['it is five five five oh one two three four', 'it is [phone]'],
  ['The card is 4242 4242 4242 4242.', 'The card is [card].'],
  ['IBAN DE89 3704 0044 0532 0130 00, that is it', 'IBAN [iban], that is it'],
  ['My number is 078-05-1120.', 'My number is [id].'],
  ['CPF 529.982.247-25', 'CPF [id]'],
  ['DNI 12345678Z', 'DNI [id]'],
  ['from 192.168.0.12', 'from [ip]'],
])('%s', (text, masked) => {
  expect(maskPersonalData(text, maskedKinds)).toBe(masked);
});

it.each([
  'A table for two at 19:30 on the 24th, order 12345.',
  'It costs 1,299.00 and takes 45 minutes.',
  'one or two, maybe three',
  'The meeting is at noon.',
  'version 2026.11.26',
])('leaves %s', (text) => {
  expect(maskPersonalData(text, maskedKinds)).toBe(text);
});

it('masks only the kinds that were asked for', () => {
  expect(maskPersonalData('a@b.example or 4242 4242 4242 4242', ['card'])).toBe('a@b.example or [card]');
});

it('a row of digits that is no card is none', () => {
  expect(maskPersonalData('4242 4242 4242 4243', ['card'])).toBe('4242 4242 4242 4243');
});

it('goes through everything below a value', () => {
  expect(maskDeep({ message: 'a@b.example', list: [{ text: '+49 30 1234567' }], count: 3, at: null }, maskedKinds)).toEqual({
    message: '[email]',
    list: [{ text: '[phone]' }],
    count: 3,
    at: null,
  });
});
