import { expect, it } from 'vitest';
import { listChanges } from './document-changes';
import { fieldConflicts } from './field-conflicts';

const base = { name: 'Desk', config: { greeting: 'Hello', speed: 1, tools: ['a'], voice: { id: 'x', pitch: 0 } } };
const conflicts = (theirs: unknown, mine: unknown) => fieldConflicts(base, theirs, listChanges(theirs, mine));

it('what each side changed apart from the other is no conflict', () => {
  const theirs = { ...base, name: 'Front desk' };
  expect(conflicts(theirs, { ...theirs, config: { ...base.config, speed: 2 } })).toEqual([]);
});

it('the same value changed on both sides is one, with all three of its values', () => {
  const theirs = { ...base, config: { ...base.config, greeting: 'Hi', speed: 2 } };
  const mine = { ...theirs, config: { ...theirs.config, greeting: 'Good day' } };
  expect(conflicts(theirs, mine)).toEqual([{ path: ['config', 'greeting'], before: 'Hello', mine: 'Good day', theirs: 'Hi' }]);
});

it('a list changed on both sides is one as a whole', () => {
  const theirs = { ...base, config: { ...base.config, tools: ['a', 'b'] } };
  const mine = { ...theirs, config: { ...theirs.config, tools: ['a', 'c'] } };
  expect(conflicts(theirs, mine)).toMatchObject([{ path: ['config', 'tools'], theirs: ['a', 'b'], mine: ['a', 'c'] }]);
});

it('the same change made twice is none', () => {
  const theirs = { ...base, name: 'Front desk' };
  expect(conflicts(theirs, theirs)).toEqual([]);
});
