import { describe, expect, it } from 'vitest';
import type { Happening } from '../../kernel/happening.js';
import { securityEventsOf } from './security-events.js';

function aHappening(kind: Happening['kind'], detail: Happening['detail']): Happening {
  return {
    id: 'h',
    sequence: 1,
    kind,
    subject: 'a',
    accountId: 'a',
    detail,
    at: new Date(1_795_420_860_500),
  };
}

const typesOf = (happening: Happening) =>
  securityEventsOf(happening).map(({ type }) => type.slice(type.lastIndexOf('/') + 1));

describe('security events', () => {
  it.each([
    ['force-reset', ['credential-change', 'account-credential-change-required']],
    ['temporary-password', ['credential-change']],
    ['revoke-sessions', ['session-revoked']],
    ['lock', ['account-disabled']],
    ['unlock', ['account-enabled']],
    ['notify', []],
  ])('tell of an applied %s: %s', (operation, types) => {
    const detail = { operation, status: 'applied', requestedBy: 'response-policy' };

    expect(typesOf(aHappening('action.finished', detail))).toEqual(types);
    expect(typesOf(aHappening('action.finished', { ...detail, status: 'failed' }))).toEqual([]);
    expect(typesOf(aHappening('action.finished', { ...detail, dryRun: true }))).toEqual([]);
  });

  it('tell of a risk in the three levels that CAEP knows', () => {
    const [event] = securityEventsOf(
      aHappening('account.level-changed', { from: 'low', to: 'critical' }),
    );

    expect(event?.payload).toMatchObject({
      principal: 'USER',
      current_level: 'HIGH',
      previous_level: 'LOW',
      event_timestamp: 1_795_420_860,
    });
    expect(typesOf(aHappening('account.level-changed', { from: 'high', to: 'critical' }))).toEqual(
      [],
    );
  });

  it('tell of a compromise that an operator has confirmed', () => {
    const detail = { from: 'watched', to: 'confirmed-compromised' };

    expect(typesOf(aHappening('account.standing-changed', detail))).toEqual([
      'credential-compromise',
    ]);
  });
});
