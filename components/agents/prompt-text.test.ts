import fc from 'fast-check';
import { expect, it } from 'vitest';
import { headingsIn, segmentsOf, variableAt, variablesIn } from './prompt-text';

it('the pieces of a text make up the text', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('{{', '}}', 'name', ' ', '\n', '# ', '{', 'a.b', '-')), (parts) => {
      const text = parts.join('');
      expect(
        segmentsOf(text)
          .map((segment) => segment.text)
          .join(''),
      ).toBe(text);
    }),
  );
});

it('variables are found once each, whatever blanks stand in their braces', () => {
  expect(variablesIn(['Hello {{name}}, {{ name }} of {{order.id}}', '{{system__time}} {{}} {{not closed'])).toEqual(['name', 'order.id', 'system__time']);
});

it('headings are told with their level and where they begin', () => {
  expect(headingsIn('# Who you are\nText # no heading\n\n## Rules ##\n#none')).toEqual([
    { title: 'Who you are', level: 1, offset: 0 },
    { title: 'Rules', level: 2, offset: 33 },
  ]);
});

it('what is being written after two braces is known as far as the caret', () => {
  expect(variableAt('Hello {{na', 10)).toEqual({ start: 6, typed: 'na' });
  expect(variableAt('Hello {{name}} there', 20)).toBeNull();
  expect(variableAt('Hello {{', 8)).toEqual({ start: 6, typed: '' });
  expect(variableAt('Hello {{name', 7)).toBeNull();
});
