import { describe, expect, it } from 'vitest';
import { VersionGraph, type VersionNode } from './version-graph';

let time = 0;
const version = (id: string, parents: Partial<VersionNode> = {}): VersionNode => ({
  id,
  number: 1,
  branchId: 'b',
  createdAt: new Date(++time),
  parentVersionId: null,
  outOfBranchParentId: null,
  mergedFromVersionId: null,
  ...parents,
});

// main: m1 m2 m3 m4(merge of f2); fork f1 from m2, f2, f3
const graph = new VersionGraph([
  version('m1'),
  version('m2', { number: 2, parentVersionId: 'm1' }),
  version('f1', { outOfBranchParentId: 'm2' }),
  version('m3', { number: 3, parentVersionId: 'm2' }),
  version('f2', { number: 2, parentVersionId: 'f1' }),
  version('m4', { number: 4, parentVersionId: 'm3', mergedFromVersionId: 'f2' }),
  version('f3', { number: 3, parentVersionId: 'f2' }),
]);

describe('the graph of versions', () => {
  it('finds where two branches parted', () => {
    expect(graph.commonAncestor('f2', 'm3')).toBe('m2');
  });

  it('after a merge begins at what was merged, so that it is not merged twice', () => {
    expect(graph.commonAncestor('f3', 'm4')).toBe('f2');
    expect(graph.commonAncestor('m4', 'f3')).toBe('f2');
  });

  it('knows how far a branch is ahead and behind; the copy it begins with is no commit', () => {
    expect(graph.commitsBeyond('f2', 'm3')).toBe(1);
    expect(graph.commitsBeyond('m3', 'f2')).toBe(1);
    expect(graph.commitsBeyond('f3', 'm4')).toBe(1);
  });

  it('finds nothing in common with what it does not know', () => {
    expect(graph.commonAncestor('m1', 'other')).toBeUndefined();
  });
});
