import { expect, it } from 'vitest';
import { columnNames, defaultColumns, readColumns, writeColumns } from './conversation-columns';

it('shows the usual columns where none are named, or none that there are', () => {
  const usual = columnNames.filter((name) => defaultColumns[name] !== undefined);
  expect(readColumns(null).map(({ name }) => name)).toEqual(usual);
  expect(readColumns('odd,,other').map(({ name }) => name)).toEqual(usual);
});

it('shows what is named on every width, in our order', () => {
  expect(readColumns('language,started,odd')).toEqual([
    { name: 'started', className: '' },
    { name: 'language', className: '' },
  ]);
});

it('leaves the usual columns out of the address, and comes back to what was chosen', () => {
  expect(writeColumns(new Set(readColumns('').map(({ name }) => name)))).toBe('');
  expect(readColumns(writeColumns(new Set(['user', 'latency'])))).toMatchObject([{ name: 'latency' }, { name: 'user' }]);
});
