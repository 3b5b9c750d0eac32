import type { Action } from './answers.js';
import type { Finding } from './findings.js';

/** A compromised account that was reset and locked. */
export function aFinding(overrides: Partial<Finding> = {}): Finding {
  const login = overrides.login ?? 'usr1@company.co.in';
  return {
    login,
    displayName: 'Belora Tamik',
    level: 'critical',
    score: 97.12,
    firstSignalAt: '2010-05-28T06:40:00.000Z',
    firstAbroadAt: '2010-05-28T06:20:00.000Z',
    addresses: ['192.0.2.1', '198.51.100.2', '203.0.113.3'],
    countries: ['BR', 'TR'],
    servers: ['ext1.company.co.in'],
    actions: [anAction({ do: 'force-reset' }), anAction({ do: 'lock' })],
    mailbox: { login, active: false, mustChange: true },
    directoryAgrees: true,
    ...overrides,
  };
}

/** A lock that was applied. */
export function anAction(overrides: Partial<Action> = {}): Action {
  return {
    accountId: '019aad7c-4800-7f3e-9d0a-5be6c2a4d1f0',
    do: 'lock',
    status: 'applied',
    outcome: { code: 'applied', detail: 'Done.' },
    ...overrides,
  };
}
