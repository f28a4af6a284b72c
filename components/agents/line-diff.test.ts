import { expect, it } from 'vitest';
import { lineDiff } from './line-diff';

const shown = (before: string, after: string) => lineDiff(before, after).map(({ kind, text }) => `${{ same: ' ', added: '+', removed: '-' }[kind]}${text}`);

it('marks a changed line as removed and added, and keeps the lines around it', () => {
  expect(shown('one\ntwo\nthree', 'one\n2\nthree')).toEqual([' one', '-two', '+2', ' three']);
});

it('finds lines that were only added or only removed', () => {
  expect(shown('a\nc', 'a\nb\nc')).toEqual([' a', '+b', ' c']);
  expect(shown('a\nb\nc', 'a\nc')).toEqual([' a', '-b', ' c']);
});

it('finds no difference in equal texts', () => {
  expect(shown('a\nb', 'a\nb')).toEqual([' a', ' b']);
});
