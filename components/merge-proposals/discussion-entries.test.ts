import { describe, expect, it } from 'vitest';
import { discussionEntries, type Proposal } from './discussion-entries';

const begun = Date.UTC(2026, 0, 5, 12, 0, 0, 900);
const second = Math.floor(begun / 1000);

const proposal: Proposal = {
  id: 'amp_1',
  agentId: 'agent_1',
  sourceBranchId: 'branch_try',
  targetBranchId: 'branch_main',
  sourceVersionId: 'version_1',
  title: 'Warmer',
  description: '',
  requestedReviewers: [],
  reviews: [],
  comments: [],
  status: 'open',
  closeReason: null,
  mergedVersionId: null,
  mergedVersionNumber: null,
  resolvedAt: null,
  resolvedBy: null,
  createdBy: 'ada',
  createdByName: 'Ada',
  isCreator: true,
  createdAt: new Date(begun),
  updatedAt: new Date(begun),
  names: {},
};

describe('the discussion of a proposal', () => {
  it('mixes comments and reviews in the order of their times', () => {
    const entries = discussionEntries({
      ...proposal,
      comments: [
        { id: 'c1', userId: 'ada', body: 'Please look', createdAt: second + 1 },
        { id: 'c2', userId: 'ada', body: 'Better now', createdAt: second + 3 },
      ],
      reviews: [
        { userId: 'edda', state: 'approved', submittedAt: second + 4 },
        { userId: 'vera', state: 'changes_requested', submittedAt: second + 2, comment: 'Too long' },
      ],
    });
    expect(entries.map(({ kind, text }) => [kind, text])).toEqual([
      ['proposed', ''],
      ['comment', 'Please look'],
      ['changes_requested', 'Too long'],
      ['comment', 'Better now'],
      ['approved', ''],
    ]);
  });

  it('begins with the proposal and ends with its outcome though all came within a second', () => {
    const entries = discussionEntries({
      ...proposal,
      comments: [{ id: 'c1', userId: 'edda', body: 'Quick', createdAt: second }],
      status: 'merged',
      resolvedAt: new Date(begun + 50),
      resolvedBy: 'edda',
    });
    expect(entries.map(({ kind }) => kind)).toEqual(['proposed', 'comment', 'merged']);
  });

  it('goes on after the outcome, and says how a proposal was closed', () => {
    const entries = discussionEntries({
      ...proposal,
      comments: [{ id: 'c1', userId: 'ada', body: 'Another time', createdAt: second + 60 }],
      status: 'closed',
      closeReason: 'rejected',
      resolvedAt: new Date(begun + 30_000),
      resolvedBy: 'edda',
    });
    expect(entries.map(({ kind, personId }) => [kind, personId])).toEqual([
      ['proposed', 'ada'],
      ['rejected', 'edda'],
      ['comment', 'ada'],
    ]);
  });
});
