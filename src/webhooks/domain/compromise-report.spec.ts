import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compromiseReport } from './compromise-report.js';
import { CAEP, RISC } from './event-types.js';

describe('what a security event says of a compromise', () => {
  it.each([
    [`${RISC}credential-compromise`, { credential_type: 'password' }, 1],
    [`${RISC}credential-compromise`, {}, 1],
    [`${RISC}credential-compromise`, { credential_type: 'x509' }, 0.5],
    [`${RISC}account-disabled`, { reason: 'hijacking' }, 0.8],
    [`${RISC}account-disabled`, { reason: 'bulk-account' }, undefined],
    [`${RISC}account-credential-change-required`, {}, 0.5],
    [`${RISC}account-enabled`, {}, undefined],
    [`${CAEP}risk-level-change`, { principal: 'USER', current_level: 'HIGH' }, 0.7],
    [`${CAEP}risk-level-change`, { principal: 'USER', current_level: 'MEDIUM' }, 0.4],
    [`${CAEP}risk-level-change`, { principal: 'USER', current_level: 'LOW' }, undefined],
    [`${CAEP}risk-level-change`, { principal: 'DEVICE', current_level: 'HIGH' }, undefined],
    [`${CAEP}session-revoked`, {}, undefined],
    ['https://example.com/made-up', { credential_type: 'password' }, undefined],
    ['__proto__', {}, undefined],
    [`${RISC}credential-compromise`, 'no object', undefined],
  ])('is in %s with %j: confidence %s', (type, payload, confidence) => {
    expect(compromiseReport(type, payload)?.confidence).toBe(confidence);
  });

  it('repeats no letter that a sender writes into a field', () => {
    const report = compromiseReport(`${CAEP}risk-level-change`, {
      current_level: 'HIGH',
      risk_reason: `<b>${'x'.repeat(500)}`,
    });

    expect(report?.detail).toMatch(/^bx{59}$/);
  });

  it('never throws, and is sure of nothing beyond 1', () => {
    const types = fc.oneof(fc.string(), fc.constantFrom(`${RISC}credential-compromise`));

    fc.assert(
      fc.property(types, fc.jsonValue(), (type, payload) => {
        const { confidence = 0 } = compromiseReport(type, payload) ?? {};
        expect(confidence).toBeGreaterThanOrEqual(0);
        expect(confidence).toBeLessThanOrEqual(1);
      }),
    );
  });
});
