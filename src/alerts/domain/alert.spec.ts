import { describe, expect, it } from 'vitest';
import type { Happening } from '../../kernel/happening.js';
import { type Alert, concerns, due } from './alert.js';

const NOW = new Date(Date.UTC(2026, 10, 23, 8));
const minutesAgo = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);

function anAlert(overrides: Partial<Alert> = {}): Alert {
  return {
    id: 'a',
    name: 'on call',
    kinds: ['account.level-changed', 'incident.opened'],
    level: 'critical',
    mailTo: 'oncall@example.com',
    webhookId: undefined,
    groupMinutes: 5,
    perHour: 2,
    silencedUntil: undefined,
    enabled: true,
    ...overrides,
  };
}

function aHappening(kind: Happening['kind'], detail: Happening['detail']): Happening {
  return { id: 'h', sequence: 1, kind, subject: 's', detail, at: NOW };
}

describe('an alert', () => {
  it.each([
    ['a level that is reached', 'account.level-changed', { from: 'low', to: 'critical' }, true],
    ['a lower level', 'account.level-changed', { from: 'low', to: 'high' }, false],
    ['a level that falls', 'account.level-changed', { from: 'critical', to: 'low' }, false],
    ['an incident', 'incident.opened', {}, true],
    ['another kind', 'finding.opened', {}, false],
  ] as const)('concerns %s: %s %o: %s', (_what, kind, detail, expected) => {
    expect(concerns(anAlert(), aHappening(kind, detail))).toBe(expected);
  });

  it.each([
    ['nothing waits', {}, { oldestAt: undefined, sentThisHour: 0 }, 'wait'],
    ['more may gather', {}, { oldestAt: minutesAgo(4), sentThisHour: 0 }, 'wait'],
    ['it has gathered', {}, { oldestAt: minutesAgo(5), sentThisHour: 0 }, 'tell'],
    ['enough was told this hour', {}, { oldestAt: minutesAgo(30), sentThisHour: 2 }, 'wait'],
    [
      'it is silenced',
      { silencedUntil: new Date(NOW.getTime() + 1) },
      { oldestAt: minutesAgo(30), sentThisHour: 0 },
      'drop',
    ],
    [
      'the silence is over',
      { silencedUntil: NOW },
      { oldestAt: minutesAgo(30), sentThisHour: 0 },
      'tell',
    ],
  ] as const)('knows what to do when %s', (_when, overrides, waiting, expected) => {
    expect(due(anAlert(overrides), waiting, NOW)).toBe(expected);
  });
});
