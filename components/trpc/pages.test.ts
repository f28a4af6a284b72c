import { describe, expect, it } from 'vitest';
import { withItems } from './pages';

const one = { items: ['a', 'b'], nextCursor: 'c' };
const two = { items: ['b'], nextCursor: null };
const withoutB = (items: readonly string[]) => items.filter((item) => item !== 'b');

describe('a list with other items', () => {
  it('keeps what else a page tells', () => {
    expect(withItems(one, withoutB)).toEqual({ items: ['a'], nextCursor: 'c' });
  });

  it('is changed in every page that was asked for', () => {
    const list = { pages: [one, two], pageParams: [undefined, 'c'] };
    expect(withItems(list, withoutB)).toEqual({
      pages: [
        { items: ['a'], nextCursor: 'c' },
        { items: [], nextCursor: null },
      ],
      pageParams: [undefined, 'c'],
    });
  });
});
