import { describe, expect, it } from 'vitest';
import type { Happening } from '../../kernel/happening.js';
import { isWorthANote, openingRule, settles, TicketRules } from './rules.js';

function aHappening(overrides: Partial<Happening> = {}): Happening {
  return {
    id: 'h1',
    sequence: 1,
    kind: 'account.level-changed',
    subject: 'a1',
    accountId: 'a1',
    detail: { from: 'low', to: 'critical', score: 93 },
    at: new Date(0),
    ...overrides,
  };
}

const anAction = (kind: 'action.requested' | 'action.finished', detail: object) =>
  aHappening({ kind, detail: { operation: 'lock', dryRun: false, ...detail } });

describe('ticket rules', () => {
  const rules = TicketRules.parse(undefined);

  it.each([
    ['a critical account', aHappening(), 'level'],
    [
      'an action that waits',
      anAction('action.requested', { status: 'awaiting-approval' }),
      'action',
    ],
    ['a lock that was applied', anAction('action.finished', { status: 'applied' }), 'action'],
    ['an incident', aHappening({ kind: 'incident.opened', detail: {} }), 'incident'],
  ])('open a ticket for %s', (_what, happening, on) => {
    expect(openingRule(rules, happening)?.on).toBe(on);
  });

  it.each([
    ['a level that falls', aHappening({ detail: { from: 'critical', to: 'high' } })],
    ['a high account, by default', aHappening({ detail: { from: 'low', to: 'high' } })],
    ['a dry run', anAction('action.finished', { status: 'applied', dryRun: true })],
    ['an unlock', anAction('action.finished', { status: 'applied', operation: 'unlock' })],
  ])('open none for %s', (_what, happening) => {
    expect(openingRule(rules, happening)).toBeUndefined();
  });

  it('take the first rule that fits', () => {
    const own = TicketRules.parse([
      { on: 'level', level: 'high', queue: 'first' },
      { on: 'level', level: 'critical', queue: 'second' },
    ]);

    expect(openingRule(own, aHappening())?.queue).toBe('first');
  });

  it.each([
    [
      'an applied unlock',
      anAction('action.finished', { status: 'applied', operation: 'unlock' }),
      true,
    ],
    [
      'a failed unlock',
      anAction('action.finished', { status: 'failed', operation: 'unlock' }),
      false,
    ],
    [
      'the verdict safe',
      aHappening({ kind: 'account.standing-changed', detail: { to: 'confirmed-safe' } }),
      true,
    ],
  ])('see an end in %s: %s', (_what, happening, expected) => {
    expect(settles(happening)).toBe(expected);
  });

  it('keep quiet about an action that starts at once, as its end is told', () => {
    expect(isWorthANote(anAction('action.requested', { status: 'queued' }))).toBe(false);
    expect(isWorthANote(anAction('action.finished', { status: 'applied' }))).toBe(true);
  });
});
