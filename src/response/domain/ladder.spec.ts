import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../kernel/clock.js';
import { askedOf, type Climber, type OperationHistory } from './ladder.js';
import type { Operation } from './operation.js';
import type { Rule } from './response-policy.js';

const NOW = Date.UTC(2026, 10, 23, 8);
const LADDER: Rule = {
  level: 'high',
  do: 'force-reset',
  again: [
    { do: 'lock', withinDays: 7, afterHours: 1 },
    { do: 'disable', withinDays: 30, afterHours: 1 },
  ],
};

function asked(history: Partial<Record<Operation, OperationHistory>>, asOf = NOW): Operation[] {
  const climber: Climber = {
    level: 'high',
    asOf,
    history: new Map(Object.entries(history) as [Operation, OperationHistory][]),
  };
  return [...askedOf(climber, { rules: [LADDER], repeatAfterHours: 24 }, NOW)];
}

const applied = (at: number): OperationHistory => ({ lastAsked: at, lastApplied: at });

describe('the ladder of a rule', () => {
  it('begins with its first step', () => {
    expect(asked({})).toEqual(['force-reset']);
  });

  it('goes on to the next step when the account returns within its days', () => {
    expect(asked({ 'force-reset': applied(NOW - 3 * DAY_MS) })).toEqual(['lock']);
  });

  it('goes on at once after its hours, although the first step would not be repeated yet', () => {
    expect(asked({ 'force-reset': applied(NOW - 2 * HOUR_MS) })).toEqual(['lock']);
  });

  it('takes what is seen right after a step for sessions that are still open', () => {
    expect(asked({ 'force-reset': applied(NOW - 0.5 * HOUR_MS) })).toEqual([]);
  });

  it('begins anew when the return is too late', () => {
    expect(asked({ 'force-reset': applied(NOW - 8 * DAY_MS) })).toEqual(['force-reset']);
  });

  it('does not go on for evidence that is older than the step', () => {
    const history = { 'force-reset': applied(NOW - 2 * DAY_MS) };

    expect(asked(history, NOW - 3 * DAY_MS)).toEqual(['force-reset']);
  });

  it('does not go on from a step that was never applied', () => {
    expect(asked({ 'force-reset': { lastAsked: NOW - 2 * DAY_MS } })).toEqual(['force-reset']);
  });

  it('climbs step by step', () => {
    const history = {
      'force-reset': applied(NOW - 5 * DAY_MS),
      lock: applied(NOW - 2 * DAY_MS),
    };

    expect(asked(history)).toEqual(['disable']);
  });
});
