import { describe, expect, it } from 'vitest';
import type { Cluster } from './campaigns.js';
import { aFootprint } from './footprint.builder.js';
import { planIncidents } from './incident.js';
import { profileOf } from './profile.js';

function aCampaign(...accountIds: readonly string[]): Cluster {
  const members = accountIds.map((id) => aFootprint(id, ['198.51.100.7']));
  const [first = aFootprint('nobody', ['198.51.100.7'])] = members;
  return { members, profile: profileOf(first) };
}

describe('planning incidents', () => {
  it('goes on in the incident that has the accounts, and opens one for a new campaign', () => {
    const plan = planIncidents(
      [aCampaign('a', 'b', 'c'), aCampaign('x')],
      [{ id: 'i1', memberIds: ['a', 'b'] }],
    );

    expect(plan).toEqual({ incidentOf: ['i1', undefined], merged: [] });
  });

  it('merges the younger incident into the older one when they turn out to be one', () => {
    const plan = planIncidents(
      [aCampaign('a', 'b')],
      [
        { id: 'old', memberIds: ['a'] },
        { id: 'young', memberIds: ['b'] },
      ],
    );

    expect(plan).toEqual({ incidentOf: ['old'], merged: [{ id: 'young', into: 'old' }] });
  });

  it('keeps the incident with the larger part when it turns out to be two', () => {
    const plan = planIncidents(
      [aCampaign('a'), aCampaign('b', 'c')],
      [{ id: 'i1', memberIds: ['a', 'b', 'c'] }],
    );

    expect(plan).toEqual({ incidentOf: [undefined, 'i1'], merged: [] });
  });

  it('lets an incident go whose accounts were cleared', () => {
    expect(planIncidents([], [{ id: 'i1', memberIds: ['a'] }]).merged).toEqual([
      { id: 'i1', into: undefined },
    ]);
  });
});
