import { describe, expect, it } from 'vitest';
import { type Assignment, policyFor, type PolicyHolder } from './assignment.js';

function aPolicy(name: string, ...assignments: readonly Assignment[]) {
  return { name, assignments };
}

function aHolder(overrides: Partial<PolicyHolder> = {}): PolicyHolder {
  return { directoryId: 'd1', groups: ['Sales'], isProtected: false, ...overrides };
}

const policies = [
  aPolicy('z-directory', { directory: 'd1' }),
  aPolicy('y-group', { group: 'sales' }, { group: 'board' }),
  aPolicy('x-class', { accountClass: 'protected' }),
  aPolicy('nobody'),
];

describe('the policy that holds for an account', () => {
  it.each([
    ['its class before all', aHolder({ isProtected: true }), 'x-class'],
    ['a group of its in any case', aHolder({ groups: ['SALES'] }), 'y-group'],
    ['its directory last', aHolder({ groups: [] }), 'z-directory'],
    ['none where nothing is assigned', aHolder({ groups: [], directoryId: 'd2' }), undefined],
    ['none without a directory', aHolder({ groups: [], directoryId: undefined }), undefined],
  ])('goes by %s', (_by, holder, expected) => {
    expect(policyFor(holder, policies)?.name).toBe(expected);
  });

  it('is the first by name of those that are alike, in whatever order they come', () => {
    const alike = [aPolicy('b', { group: 'sales' }), aPolicy('a', { group: 'sales' })];

    expect(policyFor(aHolder(), alike)?.name).toBe('a');
    expect(policyFor(aHolder(), alike.toReversed())?.name).toBe('a');
  });
});
