import { describe, expect, it } from 'vitest';
import { flag, formOf, listOf, number, oneOf, openTexts, text, texts } from './kept-fields';

const read = formOf({ name: text, isOn: flag, days: number, role: oneOf(['owner', 'viewer']), tags: listOf(text), values: texts });
const form = { name: 'Ada', isOn: true, days: 7, role: 'viewer', tags: ['a'], values: { production: 'x' } };

describe('a kept form', () => {
  it('is given with the members it has to have, and no others', () => {
    expect(read({ ...form, password: 'hidden' })).toEqual(form);
  });

  it.each([
    ['a member of another kind', { ...form, name: 7 }],
    ['a choice that is none any more', { ...form, role: 'king' }],
    ['a list with something else in it', { ...form, tags: ['a', 1] }],
    ['texts with something else among them', { ...form, values: { production: null } }],
    ['a member missing', { name: 'Ada' }],
    ['no form', 'Ada'],
    ['nothing', null],
  ])('is none with %s', (_what, kept) => {
    expect(read(kept)).toBeUndefined();
  });
});

it('texts lose what is secret before they are kept', () => {
  expect(openTexts({ username: 'ada', password: 'hidden', token: 'hidden' }, (name) => name !== 'username')).toEqual({ username: 'ada' });
});
