import { describe, expect, it } from 'vitest';
import { mergeDocuments } from './merge-documents';

const nobody = () => undefined;

describe('merging documents', () => {
  it('takes from each side what that side changed, down to single members', () => {
    const base = { prompt: { text: 'a', temperature: 0 }, voice: 'x', tools: ['t1'] };
    const source = { prompt: { text: 'b', temperature: 0 }, voice: 'x', tools: ['t1', 't2'] };
    const target = { prompt: { text: 'a', temperature: 1 }, voice: 'y', tools: ['t1'] };
    expect(mergeDocuments(base, source, target, nobody)).toEqual({
      merged: { prompt: { text: 'b', temperature: 1 }, voice: 'y', tools: ['t1', 't2'] },
      conflicts: [],
      overridden: [],
    });
  });

  it('takes a member away that one side took away, and adds what one side added', () => {
    expect(mergeDocuments({ a: 1, b: 2 }, { b: 2, c: 3 }, { a: 1, b: 2, d: 4 }, nobody).merged).toEqual({ b: 2, c: 3, d: 4 });
  });

  it('reports a piece that both changed differently and keeps the target there', () => {
    const { merged, conflicts } = mergeDocuments({ a: { b: 1 } }, { a: { b: 2 } }, { a: { b: 3 } }, nobody);
    expect(merged).toEqual({ a: { b: 3 } });
    expect(conflicts).toEqual([{ path: ['a', 'b'], base: 1, source: 2, target: 3 }]);
  });

  it('reports a member that one side changed and the other took away', () => {
    expect(mergeDocuments({ a: 1 }, {}, { a: 2 }, nobody).conflicts).toEqual([{ path: ['a'], base: 1, source: undefined, target: 2 }]);
  });

  it('does not call it a conflict when both made the same change', () => {
    expect(mergeDocuments({ a: [1] }, { a: [2] }, { a: [2] }, nobody)).toMatchObject({ merged: { a: [2] }, conflicts: [] });
  });

  it('lets someone choose, and says where the target lost', () => {
    const chosen = mergeDocuments({ a: 1, b: 1 }, { a: 2, b: 2 }, { a: 3, b: 3 }, ([name]) => (name === 'a' ? 'source' : 'target'));
    expect(chosen).toEqual({ merged: { a: 2, b: 3 }, conflicts: [], overridden: [['a']] });
  });
});
